package intake

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/jobs"
)

// KeepFor is how long a package is kept after its import has ended, to be tried again or looked into.
const KeepFor = 30 * 24 * time.Hour

const (
	lostAtOnce   = 50  // imports that one round looks at
	forgetAtOnce = 500 // packages that one round forgets
)

// FindLost looks for imports that nobody works on any more. One whose job was given up has failed; one whose job is gone
// without a trace gets another. It gives how many of each there were.
func (s *Imports) FindLost(ctx context.Context) (failed, again int, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		failed, again = 0, 0
		var open []uuid.UUID
		const orphaned = `SELECT id FROM imports i WHERE finished_at IS NULL AND NOT EXISTS (
				SELECT FROM river_job WHERE kind = ? AND args @> jsonb_build_object('import_id', i.id)
				AND state IN ('available', 'pending', 'retryable', 'running', 'scheduled'))
			ORDER BY created_at LIMIT ? FOR UPDATE SKIP LOCKED`
		if err := tx.NewRaw(orphaned, importKind, lostAtOnce).Scan(ctx, &open); err != nil {
			return fmt.Errorf("looking for lost imports: %w", err)
		}
		for _, id := range open {
			fate, err := jobs.FateOf(ctx, tx, importKind, "import_id", id.String())
			switch {
			case err != nil:
			case fate == jobs.GivenUp:
				failed++
				err = fail(ctx, tx, id, givenUp, nil)
			case fate == jobs.Lost:
				again++
				err = s.queue.Enqueue(ctx, tx, ImportPackage{ImportID: id}, nil)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return failed, again, err
}

// Forget gives up the packages of imports that ended long ago: their reports stay, and their files are cleared away when
// nothing else names them. It gives how many there were.
func (s *Imports) Forget(ctx context.Context) (int, error) {
	result, err := s.db.ExecContext(ctx, `UPDATE imports SET file_gone_at = now() WHERE id IN (
		SELECT id FROM imports WHERE file_gone_at IS NULL AND finished_at < now() - make_interval(secs => ?)
		ORDER BY finished_at LIMIT ? FOR UPDATE SKIP LOCKED)`, KeepFor.Seconds(), forgetAtOnce)
	if err != nil {
		return 0, fmt.Errorf("forgetting packages: %w", err)
	}
	gone, err := result.RowsAffected()
	return int(gone), err
}

// LookAfter is FindLost and Forget.
func (s *Imports) LookAfter(ctx context.Context) error {
	_, _, lost := s.FindLost(ctx)
	_, forgetting := s.Forget(ctx)
	return errors.Join(lost, forgetting)
}
