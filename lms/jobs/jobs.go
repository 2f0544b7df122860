// Package jobs owns the queue of work that happens after a transaction has committed: River, in the same PostgreSQL.
// What a job does is written where its subject lives, which registers its worker here; the queue must not import lms.
package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"
	"github.com/uptrace/bun"

	"vatra/lms/pg"
)

// Heavy is the queue for work of minutes, such as an import, which takes one job at a time on each node; everything
// else goes to River's default queue and never waits behind it. Set it in a job's river.InsertOpts.
const Heavy = "heavy"

// Pictures is the queue for making pictures, one at a time on each node: nobody waits for them, and each takes much memory.
const Pictures = "pictures"

// How long finished jobs stay: one that failed for a day, for whoever looks into it.
const (
	keepCompleted = 5 * time.Minute
	keepFailed    = 24 * time.Hour
)

// Queue enqueues jobs and, between Start and Stop, works them. Any number of nodes may work one database.
type Queue struct {
	db       *pg.DB
	log      *slog.Logger
	atOnce   int
	pace     pace
	inserter *river.Client[*sql.Tx]
	workers  *river.Workers
	rounds   map[string]Round // by their names; nothing changes in it after Start

	mu       sync.Mutex
	periodic []*river.PeriodicJob
	worker   *river.Client[pgx.Tx]
	node     *node
}

// New makes a queue that does not work yet. atOnce is how many jobs of the default queue this node works at a time.
func New(db *pg.DB, log *slog.Logger, atOnce int) (*Queue, error) {
	q := &Queue{db: db, log: log, atOnce: max(1, atOnce), pace: usualPace, workers: river.NewWorkers(), rounds: map[string]Round{}}
	Add(q, &roundWorker{rounds: q.rounds})
	inserter, err := river.NewClient(riverdatabasesql.New(db.DB.DB), &river.Config{Logger: quiet(log)})
	if err != nil {
		return nil, fmt.Errorf("preparing the job queue: %w", err)
	}
	q.inserter = inserter
	return q, nil
}

// Add registers the worker of a kind of job. It comes before Start.
func Add[T river.JobArgs](q *Queue, worker river.Worker[T]) { river.AddWorker(q.workers, worker) }

// Do is Add for a kind of job that do works, given what the job says.
func Do[T river.JobArgs](q *Queue, do func(ctx context.Context, job T) error) {
	Add(q, river.WorkFunc(func(ctx context.Context, job *river.Job[T]) error { return do(ctx, job.Args) }))
}

// Enqueue writes a job. In a transaction it is worked after the commit and never without one; with the database itself
// it is committed at once. opts may be nil.
func (q *Queue) Enqueue(ctx context.Context, db bun.IDB, args river.JobArgs, opts *river.InsertOpts) error {
	var err error
	switch db := db.(type) {
	case bun.Tx:
		_, err = q.inserter.InsertTx(ctx, db.Tx, args, opts)
	case *bun.DB, *pg.DB:
		_, err = q.inserter.Insert(ctx, args, opts)
	default:
		err = fmt.Errorf("cannot write in a %T", db)
	}
	if err != nil {
		return fmt.Errorf("enqueuing %s: %w", args.Kind(), err)
	}
	return nil
}

// Start begins to work. It goes on until Stop, whatever becomes of ctx.
func (q *Queue) Start(ctx context.Context) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.worker != nil {
		return errors.New("the job queue is working already")
	}
	id := nodeID()
	if err := q.pulse(ctx, id, false); err != nil { // before the first job is begun, or another node would take it over
		return fmt.Errorf("starting the job queue: %w", err)
	}
	worker, err := river.NewClient(riverpgxv5.New(q.db.Pool), &river.Config{
		ID:           id,
		Workers:      q.workers,
		PeriodicJobs: q.periodic,
		Logger:       quiet(q.log),
		ErrorHandler: failures{q.log},
		Queues: map[string]river.QueueConfig{
			river.QueueDefault: {MaxWorkers: q.atOnce},
			Heavy:              {MaxWorkers: 1},
			Pictures:           {MaxWorkers: 1},
		},
		CompletedJobRetentionPeriod: keepCompleted,
		CancelledJobRetentionPeriod: keepFailed,
		DiscardedJobRetentionPeriod: keepFailed,
	})
	if err != nil {
		return fmt.Errorf("preparing the job queue: %w", err)
	}
	if err := worker.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("starting the job queue: %w", err)
	}
	q.worker, q.node = worker, q.live(ctx, id)
	return nil
}

// Stop takes no more jobs and lets those in flight finish. When ctx ends before they do they are cancelled, and another
// node, or the next start, works them again.
func (q *Queue) Stop(ctx context.Context) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	worker := q.worker
	if worker == nil {
		return nil
	}
	q.worker = nil
	err := worker.Stop(ctx)
	hurry, cancel := context.WithTimeout(context.WithoutCancel(ctx), hurryTime)
	defer cancel()
	if err != nil {
		err = worker.StopAndCancel(hurry)
	}
	if err != nil {
		err = fmt.Errorf("stopping the job queue: %w", err)
	}
	farewell, cancel := context.WithTimeout(context.WithoutCancel(ctx), statementTime)
	defer cancel()
	return errors.Join(err, q.node.leave(farewell, q.db))
}

// hurryTime is how long a job that was cancelled may take to give up.
const hurryTime = 4 * time.Second

// failures is the one place that logs a job that failed. Arguments are not logged: they may hold a secret.
type failures struct{ log *slog.Logger }

func (f failures) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	f.log.WarnContext(ctx, "job failed", "kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "of", job.MaxAttempts, "error", err)
	return &river.ErrorHandlerResult{}
}

func (f failures) HandlePanic(ctx context.Context, job *rivertype.JobRow, value any, trace string) *river.ErrorHandlerResult {
	f.log.ErrorContext(ctx, "job panicked", "kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "panic", value, "trace", trace)
	return &river.ErrorHandlerResult{}
}

// quiet keeps River's own chatter below warnings out of the log.
func quiet(log *slog.Logger) *slog.Logger { return slog.New(atLeastWarn{log.Handler()}) }

type atLeastWarn struct{ slog.Handler }

func (h atLeastWarn) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.Handler.Enabled(ctx, level)
}

func (h atLeastWarn) WithAttrs(attrs []slog.Attr) slog.Handler {
	return atLeastWarn{h.Handler.WithAttrs(attrs)}
}

func (h atLeastWarn) WithGroup(name string) slog.Handler {
	return atLeastWarn{h.Handler.WithGroup(name)}
}
