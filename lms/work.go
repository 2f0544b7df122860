package lms

import (
	"context"

	"github.com/riverqueue/river"

	"vatra/lms/jobs"
)

// Work registers the jobs of this package with the queue, before it starts.
func Work(queue *jobs.Queue, learning *Learning, papers *Papers, imports *Imports) {
	jobs.Add(queue, &closeWorker{learning: learning})
	jobs.Add(queue, &paperWorker{papers: papers})
	jobs.Add(queue, &importWorker{imports: imports})
}

type closeWorker struct {
	river.WorkerDefaults[CloseAttempt]
	learning *Learning
}

// Work closes the attempt at its deadline; one that was handed in is left alone.
func (w *closeWorker) Work(ctx context.Context, job *river.Job[CloseAttempt]) error {
	return w.learning.CloseAttempt(ctx, job.Args.AttemptID)
}
