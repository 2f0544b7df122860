package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"vatra/lms/jobs"
	"vatra/lms/pg"
	"vatra/lms/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// note is a job whose worker is a function.
type note struct {
	Text string `json:"text"`
}

func (note) Kind() string { return "test.note" }

type noteWorker struct {
	river.WorkerDefaults[note]
	work func(ctx context.Context, job *river.Job[note]) error
}

func (w *noteWorker) Work(ctx context.Context, job *river.Job[note]) error { return w.work(ctx, job) }

// NextRetry keeps the tests quick.
func (*noteWorker) NextRetry(*river.Job[note]) time.Time { return time.Now() }

func queue(t *testing.T, db *pg.DB, log *slog.Logger, work func(ctx context.Context, job *river.Job[note]) error) *jobs.Queue {
	t.Helper()
	q, err := jobs.New(db, log, 2)
	if err != nil {
		t.Fatal(err)
	}
	jobs.Add(q, &noteWorker{work: work})
	return q
}

func start(t *testing.T, q *jobs.Queue) {
	t.Helper()
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := q.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// within waits for what a person would wait for; it is long only where the test fails.
func within[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case value := <-from:
		return value
	case <-time.After(30 * time.Second):
		t.Fatal("nothing happened")
		panic("unreachable")
	}
}

func TestAJobIsWorkedAfterTheCommitAndNeverWithoutOne(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	worked := make(chan string, 10)
	q := queue(t, db, quiet(), func(_ context.Context, job *river.Job[note]) error {
		worked <- job.Args.Text
		return nil
	})
	start(t, q)
	regret := errors.New("regret")
	err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		if err := q.Enqueue(ctx, tx, note{"rolled back"}, nil); err != nil {
			t.Error(err)
		}
		return regret
	})
	if !errors.Is(err, regret) {
		t.Fatal(err)
	}
	err = db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		return q.Enqueue(ctx, tx, note{"committed"}, &river.InsertOpts{Queue: jobs.Heavy})
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := within(t, worked); got != "committed" {
		t.Errorf("worked %q", got)
	}
	if err := q.Enqueue(t.Context(), db, note{"alone"}, nil); err != nil {
		t.Fatal(err)
	}
	if err := q.Enqueue(t.Context(), db.DB, note{"alone"}, nil); err != nil {
		t.Fatal(err)
	}
	if first, second := within(t, worked), within(t, worked); first != "alone" || second != "alone" {
		t.Errorf("worked %q and %q", first, second)
	}
}

func TestStopFinishesWhatIsInFlight(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	begun, finish := make(chan struct{}), make(chan struct{})
	var finished atomic.Bool
	q := queue(t, db, quiet(), func(ctx context.Context, _ *river.Job[note]) error {
		close(begun)
		<-finish
		finished.Store(ctx.Err() == nil)
		return ctx.Err()
	})
	start(t, q)
	if err := q.Enqueue(t.Context(), db, note{}, nil); err != nil {
		t.Fatal(err)
	}
	within(t, begun)
	stopped := make(chan error)
	go func() { stopped <- q.Stop(context.WithoutCancel(t.Context())) }()
	close(finish)
	if err := within(t, stopped); err != nil {
		t.Fatal(err)
	}
	if !finished.Load() {
		t.Error("the job was cut off")
	}
}

func TestWhatIsCutOffIsWorkedAgain(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	begun := make(chan struct{}, 1)
	q := queue(t, db, quiet(), func(ctx context.Context, _ *river.Job[note]) error {
		begun <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	})
	start(t, q)
	if err := q.Enqueue(t.Context(), db, note{"again"}, nil); err != nil {
		t.Fatal(err)
	}
	within(t, begun)
	hurry, cancel := context.WithCancel(t.Context())
	cancel()
	if err := q.Stop(hurry); err != nil {
		t.Fatal(err)
	}
	worked := make(chan string, 1)
	next := queue(t, db, quiet(), func(_ context.Context, job *river.Job[note]) error {
		worked <- job.Args.Text
		return nil
	})
	start(t, next)
	if got := within(t, worked); got != "again" {
		t.Errorf("worked %q", got)
	}
}

func TestFailuresAreLoggedWithoutTheirArguments(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var log strings.Builder
	done := make(chan struct{})
	q := queue(t, db, slog.New(slog.NewTextHandler(&log, nil)), func(_ context.Context, job *river.Job[note]) error {
		switch job.Attempt {
		case 1:
			return errors.New("the first time")
		case 2:
			panic("the second time")
		}
		close(done)
		return nil
	})
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := q.Enqueue(t.Context(), db, note{"a-secret"}, nil); err != nil {
		t.Fatal(err)
	}
	within(t, done)
	if err := q.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	text := log.String()
	for _, wanted := range []string{"the first time", "the second time", "kind=test.note"} {
		if !strings.Contains(text, wanted) {
			t.Errorf("the log does not say %q: %s", wanted, text)
		}
	}
	if strings.Contains(text, "a-secret") {
		t.Errorf("the log tells the arguments: %s", text)
	}
}

func TestRepeatedJobsRun(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	worked := make(chan string, 1)
	q := queue(t, db, quiet(), func(context.Context, *river.Job[note]) error { return nil })
	q.Repeat(jobs.Round{Name: "note", Every: time.Hour, Do: func(context.Context) error {
		worked <- "every hour"
		return nil
	}})
	start(t, q)
	if got := within(t, worked); got != "every hour" {
		t.Errorf("worked %q", got)
	}
}
