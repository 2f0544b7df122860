package audit

import (
	"context"

	"github.com/riverqueue/river"
)

// Prune is the job of deleting what is old: see Log.Prune.
type Prune struct{}

// Kind names the job.
func (Prune) Kind() string { return "audit.prune" }

// InsertOpts leaves what failed to the next time.
func (Prune) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: 1} }

// PruneWorker works Prune.
type PruneWorker struct {
	river.WorkerDefaults[Prune]
	log *Log
}

// NewPruneWorker prunes the log.
func NewPruneWorker(log *Log) *PruneWorker { return &PruneWorker{log: log} }

// Work prunes once.
func (w *PruneWorker) Work(ctx context.Context, _ *river.Job[Prune]) error { return w.log.Prune(ctx) }
