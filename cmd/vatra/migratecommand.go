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
	Down   migrateDown   `cmd:"" help:"Take the newest migration back, and lose the data in what it made."`
	Status migrateStatus `cmd:"" help:"List the migrations and whether the database has them."`
}

type (
	migrateUp   struct{}
	migrateDown struct {
		Yes bool `help:"Do it. Without it you are only told what would be taken back."`
	}
	migrateStatus struct{}
)

// Run migrates up.
func (migrateUp) Run(ctx context.Context, s *settings, screen console) error {
	return onDatabase(ctx, s, screen, func(p *serve.Parts) error {
		applied, err := migrations.Up(ctx, p.DB.DB, p.DB.Pool)
		return list(screen, "applied", applied, err)
	})
}

// Help tells when it is refused.
func (migrateDown) Help() string {
	return "Stop every server of the site first: it is refused while one runs on the data folder, or works on the database."
}

// Run takes the newest migration back. It is never done unasked: without Yes it fails and says what would be lost.
func (c migrateDown) Run(ctx context.Context, s *settings, screen console) error {
	how := serve.OpenDatabase
	if c.Yes {
		how = serve.OpenDatabaseAlone
	}
	return onExisting(ctx, s, screen, how, func(p *serve.Parts) error {
		name, err := migrations.Newest(ctx, p.DB.DB)
		if err == nil && name != "" {
			if !c.Yes {
				return fmt.Errorf("this would take back migration %s, and all data in what it made is lost; nothing was done. "+
					"Make a backup, stop every server of the site, and say: vatra migrate down --yes", name)
			}
			name, err = migrations.Down(ctx, p.DB.DB)
		}
		if name == "" {
			return list(screen, "taken back", nil, err)
		}
		return list(screen, "taken back", []string{name}, err)
	})
}

// Run lists the migrations.
func (migrateStatus) Run(ctx context.Context, s *settings, screen console) error {
	return onExisting(ctx, s, screen, serve.OpenDatabase, func(p *serve.Parts) error {
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

// onExisting works on the database that is there. It does not make one: it says that there is none.
func onExisting(ctx context.Context, s *settings, screen console, how opener, work func(*serve.Parts) error) error {
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
	return open(ctx, s, screen, how, work)
}

// onParts works on all parts, with the schema at its newest.
func onParts(ctx context.Context, s *settings, screen console, work func(*serve.Parts) error) error {
	return open(ctx, s, screen, serve.Open, work)
}

// opener is how a command reaches the parts.
type opener func(context.Context, serve.Config) (*serve.Parts, error)

func open(ctx context.Context, s *settings, screen console, how opener, work func(*serve.Parts) error) (err error) {
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
