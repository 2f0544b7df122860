// Package intake brings packages in: it plans what can be taken, installs it as the next version of a course, and runs the
// imports that were handed in on the site.
package intake

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content/blobs"
	"vatra/content/importers"
	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/clamav"
	"vatra/lms/fault"
	"vatra/lms/jobs"
	"vatra/lms/pg"
)

// Import is one package that somebody gave in: its file is in the object store, a job takes it, and the row says how
// far it is.
type Import struct {
	ID         uuid.UUID    `bun:"id"`
	FileName   string       `bun:"file_name"`
	SHA256     string       `bun:"sha256"`
	Status     Status       `bun:"status"`
	Done       int          `bun:"done"`
	Total      int          `bun:"total"`
	Report     *Report      `bun:"report,type:jsonb"`
	ErrorKey   string       `bun:"error_key"`
	ErrorArgs  fault.Args   `bun:"error_args,type:jsonb"`
	CourseCode string       `bun:"course_code"`
	CreatedAt  time.Time    `bun:"created_at"`
	CreatorID  uuid.UUID    `bun:"created_by"` // Nil where the account is gone, or never was
	CreatedBy  string       `bun:"created_by_name"`
	FinishedAt bun.NullTime `bun:"finished_at"`
	Size       int64        `bun:"size"`         // bytes
	FileGoneAt bun.NullTime `bun:"file_gone_at"` // since when the package itself is no longer kept
}

// givenUp is why an import ended that failed for reasons of ours.
const givenUp = "import.given_up"

// MayRunAgain reports whether it failed for no fault of its package, which is still kept.
func (i *Import) MayRunAgain() bool {
	return i.Status == Failed && i.ErrorKey == givenUp && i.FileGoneAt.IsZero()
}

// Status is where an import stands.
type Status string

// An import waits, runs, and ends one way or the other.
const (
	Queued  Status = "queued"
	Running Status = "running"
	Done    Status = "done"
	Failed  Status = "failed"
)

// Imports is the store of imports and runs them.
type Imports struct {
	db        *pg.DB
	blobs     blobs.Store
	installer *Installer
	queue     *jobs.Queue
	Config
}

// Config is what imports need beside the rooms that they stand on.
type Config struct {
	Quota Quota
	// Guard is what Work has imports run by; without one they run in this program, within no bounds but those of the readers.
	Guard *Guard
	// Scanner looks through every package that is handed in; without one nobody does.
	Scanner *clamav.Scanner
	// Log is told what the scanner finds.
	Log *audit.Log
}

// New makes it.
func New(db *pg.DB, blobs blobs.Store, installer *Installer, queue *jobs.Queue, conf Config) *Imports {
	conf.Quota = conf.Quota.orDefault()
	return &Imports{db: db, blobs: blobs, installer: installer, queue: queue, Config: conf}
}

const importColumns = `SELECT i.id, i.file_name, i.sha256, i.status, i.done, i.total, i.report, i.error_key, i.error_args,
	COALESCE(c.code, '') AS course_code, i.created_at, i.created_by, COALESCE(u.name, '') AS created_by_name, i.finished_at,
	i.size, i.file_gone_at
	FROM imports i LEFT JOIN courses c ON c.id = i.course_id LEFT JOIN users u ON u.id = i.created_by `

// Import is one import; NotFound when there is none.
func (s *Imports) Import(ctx context.Context, actor access.Actor, id uuid.UUID) (Import, error) {
	if err := actor.Require(access.ImportCourses); err != nil {
		return Import{}, err
	}
	var row Import
	err := s.db.NewRaw(importColumns+"WHERE i.id = ?", id).Scan(ctx, &row)
	return row, pg.Found(err, "import.not_found")
}

// Imports lists the newest imports, at most 50.
func (s *Imports) Imports(ctx context.Context, actor access.Actor) ([]Import, error) {
	if err := actor.Require(access.ImportCourses); err != nil {
		return nil, err
	}
	var rows []Import
	err := s.db.NewRaw(importColumns+"ORDER BY i.created_at DESC, i.id DESC LIMIT 50").Scan(ctx, &rows)
	return rows, err
}

