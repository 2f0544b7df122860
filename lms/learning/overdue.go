package learning

import (
	"context"
	"errors"
	"time"

	"vatra/lms/access"
)

const (
	overdueGrace  = time.Minute // for the job that closes an attempt at its deadline
	overdueAtOnce = 200
)

// CloseOverdue closes the attempts whose own job got lost, with all that follows from them. One that cannot be closed
// does not keep the others from it.
func (s *Sitting) CloseOverdue(ctx context.Context, actor access.Actor) error {
	attempts, err := s.rooms.Quizzes.Overdue(ctx, overdueGrace, overdueAtOnce)
	if err != nil {
		return err
	}
	var faults []error
	for _, attempt := range attempts {
		_, err := s.CloseAttempt(ctx, actor, attempt)
		faults = append(faults, err)
	}
	return errors.Join(faults...)
}
