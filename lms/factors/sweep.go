package factors

import (
	"context"
	"fmt"

	"github.com/riverqueue/river"
)

// Sweep is the job of deleting what has no meaning any more: see Factors.Sweep.
type Sweep struct{}

// Kind names the job.
func (Sweep) Kind() string { return "factors.sweep" }

// InsertOpts leaves what failed to the next time.
func (Sweep) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: 1} }

// SweepWorker works Sweep.
type SweepWorker struct {
	river.WorkerDefaults[Sweep]
	factors *Factors
}

// NewSweepWorker sweeps the factors.
func NewSweepWorker(factors *Factors) *SweepWorker { return &SweepWorker{factors: factors} }

// Work sweeps once.
func (w *SweepWorker) Work(ctx context.Context, _ *river.Job[Sweep]) error {
	return w.factors.Sweep(ctx)
}

// Sweep deletes half-open sign-ins, challenges and begun apps whose time is over. Nothing waits for it: every statement
// asks for the time itself.
func (f *Factors) Sweep(ctx context.Context) error {
	for _, statement := range []string{
		`DELETE FROM factor_half_open WHERE expires_at <= now()`,
		`DELETE FROM factor_challenges WHERE expires_at <= now()`,
		`DELETE FROM factor_apps WHERE confirmed_at IS NULL AND created_at <= now() - interval '` + beginLives + `'`,
	} {
		if _, err := f.db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("sweeping factors: %w", err)
		}
	}
	return nil
}
