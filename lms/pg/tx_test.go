package pg_test

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"vatra/lms/pg"
	"vatra/lms/pgtest"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func setting(t *testing.T, db *pg.DB, key string) {
	t.Helper()
	_, err := db.ExecContext(t.Context(), `INSERT INTO settings (key, value) VALUES (?, '0')`, key)
	must(t, err)
}

func TestATransactionIsTheOnlyWayToTheDatabaseInIt(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO settings (key, value) VALUES ('one', '1')`)
		must(t, err)
		_, beside := db.Pool.Exec(ctx, `SELECT 1`)
		_, again := db.ExecContext(ctx, `SELECT 1`)
		within := db.Tx(ctx, func(context.Context, bun.Tx) error { return nil })
		for _, err := range []error{beside, again, within} {
			if !errors.Is(err, pg.ErrSecondConnection) {
				t.Errorf("a second connection inside a transaction: %v", err)
			}
		}
		must(t, tx.RunInTx(ctx, nil, func(ctx context.Context, savepoint bun.Tx) error {
			if _, err := db.Pool.Exec(ctx, `SELECT 1`); !errors.Is(err, pg.ErrSecondConnection) {
				t.Errorf("a second connection inside a savepoint: %v", err)
			}
			seen := 0
			err := pg.On(savepoint).Each(ctx, func(scan pg.Scan) error { return scan(&seen) },
				`SELECT count(*) FROM settings WHERE key = $1`, "one")
			if seen != 1 {
				t.Errorf("the transaction sees %d of what it has written", seen)
			}
			return err
		}))
		return pg.On(tx).Each(t.Context(), func(pg.Scan) error { return nil }, `SELECT 1`)
	})
	if err == nil {
		t.Error("a statement with another context than the transaction's was run somewhere else")
	}
	var kept int
	must(t, db.Pool.QueryRow(t.Context(), `SELECT count(*) FROM settings`).Scan(&kept))
	if kept != 0 {
		t.Error("what failed was kept")
	}
}

// TestTransactionsThatBlockEachOtherBothSucceed makes each of two wait for what the other one holds. PostgreSQL ends one.
func TestTransactionsThatBlockEachOtherBothSucceed(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	setting(t, db, "one")
	setting(t, db, "two")
	var holding sync.WaitGroup // until both hold their first
	holding.Add(2)
	var runs [2]int
	ended := make(chan error, 2)
	for i, keys := range [][]string{{"one", "two"}, {"two", "one"}} {
		go func() {
			ended <- db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
				runs[i]++
				for at, key := range keys {
					if _, err := tx.ExecContext(ctx, `UPDATE settings SET value = (value::int + 1)::text::jsonb WHERE key = ?`, key); err != nil {
						return err
					}
					if at == 0 && runs[i] == 1 {
						holding.Done()
						holding.Wait()
					}
				}
				return nil
			})
		}()
	}
	for range 2 {
		must(t, <-ended)
	}
	if runs[0]+runs[1] != 3 {
		t.Errorf("they were run %v times", runs)
	}
	var sum int
	must(t, db.Pool.QueryRow(t.Context(), `SELECT sum(value::int) FROM settings`).Scan(&sum))
	if sum != 4 {
		t.Errorf("both together have counted to %d", sum)
	}
}

func TestWhatFailsOfItselfIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	runs, refused := 0, errors.New("refused")
	err := db.Tx(t.Context(), func(context.Context, bun.Tx) error {
		runs++
		return refused
	})
	if !errors.Is(err, refused) || runs != 1 {
		t.Errorf("%d runs, %v", runs, err)
	}
}

// TestManyWhoTakeAllConnectionsGetThrough has more of them than the pool has connections, each with many statements.
func TestManyWhoTakeAllConnectionsGetThrough(t *testing.T) {
	t.Parallel()
	db, err := pg.Open(t.Context(), pgtest.URL(t)+" pool_max_conns=2")
	must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	if most := db.Pool.Config().MaxConns; most != 2 {
		t.Fatalf("the pool has %d connections", most)
	}
	setting(t, db, "one")
	ended := make(chan error)
	for range 12 {
		go func() {
			ended <- db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
				for range 10 {
					if _, err := tx.ExecContext(ctx, `UPDATE settings SET value = (value::int + 1)::text::jsonb`); err != nil {
						return err
					}
				}
				return nil
			})
		}()
	}
	for range 12 {
		must(t, <-ended)
	}
}

// TestADeadlineInATransactionEndsItWhole has the deadline pass while a statement is under way, on both ways to make one.
func TestADeadlineInATransactionEndsItWhole(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	setting(t, db, "one")
	ended := make(chan error)
	for n := range 40 {
		go func() {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			defer cancel()
			ended <- db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
				if _, err := tx.ExecContext(ctx, `INSERT INTO settings (key, value) VALUES (?, '1')`, n); err != nil {
					return err
				}
				var told int
				return pg.On(tx).Each(ctx, func(scan pg.Scan) error { return scan(&told) }, `SELECT 1 FROM pg_sleep(10)`)
			})
		}()
	}
	for range 40 {
		if err := <-ended; !pg.Away(err) && !errors.Is(err, sql.ErrTxDone) {
			t.Errorf("what took longer than its deadline ends with %v", err)
		}
	}
	var kept int
	must(t, db.Pool.QueryRow(t.Context(), `SELECT count(*) FROM settings`).Scan(&kept))
	if kept != 1 {
		t.Errorf("%d of them were kept", kept-1)
	}
}
