package benchtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	//nolint:depguard // the reference stands on what lms/web stands on, and nothing else does
	"github.com/gofiber/fiber/v2"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Answer is what a page gives: its status, its header, and the bytes of its body as they go over the line.
type Answer struct {
	Status int
	Header http.Header
	Size   int
}

// Probe asks once, so that a reference can give an answer of the same size. It fails on another status than wanted.
func Probe(t testing.TB, request Request) Answer {
	t.Helper()
	if request.Next != nil {
		request = request.with(request.Next(0, 0))
	}
	side := side{request: request}
	if err := side.prepare(); err != nil {
		t.Fatal(err)
	}
	line := &line{address: side.address, deadline: time.Now().Add(patience)}
	defer line.close()
	header := http.Header{}
	got, err := line.ask(t.Context(), request.write(nil), request.Method, header)
	if err == nil && got.status != request.want() {
		err = statusError{got.status, request.want(), request.URL}
	}
	if err != nil {
		t.Fatal(err)
	}
	return Answer{got.status, header, int(got.body)}
}

// Statement is one prepared statement of a Bare handler.
type Statement struct {
	SQL string // with $1-style arguments
	// Args gives the arguments for the n-th request (from 0); nil where there are none. It is called by many at once.
	Args func(n int64) []any
}

// Bare is the most that the stack can give: a handler on the page's own web framework that does nothing but some
// prepared statements, all of whose rows it reads, and answers with bytes made beforehand.
type Bare struct {
	Config     fiber.Config  // the page's own
	Pool       *pgxpool.Pool // the page's own, or one of the same size
	Statements []Statement
	Like       Answer // status, content type and size of the answer; see Probe
}

// Start serves it on loopback until the test is over, and gives its address. Every method and path is answered alike.
func (r Bare) Start(t testing.TB) string {
	t.Helper()
	r.Config.DisableStartupMessage = true
	app := fiber.New(r.Config)
	body := make([]byte, r.Like.Size)
	for i := range body {
		body[i] = ' ' + byte(i%90)
	}
	status := r.Like.Status
	if status == 0 {
		status = fiber.StatusOK
	}
	kind := r.Like.Header.Get(fiber.HeaderContentType)
	var asked atomic.Int64
	app.Use(func(c *fiber.Ctx) error {
		n := asked.Add(1) - 1
		for _, statement := range r.Statements {
			if err := statement.run(c.UserContext(), r.Pool, n); err != nil {
				return err
			}
		}
		if kind != "" {
			c.Set(fiber.HeaderContentType, kind)
		}
		return c.Status(status).Send(body)
	})
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- app.Listener(listener) }()
	t.Cleanup(func() {
		if err := app.ShutdownWithTimeout(patience); err != nil {
			t.Errorf("stopping the reference: %v", err)
		}
		if err := <-served; err != nil && !errors.Is(err, net.ErrClosed) {
			t.Errorf("serving the reference: %v", err)
		}
	})
	return "http://" + listener.Addr().String()
}

func (s Statement) run(ctx context.Context, pool *pgxpool.Pool, n int64) error {
	var args []any
	if s.Args != nil {
		args = s.Args(n)
	}
	rows, err := pool.Query(ctx, s.SQL, args...)
	if err != nil {
		return fmt.Errorf("%s: %w", s.SQL, err)
	}
	defer rows.Close()
	for rows.Next() {
		_ = rows.RawValues()
	}
	return rows.Err()
}

// Files serves a folder with net/http's file server until the test is over, and gives its address: the reference of
// assets.
func Files(t testing.TB, dir string) string {
	t.Helper()
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(server.Close)
	return server.URL
}
