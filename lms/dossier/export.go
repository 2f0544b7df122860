package dossier

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content/blobs"
	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/pg"
)

// Status is how far a copy is.
type Status string

// The states of a copy.
const (
	Queued Status = "queued" // it is being made, or will be
	Done   Status = "done"
	Failed Status = "failed" // it can be asked for again
)

// Export is a copy of everything that is kept of somebody.
type Export struct {
	ID         uuid.UUID    `bun:"id"`
	Status     Status       `bun:"status"`
	AskedAt    time.Time    `bun:"asked_at"`
	FinishedAt bun.NullTime `bun:"finished_at"`
	SHA256     string       `bun:"sha256"`
	Size       int64        `bun:"size"` // bytes
}

// Until is when a copy that is done goes away.
func (e Export) Until() time.Time { return e.FinishedAt.Add(KeptFor) }

const exportColumns = `id, status, asked_at, finished_at, coalesce(sha256, '') AS sha256, coalesce(size, 0) AS size`

// Ask has a copy made for the actor. One is made at a time: Conflict dossier.being_made while another is.
func (d *Dossiers) Ask(ctx context.Context, actor access.Actor) error {
	if err := actor.Require(access.KeepAccount); err != nil {
		return err
	}
	id := uuid.Must(uuid.NewV7())
	return d.Log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		const add = `INSERT INTO exports (id, user_id) VALUES (?, ?) ON CONFLICT (user_id) WHERE status = 'queued' DO NOTHING`
		result, err := tx.ExecContext(ctx, add, id, actor.UserID)
		if err != nil {
			return fmt.Errorf("asking for a copy: %w", err)
		}
		if added, err := result.RowsAffected(); err != nil || added == 0 {
			return fault.Wrap(err, fault.Conflict, "dossier.being_made")
		}
		if err := d.Queue.Enqueue(ctx, tx, BuildExport{ID: id}, nil); err != nil {
			return err
		}
		return note(actor, audit.Entry{Event: audit.DataAsked, Account: actor.UserID})
	})
}

// Exports are the copies that the actor has asked for and that are still on record, the newest first.
func (d *Dossiers) Exports(ctx context.Context, actor access.Actor) ([]Export, error) {
	if err := actor.Require(access.KeepAccount); err != nil {
		return nil, err
	}
	var exports []Export
	err := d.DB.NewRaw(`SELECT `+exportColumns+` FROM exports WHERE user_id = ?
		AND (finished_at IS NULL OR finished_at > now() - make_interval(secs => ?))
		ORDER BY asked_at DESC, id DESC`, actor.UserID, KeptFor.Seconds()).Scan(ctx, &exports)
	if err != nil {
		return nil, fmt.Errorf("listing copies: %w", err)
	}
	return exports, nil
}

// Open gives a copy of the actor's own, which has to be closed, and notes that it was taken. NotFound dossier.no_copy for
// another's, and for one that is not done or whose time is over.
func (d *Dossiers) Open(ctx context.Context, actor access.Actor, id uuid.UUID) (io.ReadCloser, Export, error) {
	if err := actor.Require(access.KeepAccount); err != nil {
		return nil, Export{}, err
	}
	var export Export
	err := d.DB.NewRaw(`SELECT `+exportColumns+` FROM exports WHERE id = ? AND user_id = ? AND status = ?
		AND finished_at > now() - make_interval(secs => ?)`, id, actor.UserID, Done, KeptFor.Seconds()).Scan(ctx, &export)
	if err != nil {
		return nil, Export{}, pg.Found(err, "dossier.no_copy")
	}
	if err := d.Log.Note(ctx, actor, audit.Entry{Event: audit.DataTaken, Account: actor.UserID}); err != nil {
		return nil, Export{}, err
	}
	// The file goes out after whoever asked has returned.
	file, err := d.Blobs.Get(context.WithoutCancel(ctx), export.SHA256, 0, blobs.ToEnd)
	return file, export, err
}
