package main

import (
	"context"
	"fmt"

	"vatra/cmd/vatra/serve"
	"vatra/migrations"
)

// migrateCommand is `vatra migrate`.
type migrateCommand struct {
	Up     migrateUp     `cmd:"" help:"Bring the schema to the newest version. The server does so too when it starts."`
	Down   migrateDown   `cmd:"" help:"Take the newest group of migrations back, with the data in what they made."`
	Status migrateStatus `cmd:"" help:"List the migrations and whether the database has them."`
}

type (
	migrateUp     struct{}
	migrateDown   struct{}
	migrateStatus struct{}
)

// Run migrates up.
func (migrateUp) Run(ctx context.Context, s *settings, screen console) error {
	return onDatabase(ctx, s, screen, func(p *serve.Parts) error {
		applied, err := migrations.Up(ctx, p.DB.DB, p.DB.Pool)
		return list(screen, "applied", applied, err)
	})
}

// Run migrates down by one group.
func (migrateDown) Run(ctx context.Context, s *settings, screen console) error {
	return onDatabase(ctx, s, screen, func(p *serve.Parts) error {
		undone, err := migrations.Down(ctx, p.DB.DB)
		return list(screen, "taken back", undone, err)
	})
}

// Run lists the migrations. Asking makes no database.
func (migrateStatus) Run(ctx context.Context, s *settings, screen console) error {
	conf, err := s.config()
	if err != nil {
		return err
	}
	has, where, err := serve.HasDatabase(conf)
	if err != nil {
		return err
	}
	if !has {
		fmt.Fprintf(screen.out, "no database yet in %s\n", where)
		return nil
	}
	return onDatabase(ctx, s, screen, func(p *serve.Parts) error {
		states, err := migrations.Status(ctx, p.DB.DB)
		if err != nil {
			return err
		}
		for _, state := range states {
			word := "pending"
			if state.Applied {
				word = "applied"
			}
			fmt.Fprintf(screen.out, "%-8s %s\n", word, state.Name)
		}
		return nil
	})
}

func list(screen console, what string, names []string, err error) error {
	if err != nil {
		return err
	}
	if len(names) == 0 {
		fmt.Fprintf(screen.out, "nothing to be %s\n", what)
	}
	for _, name := range names {
		fmt.Fprintf(screen.out, "%s %s\n", what, name)
	}
	return nil
}

// onDatabase works on the database alone, as it is.
func onDatabase(ctx context.Context, s *settings, screen console, work func(*serve.Parts) error) error {
	return open(ctx, s, screen, serve.OpenDatabase, work)
}

// onParts works on all parts, with the schema at its newest.
func onParts(ctx context.Context, s *settings, screen console, work func(*serve.Parts) error) error {
	return open(ctx, s, screen, serve.Open, work)
}

func open(
	ctx context.Context, s *settings, screen console,
	how func(context.Context, serve.Config) (*serve.Parts, error), work func(*serve.Parts) error,
) (err error) {
	conf, err := s.config()
	if err != nil {
		return err
	}
	conf.Log = warnings(screen)
	parts, err := how(ctx, conf)
	if err != nil {
		return err
	}
	defer func() {
		if closing := parts.Close(); err == nil {
			err = closing
		}
	}()
	return work(parts)
}
