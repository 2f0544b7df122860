package pgtest

import (
	"context"
	"time"

	"vatra/lms/pg"
)

// AwaitLock waits until a statement in the database waits for a lock. It asks on a connection of its own, since a
// transaction goes on seeing who was connected when it first asked.
func AwaitLock(ctx context.Context, db *pg.DB) error {
	const query = `SELECT count(*) FROM pg_stat_activity
		WHERE datname = current_database() AND wait_event_type = 'Lock'`
	for waiting := 0; ; time.Sleep(time.Millisecond) {
		if err := db.Pool.QueryRow(ctx, query).Scan(&waiting); err != nil || waiting > 0 {
			return err
		}
	}
}
