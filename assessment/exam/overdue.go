package exam

import (
	"context"

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
		if attempt.SubmittedAt.IsZero() && !attempt.Open() {
			if attempt, err = s.end(ctx, tx, attemptID); err != nil {
				return err
			}
		}
		closed = attempt.ClosedBy == ByDeadline
		return nil
	})
	return closed && err == nil, err
}
