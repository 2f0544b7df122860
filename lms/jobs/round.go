package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"
)

// Round is something that is done again and again, each time by one of the nodes. One that fails is left to the next time.
type Round struct {
	Name  string        // no two have the same
	Every time.Duration // from the start on
	Most  time.Duration // that it may take; a minute where nothing is said
	Do    func(context.Context) error
}

// Repeat has the round made. It comes before Start.
func (q *Queue) Repeat(round Round) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.rounds[round.Name] = round
	q.periodic = append(q.periodic, river.NewPeriodicJob(river.PeriodicInterval(round.Every),
		func() (river.JobArgs, *river.InsertOpts) { return makeRound{round.Name}, nil }, &river.PeriodicJobOpts{RunOnStart: true}))
}

// makeRound is the job of every round.
type makeRound struct {
	Name string `json:"name"`
}

func (makeRound) Kind() string { return "round" }

func (makeRound) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: 1} }

type roundWorker struct {
	river.WorkerDefaults[makeRound]
	rounds map[string]Round
}

// Timeout is River's own where it is 0.
func (w *roundWorker) Timeout(job *river.Job[makeRound]) time.Duration {
	return w.rounds[job.Args.Name].Most
}

func (w *roundWorker) Work(ctx context.Context, job *river.Job[makeRound]) error {
	round, known := w.rounds[job.Args.Name]
	if !known {
		return nil // of a node of another version
	}
	if err := round.Do(ctx); err != nil {
		return fmt.Errorf("the round %s: %w", round.Name, err)
	}
	return nil
}
