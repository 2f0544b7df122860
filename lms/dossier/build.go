package dossier

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"vatra/content/keep"
	"vatra/lms/i18n"
	"vatra/lms/jobs"
	"vatra/lms/notify"
)

const (
	exportKind     = "dossier.export"
	exportArgument = "id"
	lostAtOnce     = 50
)

// BuildExport is the job of making a copy.
type BuildExport struct {
	ID uuid.UUID `json:"id"`
}

// Kind names the job.
func (BuildExport) Kind() string { return exportKind }

// InsertOpts tries for some minutes: somebody waits for it.
func (BuildExport) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: 5} }

// BuildExportWorker works BuildExport.
type BuildExportWorker struct {
	river.WorkerDefaults[BuildExport]
	dossiers *Dossiers
}

// NewBuildExportWorker works for the dossiers.
func NewBuildExportWorker(dossiers *Dossiers) *BuildExportWorker {
	return &BuildExportWorker{dossiers: dossiers}
}

// Timeout is for one try.
func (*BuildExportWorker) Timeout(*river.Job[BuildExport]) time.Duration { return 10 * time.Minute }

// Work makes the copy. After the last try it has failed, and its owner can ask again.
func (w *BuildExportWorker) Work(ctx context.Context, job *river.Job[BuildExport]) error {
	err := w.dossiers.Build(ctx, job.Args.ID)
	if err != nil && job.JobRow != nil && job.Attempt >= job.MaxAttempts {
		return errors.Join(err, fail(context.WithoutCancel(ctx), w.dossiers.DB, job.Args.ID))
	}
	return err
}

// subject is whose copy it is.
type subject struct {
	notify.Reader
	AskedAt time.Time `bun:"asked_at"`
}

// Build makes a copy that is queued, streams it to the object store, and tells its owner. One that is not queued any more, or whose
// owner has deleted the account, is left alone.
func (d *Dossiers) Build(ctx context.Context, id uuid.UUID) error {
	var whose subject
	err := d.DB.NewRaw(`SELECT u.id, u.email, u.name, u.locale, e.asked_at FROM exports e JOIN users u ON u.id = e.user_id
		WHERE e.id = ? AND e.status = ?`, id, Queued).Scan(ctx, &whose)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading whose copy it is: %w", err)
	}
	reader, writer := io.Pipe()
	go func() { writer.CloseWithError(d.write(ctx, writer, whose)) }()
	staged, err := d.Blobs.Stage(ctx, reader, "application/zip")
	reader.CloseWithError(err) // whoever writes stops
	if err != nil {
		return fmt.Errorf("making a copy: %w", err)
	}
	defer staged.Discard()
	return keep.Record(ctx, d.DB, staged, func(ctx context.Context, tx bun.Tx) error {
		return d.finish(ctx, tx, id, whose, staged.SHA256, staged.Size)
	})
}

// finish records the copy in place of earlier ones, so that there is one a person, and writes to its owner.
func (d *Dossiers) finish(ctx context.Context, tx bun.Tx, id uuid.UUID, whose subject, sum string, size int64) error {
	const done = `UPDATE exports SET status = 'done', finished_at = now(), sha256 = ?, size = ? WHERE id = ? AND status = 'queued'`
	result, err := tx.ExecContext(ctx, done, sum, size, id)
	if err != nil {
		return fmt.Errorf("recording a copy: %w", err)
	}
	if made, err := result.RowsAffected(); err != nil || made == 0 {
		return err // its owner is gone, or another node was quicker
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM exports WHERE user_id = ? AND id <> ? AND status <> 'queued'`, whose.ID, id); err != nil {
		return fmt.Errorf("replacing a copy: %w", err)
	}
	return d.Office.Post(ctx, tx, notify.Letter{
		About: "dossier.mail.ready.", To: whose.Reader, Path: PathData, Why: notify.HasAccount,
		Args: []any{"Until", i18n.For(whose.Locale).Date(time.Now().Add(KeptFor))},
	})
}

func fail(ctx context.Context, db bun.IDB, id uuid.UUID) error {
	_, err := db.ExecContext(ctx, `UPDATE exports SET status = 'failed', finished_at = now() WHERE id = ? AND status = 'queued'`, id)
	return err
}

// LookAfter takes away copies whose time is over, finds those whose job was lost or given up, and ends once more what an account
// that was deleted lately may have left: see Forget.
func (d *Dossiers) LookAfter(ctx context.Context) error {
	_, err := d.DB.ExecContext(ctx, `DELETE FROM exports WHERE finished_at < now() - make_interval(secs => ?)`, KeptFor.Seconds())
	if err != nil {
		return fmt.Errorf("taking copies away: %w", err)
	}
	return errors.Join(d.findLost(ctx), d.forgetAgain(ctx))
}

func (d *Dossiers) findLost(ctx context.Context) error {
	return d.DB.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var open []uuid.UUID
		const query = `SELECT id FROM exports WHERE status = 'queued' ORDER BY asked_at LIMIT ? FOR UPDATE SKIP LOCKED`
		if err := tx.NewRaw(query, lostAtOnce).Scan(ctx, &open); err != nil {
			return fmt.Errorf("looking for lost copies: %w", err)
		}
		for _, id := range open {
			fate, err := jobs.FateOf(ctx, tx, exportKind, exportArgument, id.String())
			switch {
			case err != nil || fate == jobs.Alive:
			case fate == jobs.GivenUp:
				err = fail(ctx, tx, id)
			default:
				err = d.Queue.Enqueue(ctx, tx, BuildExport{ID: id}, nil)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
