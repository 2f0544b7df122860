package intake

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"vatra/lms/jobs"
)

// ImportPackage is the job that runs an import.
type ImportPackage struct {
	ImportID uuid.UUID `json:"import_id"`
}

// Kind names the job in the queue.
func (ImportPackage) Kind() string { return importKind }

const importKind = "import_package"

// InsertOpts keeps imports from the way of everything else, and tries for about ten minutes: River waits the fourth power
// of the try in seconds.
func (ImportPackage) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: jobs.Heavy, MaxAttempts: 5}
}

// ImportPackageWorker works ImportPackage.
type ImportPackageWorker struct {
	river.WorkerDefaults[ImportPackage]
	imports *Imports
}

// NewImportPackageWorker works for the imports.
func NewImportPackageWorker(imports *Imports) *ImportPackageWorker {
	return &ImportPackageWorker{imports: imports}
}

// Timeout bounds one try.
func (w *ImportPackageWorker) Timeout(*river.Job[ImportPackage]) time.Duration {
	return 30 * time.Minute
}

// Work runs the import. After the last try it is failed, so that no import runs for ever on the page; one whose last try
// could not even say so is found by FindLost.
func (w *ImportPackageWorker) Work(ctx context.Context, job *river.Job[ImportPackage]) error {
	err := w.imports.Work(ctx, job.Args.ImportID)
	if err != nil && job.Attempt >= job.MaxAttempts {
		// The time of the try may be what has run out.
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		_ = fail(last, w.imports.db, job.Args.ImportID, givenUp, nil)
	}
	return err
}
