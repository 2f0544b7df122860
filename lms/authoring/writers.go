package authoring

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
)

// Writer is somebody who writes a draft.
type Writer struct {
	ID    uuid.UUID `bun:"id"`
	Name  string    `bun:"name"`
	Email string    `bun:"email"`
	Since time.Time `bun:"since"`
}

// Writers are those of a draft that the actor may write, the first one first; administrators write it too, and are none of them.
func (a *Authoring) Writers(ctx context.Context, actor access.Actor, draft uuid.UUID) ([]Writer, error) {
	if err := a.Check(ctx, actor, draft); err != nil {
		return nil, err
	}
	return writers(ctx, a.db, draft)
}

func writers(ctx context.Context, db bun.IDB, draft uuid.UUID) ([]Writer, error) {
	all := []Writer{}
	const query = `SELECT u.id, u.name, u.email, g.granted_at AS since FROM grants g JOIN users u ON u.id = g.user_id AND u.role = g.role
		WHERE g.scope_kind = ? AND g.scope_id = ? ORDER BY g.granted_at, u.id`
	if err := db.NewRaw(query, access.ScopeDraft, draft).Scan(ctx, &all); err != nil {
		return nil, fmt.Errorf("reading the writers of a draft: %w", err)
	}
	return all, nil
}

// AddWriter lets another trainer write the draft too. Invalid with the field email where no trainer has that address.
func (a *Authoring) AddWriter(ctx context.Context, actor access.Actor, draftID uuid.UUID, email string) error {
	draft, err := a.Draft(ctx, actor, draftID)
	if err != nil {
		return err
	}
	return a.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		var found []uuid.UUID
		const query = `SELECT id FROM users WHERE lower(email) = lower(?) AND role = ? AND confirmed_at IS NOT NULL AND disabled_at IS NULL`
		if err := tx.NewRaw(query, strings.TrimSpace(email), access.RoleTrainer).Scan(ctx, &found); err != nil {
			return fmt.Errorf("looking for a trainer: %w", err)
		}
		if len(found) == 0 {
			fields := fault.Fields{}
			fields.Add("email", "studio.writer_unknown")
			return fields.Err()
		}
		fresh, err := access.Share(ctx, tx, actor, access.WriteCourses, found[0], access.RoleTrainer, access.Draft(draftID))
		if err != nil || !fresh {
			return err
		}
		return note(actor, audit.Entry{Event: audit.WriterAdded, Account: found[0], Target: draft.Root.Shared(studio.Code)})
	})
}

// RemoveWriter takes a draft from one of its writers; what they have written stays. Conflict studio.writer_last: somebody writes it.
func (a *Authoring) RemoveWriter(ctx context.Context, actor access.Actor, draftID, writer uuid.UUID) error {
	draft, err := a.Draft(ctx, actor, draftID)
	if err != nil {
		return err
	}
	return a.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if _, err := tx.ExecContext(ctx, `SELECT FROM drafts WHERE id = ? FOR UPDATE`, draftID); err != nil {
			return err
		}
		all, err := writers(ctx, tx, draftID)
		if err != nil {
			return err
		}
		for _, one := range all {
			if one.ID != writer {
				continue
			}
			if len(all) == 1 {
				return fault.New(fault.Conflict, "studio.writer_last")
			}
			if err := access.Unshare(ctx, tx, actor, access.WriteCourses, writer, access.RoleTrainer, access.Draft(draftID)); err != nil {
				return err
			}
			return note(actor, audit.Entry{Event: audit.WriterRemoved, Account: writer, Target: draft.Root.Shared(studio.Code)})
		}
		return nil
	})
}
