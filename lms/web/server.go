package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"vatra/lms"
	"vatra/lms/i18n"
	"vatra/lms/web/assets"
)

// Options are what a server is made of.
type Options struct {
	// BaseURL is where readers find the site, without a slash at its end. With https, cookies are bound to it and
	// browsers are told to stay with it.
	BaseURL string
	// Secret, of at least 32 bytes, signs cookies and forms; all nodes of a site share it. Empty is a fresh one.
	Secret []byte
	// TrustedProxies are the networks, beside this machine, whose word on where a request comes from is taken
	// (X-Forwarded-For), and which may read the metrics.
	TrustedProxies []netip.Prefix

	Log     *slog.Logger
	Version string
	Checks  []Check // what has to answer before this node takes requests

	School *lms.School
}

// Server is the front door: it answers requests until Shutdown.
type Server struct {
	Options
	*lms.School
	app     *fiber.App
	routes  []Route
	assets  *assets.Set
	seal    seal
	metrics *metrics
	secure  bool   // the site is reached by https
	host    string // host and port of BaseURL
	packing *packing
}

// New makes a server that does not listen yet. It refuses options that cannot be served with, with a sentence.
func New(opts Options) (*Server, error) {
	base, err := url.Parse(opts.BaseURL)
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") || base.RawQuery != "" ||
		strings.HasSuffix(opts.BaseURL, "/") || base.Path != "" {
		return nil, fmt.Errorf("the base URL %q is not one: expected https://host or http://host:port", opts.BaseURL)
	}
	if err := i18n.Check(); err != nil {
		return nil, fmt.Errorf("the translations cannot be read: %w", err)
	}
	set, err := assets.Load()
	if err != nil {
		return nil, err
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	if len(opts.Secret) == 0 {
		opts.Secret = make([]byte, secretBytes)
		_, _ = rand.Read(opts.Secret) // never fails: it ends the program instead
	}
	if len(opts.Secret) < secretBytes {
		return nil, fmt.Errorf("the secret has %d bytes; at least %d are needed", len(opts.Secret), secretBytes)
	}
	s := &Server{
		Options: opts, School: opts.School, assets: set, seal: seal{opts.Secret}, metrics: newMetrics(), packing: newPacking(),
		secure: base.Scheme == "https", host: base.Host,
	}
	s.app = fiber.New(fiber.Config{
		AppName:   "Vatra",
		Immutable: true, // buffers are reused, and what a handler keeps would change under it
		// Bodies are bounded by route, not here: see Route.Body. A large one is never held in memory.
		StreamRequestBody:            true,
		DisablePreParseMultipartForm: true,
		DisableStartupMessage:        true,
		CaseSensitive:                true,
		ReadTimeout:                  5 * time.Minute, // an upload on a slow line
		WriteTimeout:                 10 * time.Minute,
		IdleTimeout:                  75 * time.Second,
		ReadBufferSize:               16 << 10,
		ErrorHandler:                 s.unframed,
	})
	s.app.Use(s.frame)
	s.routes = s.table()
	for _, route := range s.routes {
		s.app.Add(route.Method, route.Path, s.run(route))
		if route.Method == fiber.MethodGet {
			s.app.Add(fiber.MethodHead, route.Path, s.run(route))
		}
	}
	return s, nil
}

// Routes is the table that the server is built from.
func (s *Server) Routes() []Route { return s.routes }

// Serve answers the connections of the listener until Shutdown, after which it returns nil.
func (s *Server) Serve(listener net.Listener) error {
	if err := s.app.Listener(listener); err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("serving: %w", err)
	}
	return nil
}

// Shutdown takes no new connections and waits for requests in flight to finish, or for ctx.
func (s *Server) Shutdown(ctx context.Context) error { return s.app.ShutdownWithContext(ctx) }
