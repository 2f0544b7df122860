package exam

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// CloseOverdue ends an attempt whose deadline has passed, at its deadline, and marks it with the answers it has. closed
// says that the attempt has been ended by its deadline, by this call or an earlier one, so that whoever follows up on it
// may do so again after a crash; it is false while there is time left and when the learner has submitted. NotFound where
// there is no such attempt.
func (s *Store) CloseOverdue(ctx context.Context, db bun.IDB, attemptID uuid.UUID) (closed bool, owner Owner, err error) {
	err = db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		if owner, err = lockAttempt(ctx, tx, attemptID); err != nil {
			return err
		}
		attempt, err := s.attemptIn(ctx, tx, attemptID)
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
	if err != nil {
		return false, Owner{}, err
	}
	return closed, owner, nil
}

// Overdue are attempts whose deadline has passed and that nobody has closed, the longest overdue first, at most limit:
// those that a crash has left behind.
func (s *Store) Overdue(ctx context.Context, limit int) ([]Owner, error) {
	found, err := s.db.Pool.Query(ctx, `
SELECT id, learner_id, quiz_id FROM attempts
WHERE submitted_at IS NULL AND deadline < clock_timestamp() ORDER BY deadline LIMIT $1`, limit)
	if err != nil {
		return nil, fmt.Errorf("looking for overdue attempts: %w", err)
	}
	defer found.Close()
	var overdue []Owner
	for found.Next() {
		var one Owner
		if err := found.Scan(&one.AttemptID, &one.LearnerID, &one.QuizID); err != nil {
			return nil, fmt.Errorf("looking for overdue attempts: %w", err)
		}
		overdue = append(overdue, one)
	}
	return overdue, found.Err()
}
