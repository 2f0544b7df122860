package exam

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/pg"
)

// CloseOverdue ends an attempt whose deadline has passed, at its deadline, and marks it with the answers it has. closed
// says that the attempt has been ended by its deadline, by this call or an earlier one, so that whoever follows up on it
// may do so again after a crash; it is false while there is time left and when the learner has submitted. NotFound where
// there is no such attempt.
func (s *Store) CloseOverdue(ctx context.Context, db bun.IDB, attemptID uuid.UUID) (closed bool, err error) {
	err = db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		if _, err := lockAttempt(ctx, tx, attemptID); err != nil {
			return err
		}
		attempt, err := s.readAttempt(ctx, pg.On(tx), `a.id = $1`, attemptID)
		if err != nil {
			return err
		}
		if !attempt.Open() {
			if err := s.end(ctx, tx, attempt); err != nil {
				return err
			}
		}
		closed = attempt.ClosedBy == ByDeadline
		return nil
	})
	return closed && err == nil, err
}

// Overdue gives the attempts that are open though their deadline passed more than grace ago, the longest so first, at
// most so many: those whose closing got lost.
func (s *Store) Overdue(ctx context.Context, grace time.Duration, most int) (attempts []uuid.UUID, err error) {
	const query = `SELECT id FROM attempts WHERE submitted_at IS NULL AND deadline < now() - make_interval(secs => ?)
		ORDER BY deadline LIMIT ?`
	if err := s.db.NewRaw(query, grace.Seconds(), most).Scan(ctx, &attempts); err != nil {
		return nil, fmt.Errorf("looking for overdue attempts: %w", err)
	}
	return attempts, nil
}
