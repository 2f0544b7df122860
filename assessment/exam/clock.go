package exam

import (
	"context"
	"time"

	"github.com/google/uuid"

	"vatra/lms/pg"
)

// Clock is how long an attempt still takes answers. It is the database's: that of a learner's device decides nothing.
type Clock struct {
	Open  bool          // answers are taken
	Timed bool          // there is a deadline
	Left  time.Duration // until the deadline; 0 once it has passed
}

const clockOfAttempt = `
SELECT submitted_at IS NULL AND (deadline IS NULL OR now() <= deadline), extract(epoch FROM deadline - now())::double precision
FROM attempts WHERE id = $1 AND learner_id = $2`

// Clock is that of the learner's own attempt; NotFound assessment.attempt_not_found.
func (s *Store) Clock(ctx context.Context, attemptID, learnerID uuid.UUID) (Clock, error) {
	var open bool
	var left *float64
	err := s.db.Pool.QueryRow(ctx, clockOfAttempt, attemptID, learnerID).Scan(&open, &left)
	if err != nil {
		return Clock{}, pg.Found(err, "assessment.attempt_not_found")
	}
	return clockOf(open, left), nil
}

// clockOf reads the seconds that are left, which are none where there is no deadline.
func clockOf(open bool, left *float64) Clock {
	if left == nil {
		return Clock{Open: open}
	}
	return Clock{Open: open, Timed: true, Left: max(0, time.Duration(*left*float64(time.Second)))}
}
