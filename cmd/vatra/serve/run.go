package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"runtime/debug"
	"sync/atomic"

	"vatra/lms/web"
	"vatra/migrations"
)

// Run serves until ctx ends, then lets what is in flight finish and gives everything back. Any number of servers run in
// one process, each on its own address and data. It returns nil after an orderly end.
func Run(ctx context.Context, conf Config) error {
	conf, err := conf.check()
	if err != nil {
		return err
	}
	// Listening comes first: an address that is taken must not cost the start of a database, and with port 0 the
	// address of the site is only known now.
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", conf.Addr)
	if err != nil {
		return fmt.Errorf("VATRA_ADDR: listening on %s: %w", conf.Addr, err)
	}
	defer listener.Close() // the server closes it first; this is for a start that fails
	if conf.BaseURL == "" {
		conf.BaseURL = localURL(listener.Addr().String())
	}
	parts, err := open(ctx, conf, false, allSteps)
	if err != nil {
		return err
	}
	return errors.Join(parts.serve(ctx, listener), parts.Close())
}

func (p *Parts) serve(ctx context.Context, listener net.Listener) error {
	proxies, err := p.Config.proxies()
	if err != nil {
		return err
	}
	server, err := web.New(web.Options{
		TrustedProxies: proxies,
		BaseURL:        p.Config.BaseURL, Secret: p.Secret, Log: p.Config.Log,
		Checks: p.checks(), School: p.School,
	})
	if err != nil {
		return err
	}
	var demo *Demo
	if p.Config.Demo {
		if demo, err = p.Furnish(ctx); err != nil {
			return err
		}
	}
	if err := p.work(ctx); err != nil {
		return err
	}
	debug.FreeOSMemory() // what preparing took, fonts and passwords and pictures, serving does not need
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	p.Config.Log.Info("Vatra answers", "address", listener.Addr().String(), "site", p.Config.BaseURL,
		"data", p.Config.Data, "version", p.Config.Version)
	if p.Config.Ready != nil {
		p.Config.Ready(Running{Addr: listener.Addr().String(), BaseURL: p.Config.BaseURL, Demo: demo, Parts: p})
	}
	var fallen error
	select {
	case <-ctx.Done():
	case fallen = <-ended:
	}
	p.Config.Log.Info("Vatra ends: finishing what is in flight")
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), p.Config.Patience)
	defer cancel()
	stopped := make(chan error, 1)
	go func() { stopped <- p.Queue.Stop(finish) }()
	return errors.Join(fallen, server.Shutdown(finish), <-stopped)
}

// checks are what has to answer before this node takes requests.
func (p *Parts) checks() []web.Check {
	var upToDate atomic.Bool
	return []web.Check{
		{Name: "database", Run: func(ctx context.Context) error { return p.DB.Pool.Ping(ctx) }},
		{Name: "object store", Run: p.Blobs.Ping},
		{Name: "migrations", Run: func(ctx context.Context) error {
			if upToDate.Load() {
				return nil // a schema does not become older
			}
			states, err := migrations.Status(ctx, p.DB.DB)
			if err != nil {
				return err
			}
			for _, state := range states {
				if !state.Applied {
					return fmt.Errorf("migration %s is not applied", state.Name)
				}
			}
			upToDate.Store(true)
			return nil
		}},
	}
}
