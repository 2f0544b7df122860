package learning

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

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

// CloseOverdue is the job that looks for attempts whose own job got lost.
type CloseOverdue struct{}

// Kind names the job in the queue.
func (CloseOverdue) Kind() string { return "close_overdue" }

// InsertOpts leaves what failed to the next time.
func (CloseOverdue) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: 1} }

// CloseOverdueWorker works CloseOverdue.
type CloseOverdueWorker struct {
	river.WorkerDefaults[CloseOverdue]
	sitting *Sitting
}

// NewCloseOverdueWorker works for the sitting.
func NewCloseOverdueWorker(sitting *Sitting) *CloseOverdueWorker {
	return &CloseOverdueWorker{sitting: sitting}
}

// Timeout is enough for all that are looked at, on a small machine.
func (*CloseOverdueWorker) Timeout(*river.Job[CloseOverdue]) time.Duration { return 4 * time.Minute }

// Work closes them.
func (w *CloseOverdueWorker) Work(ctx context.Context, _ *river.Job[CloseOverdue]) error {
	return w.sitting.CloseOverdue(ctx, access.Operator())
}
