package web

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"testing"
	"time"

	"github.com/valyala/fasthttp"
)

// scarce is a listener whose machine has now and then no descriptor left.
type scarce struct {
	net.Listener
	refusals int
}

func (s *scarce) Accept() (net.Conn, error) {
	if s.refusals > 0 {
		s.refusals--
		return nil, &net.OpError{Op: "accept", Err: syscall.EMFILE}
	}
	return s.Listener.Accept()
}

// behind starts a server behind a gate for three, and gives its address.
func behind(t *testing.T, refusals int) (address string, stop func()) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := newGate(slog.New(slog.DiscardHandler))
	g.Listener, g.most = &scarce{listener, refusals}, 3
	server := &fasthttp.Server{
		ConnState: g.watch, IdleTimeout: time.Hour, ReadTimeout: time.Hour,
		Handler: func(ctx *fasthttp.RequestCtx) { ctx.SetBodyString("here") },
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(g) }()
	stop = func() {
		g.shut()
		if err := errors.Join(server.Shutdown(), <-served); err != nil {
			t.Error(err)
		}
	}
	return listener.Addr().String(), stop
}

func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// ask asks for a page and gives an error where the connection was closed.
func ask(conn net.Conn) error {
	if _, err := fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		return err
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, err = io.ReadAll(answer.Body)
	return err
}

func TestWhoIsQuietForLongestMakesRoom(t *testing.T) {
	t.Parallel()
	address, stop := behind(t, 0)
	defer stop()
	var conns []net.Conn
	for range 3 {
		conn := dial(t, address)
		if err := ask(conn); err != nil {
			t.Fatal(err)
		}
		conns = append(conns, conn)
	}
	if err := ask(conns[0]); err != nil { // now the second has been quiet for longest
		t.Fatal(err)
	}
	if err := ask(dial(t, address)); err != nil {
		t.Fatalf("the fourth finds no room: %v", err)
	}
	if _, err := conns[1].Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("the one that was quiet for longest is still there: %v", err)
	}
	if err := ask(conns[0]); err != nil {
		t.Errorf("one that had asked just now was sent away: %v", err)
	}
}

func TestAServerWithoutDescriptorsWaits(t *testing.T) {
	t.Parallel()
	address, stop := behind(t, 3)
	defer stop()
	if err := ask(dial(t, address)); err != nil {
		t.Error(err)
	}
}

// TestWhoNeverAsksDoesNotKeepTheServerFromEnding would wait for an hour.
func TestWhoNeverAsksDoesNotKeepTheServerFromEnding(t *testing.T) {
	t.Parallel()
	address, stop := behind(t, 0)
	silent, asked := dial(t, address), dial(t, address)
	if err := ask(asked); err != nil {
		t.Fatal(err)
	}
	stop()
	for _, conn := range []net.Conn{silent, asked} {
		if _, err := conn.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
			t.Errorf("the server has ended and a connection is there: %v", err)
		}
	}
}
