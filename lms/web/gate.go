package web

import (
	"container/list"
	"errors"
	"log/slog"
	"net"
	"sync"
	"syscall"
	"time"

	"github.com/valyala/fasthttp"
)

// mostOpen is how many connections a server holds, fewer where the process may not open as many files. Idle ones cost
// memory, and a browser that finds its own closed opens another.
const mostOpen = 4096

// gate is the listener of a server. Where the process has no file descriptor left it waits instead of giving up, and
// where too many connections are open the one that has been quiet for longest makes room for the next.
type gate struct {
	net.Listener
	log  *slog.Logger
	most int

	mu     sync.Mutex
	open   int
	quiet  *list.List // of net.Conn on which nothing is being asked, the longest so first
	places map[net.Conn]*list.Element
	closed chan struct{}
}

func newGate(log *slog.Logger) *gate {
	return &gate{
		log: log, most: min(mostOpen, descriptors()*3/4),
		quiet: list.New(), places: map[net.Conn]*list.Element{}, closed: make(chan struct{}),
	}
}

// descriptors is how many files and connections the process may have open.
func descriptors() int {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) != nil {
		return mostOpen
	}
	return int(min(limit.Cur, 1<<20))
}

// Accept keeps the rules of net.Listener, but for its errors: those that pass are waited for.
func (g *gate) Accept() (net.Conn, error) {
	for wait := 5 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		conn, err := g.Listener.Accept()
		if err == nil {
			g.admit(conn)
			return conn, nil
		}
		if !passes(err) {
			return nil, err
		}
		gone := g.dismiss(1 + g.most/8)
		g.log.Warn("no connection can be taken", "error", err, "quiet connections closed", gone)
		select {
		case <-g.closed:
			return nil, net.ErrClosed
		case <-time.After(wait):
		}
	}
}

// passes reports whether the error is about what the machine has too little of now, or about one connection alone.
func passes(err error) bool {
	for _, errno := range []syscall.Errno{
		syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM, syscall.ECONNABORTED, syscall.EPROTO,
	} {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}

// admit counts a new connection and makes room for it.
func (g *gate) admit(conn net.Conn) {
	g.mu.Lock()
	g.open++
	full := g.open > g.most
	g.mu.Unlock()
	if full && g.dismiss(1) == 0 {
		_ = conn.Close() // everybody else is being served
	}
	g.hush(conn)
}

// watch follows what the server says of each connection.
func (g *gate) watch(conn net.Conn, state fasthttp.ConnState) {
	switch state {
	case fasthttp.StateActive:
		g.wake(conn)
	case fasthttp.StateIdle:
		g.hush(conn)
	case fasthttp.StateClosed, fasthttp.StateHijacked:
		g.wake(conn)
		g.mu.Lock()
		g.open--
		g.mu.Unlock()
	case fasthttp.StateNew:
	}
}

func (g *gate) hush(conn net.Conn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.places[conn] == nil {
		g.places[conn] = g.quiet.PushBack(conn)
	}
}

func (g *gate) wake(conn net.Conn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if place := g.places[conn]; place != nil {
		g.quiet.Remove(place)
		delete(g.places, conn)
	}
}

// dismiss closes the connections that have been quiet for longest, at most so many, and gives how many they were.
func (g *gate) dismiss(most int) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	for gone := range most {
		place := g.quiet.Front()
		if place == nil {
			return gone
		}
		conn := g.quiet.Remove(place).(net.Conn)
		delete(g.places, conn)
		_ = conn.Close()
	}
	return most
}

// shut dismisses everybody who is not being served: whoever never asks anything must not keep the server from ending.
func (g *gate) shut() {
	g.mu.Lock()
	select {
	case <-g.closed:
	default:
		close(g.closed)
	}
	everybody := g.quiet.Len()
	g.mu.Unlock()
	g.dismiss(everybody)
}

// served is how many connections are open.
func (g *gate) served() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.open
}