// Work has the guard's program Run the import, and ends as failed one that took too much.
func (s *Imports) Work(ctx context.Context, id uuid.UUID) error {
	if s.Guard == nil {
		return s.Run(ctx, id)
	}
	row, err := s.Import(ctx, access.Operator(), id)
	if err != nil || row.ended() {
		return err
	}
	blob, err := s.blobs.Stat(ctx, row.SHA256)
	if err != nil {
		return err
	}
	_, err = s.Guard.Run(ctx, s.Guard.Given(id), row.FileName, blob.Size)
	return s.end(ctx, id, err)
}

func (i Import) ended() bool { return i.Status == Done || i.Status == Failed }

// Run takes the import's package. What the package's author can mend ends the import as failed, with the reason; any
// other error leaves it running, for the queue to try again.
func (s *Imports) Run(ctx context.Context, id uuid.UUID) error {
	row, err := s.Import(ctx, access.Operator(), id)
	if err != nil || row.ended() {
		return err
	}
	const running = "UPDATE imports SET status = 'running' WHERE id = ? AND finished_at IS NULL"
	if _, err := s.db.NewRaw(running, id).Exec(ctx); err != nil {
		return err
	}
	return s.end(ctx, id, s.take(ctx, row))
}

// end notes an import as failed where its package's author can mend it; any other error is for the queue.
func (s *Imports) end(ctx context.Context, id uuid.UUID, err error) error {
	told, ok := fault.As(err)
	if !ok || told.Kind == fault.Unavailable || told.Kind == fault.Internal {
		return err
	}
	return fail(ctx, s.db, id, told.Key, told.Args)
}

// fail notes why an import that has not ended failed.
func fail(ctx context.Context, db bun.IDB, id uuid.UUID, key string, args fault.Args) error {
	const failed = `UPDATE imports SET status = 'failed', error_key = ?, error_args = ?, finished_at = now()
		WHERE id = ? AND finished_at IS NULL`
	if args == nil {
		args = fault.Args{}
	}
	_, err := db.NewRaw(failed, key, args, id).Exec(ctx)
	return err
}

// take copies the file to a folder of its own, since an archive is read from its end, and installs it. The import is done
// in the transaction that publishes the course: one that is tried again has published nothing yet.
func (s *Imports) take(ctx context.Context, row Import) error {
	dir, err := os.MkdirTemp("", "vatra-import-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, onDisk(row.FileName))
	if err := s.fetch(ctx, row.SHA256, file); err != nil {
		return err
	}
	pkg, err := importers.Open(ctx, file)
	if err != nil {
		return err
	}
	defer pkg.Close()
	progress := func(done, total int) {
		// Progress is for the eye: a step that is not written is no loss, and every step would be a write too many.
		if done%5 == 0 || done == total {
			_, _ = s.db.NewRaw("UPDATE imports SET done = ?, total = ? WHERE id = ?", done, total, row.ID).Exec(ctx)
		}
	}
	_, err = s.installer.InstallWith(ctx, pkg, row.CreatorID, progress, func(ctx context.Context, tx bun.Tx, report Report) error {
		// A job that another node has run meanwhile has nothing to say: it would find the course unchanged.
		const done = `UPDATE imports SET status = 'done', report = ?, finished_at = now(), error_key = '', error_args = '{}',
			course_id = (SELECT id FROM courses WHERE code = ?) WHERE id = ? AND status <> 'done'`
		_, err := tx.NewRaw(done, report, report.Code, row.ID).Exec(ctx)
		return err
	})
	return err
}

// onDisk is a name that every disk takes: 255 bytes are usual, and letters may take four each. The package is called after it where
// it has no title of its own, so as much of it stays as can.
func onDisk(name string) string {
	const most = 200
	name = filepath.Base(name)
	ending := filepath.Ext(name)
	if len(ending) > most/2 {
		ending = ""
	}
	stem := strings.TrimSuffix(name, ending)
	for len(stem)+len(ending) > most {
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
	}
	return stem + ending
}

func (s *Imports) fetch(ctx context.Context, sha256, to string) error {
	from, err := s.blobs.Get(ctx, sha256, 0, -1)
	if err != nil {
		return err
	}
	defer from.Close()
	file, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(file, from); err != nil {
		_ = file.Close()
		return fmt.Errorf("fetching the package: %w", err)
	}
	return file.Close()
}
