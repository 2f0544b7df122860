package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"vatra/lms/web/door"
)

type (
	// Options are what a server is made of.
	Options = door.Options
	// Check is one thing that has to answer before a server takes requests.
	Check = door.Check
)

// Server is the front door: it answers requests until Shutdown.
type Server struct {
	*door.Door
	app  *fiber.App
	gate *gate
}

// New makes a server that does not listen yet. It refuses options that cannot be served with, with a sentence.
func New(opts Options) (*Server, error) {
	d, err := door.Open(opts)
	if err != nil {
		return nil, err
	}
	s := &Server{Door: d, gate: newGate(opts.Log)}
	s.app = fiber.New(fiber.Config{
		AppName:   "Vatra",
		Immutable: true, // buffers are reused, and what a handler keeps would change under it
		// Bodies are bounded by route, not here: see Route.Body. A large one is never held in memory.
		StreamRequestBody:            true,
		DisablePreParseMultipartForm: true,
		DisableStartupMessage:        true,
		CaseSensitive:                true,
		ReadTimeout:                  headerTime,
		WriteTimeout:                 10 * time.Minute,
		IdleTimeout:                  75 * time.Second,
		ReadBufferSize:               16 << 10,
		ErrorHandler:                 d.Unframed,
	})
	s.app.Server().HeaderReceived, s.app.Server().ConnState = timeForBody, s.gate.watch
	s.app.Use(d.Frame)
	d.Table = door.Sections(table(d))
	for _, route := range d.Table {
		s.app.Add(route.Method, route.Path, d.Run(route))
		if route.Method == fiber.MethodGet {
			s.app.Add(fiber.MethodHead, route.Path, d.Run(route))
		}
	}
	return s, nil
}

const headerTime = 15 * time.Second // from the first byte of a request to the last of its header

// timeForBody is that for any form. Routes that take more ask for longer once they know who is there.
func timeForBody(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	return fasthttp.RequestConfig{ReadTimeout: headerTime + door.TimeToCome(min(header.ContentLength(), door.FormBody))}
}

// Serve answers the connections of the listener until Shutdown, after which it returns nil. It is called once.
func (s *Server) Serve(listener net.Listener) error {
	s.gate.Listener = listener
	if err := s.app.Listener(s.gate); err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("serving: %w", err)
	}
	return nil
}

// Shutdown takes no new connections and waits for requests in flight to finish, or for the deadline of ctx: then they are cut
// off, which the log tells. An end is no failure because somebody sends slowly.
func (s *Server) Shutdown(ctx context.Context) error {
	s.gate.shut()
	err := s.app.ShutdownWithContext(ctx)
	if !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	s.Log.WarnContext(ctx, "requests that took too long to finish were cut off", "connections", s.gate.served())
	return nil
}
