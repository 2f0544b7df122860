// Package migrations owns the schema: SQL files, numbered, up and down, embedded. Rules are written in the schema as
// constraints named for the rule. Only cmd/vatra and lms/pgtest import it.
package migrations

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/migrate"
)

//go:embed *.sql
var files embed.FS

// lock is the advisory lock that lets one node migrate while the others wait; unlike bun's lock table it is gone with
// its connection.
const lock = 0x7661747261 // "vatra"

// State is one migration and whether the database has it.
type State struct {
	Name    string `json:"name"`
	Applied bool   `json:"applied"`
}

// Up brings the schema to the newest version, job queue included, and returns the names of the migrations it applied.
// Any number of servers may call it at once.
func Up(ctx context.Context, db *bun.DB, pool *pgxpool.Pool) ([]string, error) {
	var applied []string
	err := locked(ctx, db, func(m *migrate.Migrator) error {
		group, err := m.Migrate(ctx)
		if err != nil {
			return fmt.Errorf("migrating up: %w", err)
		}
		for _, one := range group.Migrations {
			applied = append(applied, one.String())
		}
		queue, err := rivermigrate.New(riverpgxv5.New(pool), nil)
		if err != nil {
			return err
		}
		if _, err := queue.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
			return fmt.Errorf("migrating the job queue up: %w", err)
		}
		return nil
	})
	return applied, err
}

// Down takes the newest applied migration back, with the data in what it made, and returns its name. The job queue
// stays: it holds no table of ours.
func Down(ctx context.Context, db *bun.DB) (string, error) {
	var undone string
	err := locked(ctx, db, func(m *migrate.Migrator) error {
		applied, err := appliedBy(ctx, m)
		if err != nil || len(applied) == 0 {
			return err
		}
		last := &applied[0]
		if err := last.Down(ctx, m, last); err != nil {
			return fmt.Errorf("taking %s back: %w", last, err)
		}
		if err := m.MarkUnapplied(ctx, last); err != nil {
			return fmt.Errorf("noting that %s was taken back: %w", last, err)
		}
		undone = last.String()
		return nil
	})
	return undone, err
}

// Newest is the name of the migration that Down would take back; empty when none is applied.
func Newest(ctx context.Context, db *bun.DB) (string, error) {
	m, err := migrator(db)
	if err != nil {
		return "", err
	}
	if err := m.Init(ctx); err != nil {
		return "", err
	}
	applied, err := appliedBy(ctx, m)
	if err != nil || len(applied) == 0 {
		return "", err
	}
	return applied[0].String(), nil
}

// appliedBy are the applied migrations, the newest first. It refuses a database that a newer program has migrated: what
// this one knows is not the newest there.
func appliedBy(ctx context.Context, m *migrate.Migrator) (migrate.MigrationSlice, error) {
	known, err := m.MigrationsWithStatus(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the migrations applied: %w", err)
	}
	recorded, err := m.AppliedMigrations(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the migrations applied: %w", err)
	}
	for _, one := range recorded {
		if !slices.ContainsFunc(known, func(k migrate.Migration) bool { return k.Name == one.Name }) {
			return nil, fmt.Errorf("the database has migration %s, which this program does not know: use the newer program", one.Name)
		}
	}
	return known.Applied(), nil
}

// Fingerprint changes whenever what Up makes may have changed: with our files and with those of the job queue.
func Fingerprint() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := files.ReadFile(path)
		fmt.Fprintf(sum, "%q %q\n", path, text)
		return err
	})
	if err != nil {
		return "", err
	}
	queue, err := rivermigrate.New(riverpgxv5.New(nil), nil)
	if err != nil {
		return "", err
	}
	for _, one := range queue.AllVersions() {
		fmt.Fprintf(sum, "%d %q\n", one.Version, one.SQLUp)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Status lists every migration in order.
func Status(ctx context.Context, db *bun.DB) ([]State, error) {
	m, err := migrator(db)
	if err != nil {
		return nil, err
	}
	if err := m.Init(ctx); err != nil {
		return nil, err
	}
	known, err := m.MigrationsWithStatus(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the migrations applied: %w", err)
	}
	states := make([]State, 0, len(known))
	for _, one := range known {
		states = append(states, State{Name: one.String(), Applied: one.IsApplied()})
	}
	return states, nil
}

func migrator(db *bun.DB) (*migrate.Migrator, error) {
	all, err := discover()
	if err != nil {
		return nil, fmt.Errorf("reading the embedded migrations: %w", err)
	}
	return migrate.NewMigrator(db, all, migrate.WithMarkAppliedOnSuccess(true)), nil
}

func locked(ctx context.Context, db *bun.DB, work func(*migrate.Migrator) error) error {
	m, err := migrator(db)
	if err != nil {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	// Another server may be at it for longer than a statement may usually take.
	if _, err := conn.ExecContext(ctx, "SET lock_timeout = 0; SET statement_timeout = 0"); err != nil {
		return err
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), "RESET lock_timeout; RESET statement_timeout") //nolint:errcheck // a connection that fails is thrown away
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(?)", lock); err != nil {
		return fmt.Errorf("waiting for another server to finish migrating: %w", err)
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock(?)", lock) //nolint:errcheck // as above
	if err := m.Init(ctx); err != nil {
		return fmt.Errorf("preparing the table of migrations: %w", err)
	}
	return work(m)
}
