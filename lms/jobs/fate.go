package jobs

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"
)

// Fate is what became of the job of something.
type Fate string

// What can have become of it. A job that has done its work is lost to whoever finds the work undone.
const (
	Alive   Fate = "alive"    // it waits or is being worked
	GivenUp Fate = "given up" // it was tried as often as it may be, or cancelled
	Lost    Fate = "lost"     // there is none
)

// FateOf is what became of the jobs of a kind one of whose arguments is this: alive while one of them is. In the
// transaction that holds what the job is for, it is what holds.
func FateOf(ctx context.Context, db bun.IDB, kind, argument, value string) (Fate, error) {
	var fate Fate
	const query = `SELECT CASE
			WHEN bool_or(state IN ('available', 'pending', 'retryable', 'running', 'scheduled')) THEN 'alive'
			WHEN bool_or(state IN ('discarded', 'cancelled')) THEN 'given up'
			ELSE 'lost' END
		FROM river_job WHERE kind = ? AND args @> jsonb_build_object(?::text, ?::text)`
	if err := db.NewRaw(query, kind, argument, value).Scan(ctx, &fate); err != nil {
		return "", fmt.Errorf("looking for a job of the kind %s: %w", kind, err)
	}
	return fate, nil
}
