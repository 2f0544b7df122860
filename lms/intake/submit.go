package intake

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content/blobs"
	"vatra/content/keep"
	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/pg"
)

// Quota is how many bytes of packages are kept at a time. A package counts from when it is handed in until it is
// forgotten, see KeepFor; that two are the same file saves nobody anything.
type Quota struct {
	Person int64 // of one person; DefaultQuota where it is 0
	House  int64 // of all together; DefaultQuota where it is 0
}

// DefaultQuota is enough for ten of the largest packages of a person, and for ten such people.
var DefaultQuota = Quota{Person: 5_000_000_000, House: 50_000_000_000}

func (q Quota) orDefault() Quota {
	return Quota{Person: cmp.Or(q.Person, DefaultQuota.Person), House: cmp.Or(q.House, DefaultQuota.House)}
}

// Room is how much of the quota is used, and how much is left to one person, in bytes.
type Room struct {
	Used  int64 // by the person
	Of    int64 // that a person may use
	House int64 // used by all together
	Left  int64 // what a package may have now: never negative
}

// Room is the actor's.
func (s *Imports) Room(ctx context.Context, actor access.Actor) (Room, error) {
	if err := actor.Require(access.ImportCourses); err != nil {
		return Room{}, err
	}
	return s.room(ctx, s.db, actor)
}

func (s *Imports) room(ctx context.Context, db bun.IDB, actor access.Actor) (Room, error) {
	room := Room{Of: s.Quota.Person}
	const used = `SELECT coalesce(sum(size) FILTER (WHERE created_by = ?), 0), coalesce(sum(size), 0)
		FROM imports WHERE file_gone_at IS NULL`
	if err := db.NewRaw(used, pg.OrNull(actor.UserID)).Scan(ctx, &room.Used, &room.House); err != nil {
		return room, fmt.Errorf("counting what is kept: %w", err)
	}
	room.Left = max(0, min(s.Quota.Person-room.Used, s.Quota.House-room.House))
	return room, nil
}

// takes refuses a package that is too large for what is left, with a message for the form's field.
func (s *Imports) takes(ctx context.Context, db bun.IDB, actor access.Actor, size int64) error {
	room, err := s.room(ctx, db, actor)
	if err != nil || size <= room.Left {
		return err
	}
	fields, bytes := fault.Fields{}, func(n int64) fault.Bytes { return fault.Bytes(max(0, n)) }
	if size > s.Quota.Person-room.Used {
		fields.Add("package", "import.quota_person", "Size", bytes(size), "Used", bytes(room.Used), "Of", bytes(s.Quota.Person),
			"Left", bytes(s.Quota.Person-room.Used))
	} else {
		fields.Add("package", "import.quota_house", "Size", bytes(size), "Used", bytes(room.House), "Of", bytes(s.Quota.House),
			"Left", bytes(s.Quota.House-room.House))
	}
	return fields.Err()
}

// counting is the advisory lock of those who count what is kept before they keep more.
const counting = 0x75706c6f616473 // "uploads"

// Submit keeps the uploaded file and enqueues its import. It returns before the import has begun. A file for which the
// quota has no room, or in which the scanner finds something, is an Invalid fault of the field package; where there is a
// scanner that does not answer, no file is taken, and it is Unavailable.
func (s *Imports) Submit(ctx context.Context, actor access.Actor, fileName string, file io.Reader) (uuid.UUID, error) {
	if err := actor.Require(access.ImportCourses); err != nil {
		return uuid.Nil, err
	}
	staged, err := s.blobs.Stage(ctx, file, "application/zip")
	if err != nil {
		return uuid.Nil, err
	}
	defer staged.Discard()
	// Before it is kept, so that what is refused costs nothing, and once more where nobody else counts.
	if err := s.takes(ctx, s.db, actor, staged.Size); err != nil {
		return uuid.Nil, err
	}
	if err := s.scan(ctx, actor, staged); err != nil {
		return uuid.Nil, err
	}
	id := uuid.Must(uuid.NewV7())
	return id, s.record(ctx, actor, id, fileName, staged)
}

// scan refuses a package in which the scanner finds something.
func (s *Imports) scan(ctx context.Context, actor access.Actor, staged *blobs.Staged) error {
	if s.Scanner == nil {
		return nil
	}
	find, err := s.Scanner.Scan(ctx, staged.Content())
	if err != nil || find == "" {
		return err
	}
	if err := s.Log.Note(ctx, actor, audit.Entry{Event: audit.UploadInfected, Target: find}); err != nil {
		return err
	}
	fields := fault.Fields{}
	fields.Add("package", "import.infected", "Find", find)
	return fields.Err()
}

func (s *Imports) record(ctx context.Context, actor access.Actor, id uuid.UUID, fileName string, staged *blobs.Staged) error {
	return keep.Record(ctx, s.db, staged, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(?)`, counting); err != nil {
			return err
		}
		if err := s.takes(ctx, tx, actor, staged.Size); err != nil {
			return err
		}
		const add = "INSERT INTO imports (id, file_name, sha256, size, created_by) VALUES (?, ?, ?, ?, ?)"
		_, err := tx.NewRaw(add, id, filepath.Base(fileName), staged.SHA256, staged.Size, pg.OrNull(actor.UserID)).Exec(ctx)
		if err != nil {
			return err
		}
		return s.queue.Enqueue(ctx, tx, ImportPackage{ImportID: id}, nil)
	})
}

// RunAgain lets an import that failed for no fault of its package run once more. It is a Conflict where it did not fail,
// failed for what is in the package, or the package is no longer kept.
func (s *Imports) RunAgain(ctx context.Context, actor access.Actor, id uuid.UUID) error {
	row, err := s.Import(ctx, actor, id)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		const anew = `UPDATE imports SET status = 'queued', done = 0, total = 0, error_key = '', finished_at = NULL
			WHERE id = ? AND status = 'failed' AND error_key = ? AND file_gone_at IS NULL`
		result, err := tx.NewRaw(anew, row.ID, givenUp).Exec(ctx)
		if err != nil {
			return err
		}
		if changed, err := result.RowsAffected(); err != nil || changed == 0 {
			return fault.New(fault.Conflict, "import.not_again")
		}
		return s.queue.Enqueue(ctx, tx, ImportPackage{ImportID: id}, nil)
	})
}
