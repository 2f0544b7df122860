package pg_test

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"vatra/lms/pg"
	"vatra/lms/pgtest"
)

// TestADatabaseThatHangsIsNotWaitedFor asks for more time than there is in each way that there is to ask.
func TestADatabaseThatHangsIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ctx := pg.Patient(t.Context(), 500*time.Millisecond)
	const stuck = `SELECT pg_sleep(60)`
	for way, ask := range map[string]func() error{
		"bun":             func() error { _, err := db.ExecContext(ctx, stuck); return err },
		"the pool":        func() error { _, err := db.Pool.Exec(ctx, stuck); return err },
		"a row at a time": func() error { return db.Each(ctx, func(pg.Scan) error { return nil }, stuck) },
		"a transaction": func() error {
			return db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
				_, err := tx.ExecContext(ctx, stuck)
				return err
			})
		},
		"a prepared statement in a transaction": func() error {
			return db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
				return pg.On(tx).Each(ctx, func(pg.Scan) error { return nil }, stuck)
			})
		},
	} {
		if err := ask(); !pg.Away(err) {
			t.Errorf("%s: %v", way, err)
		}
	}
	for range db.Pool.Config().MaxConns {
		conn, err := db.Pool.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Release()
	}
	if _, err := db.ExecContext(ctx, `SELECT 1`); !pg.Away(err) {
		t.Errorf("without a free connection: %v", err)
	}
}

// TestManyStatementsMayTakeTheirTime that all together take longer than one may.
func TestManyStatementsMayTakeTheirTime(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	err := db.Tx(pg.Patient(t.Context(), 5*time.Second), func(ctx context.Context, tx bun.Tx) error {
		for range 3 {
			if _, err := tx.ExecContext(ctx, `SELECT pg_sleep(2)`); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
