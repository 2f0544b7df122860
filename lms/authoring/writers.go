package authoring

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
)

// Writer is somebody who writes a draft, or translates it.
type Writer struct {
	ID   uuid.UUID   `bun:"id"`
	Name string      `bun:"name"`
	Role access.Role `bun:"role"`
	Lang string      `bun:"lang"` // that they translate into; empty for who writes all of it
}

func (w Writer) scope(draft uuid.UUID) access.Scope {
	if w.Lang == "" {
		return access.Draft(draft)
	}
	return access.Translation(draft, w.Lang)
}

// Writers are those of a draft that the actor may write, before those who translate it, the first one first; administrators write it
// too, and are none of them.
func (a *Authoring) Writers(ctx context.Context, actor access.Actor, draft uuid.UUID) ([]Writer, error) {
	if err := a.Check(ctx, actor, draft); err != nil {
		return nil, err
	}
	return writers(ctx, a.db, draft)
}

func writers(ctx context.Context, db bun.IDB, draft uuid.UUID) ([]Writer, error) {
	all := []Writer{}
	const query = `SELECT u.id, u.name, u.role, g.lang FROM grants g JOIN users u ON u.id = g.user_id AND u.role = g.role
		WHERE g.scope_kind IN (?, ?) AND g.scope_id = ? ORDER BY g.lang, g.granted_at, u.id`
	if err := db.NewRaw(query, access.ScopeDraft, access.ScopeTranslation, draft).Scan(ctx, &all); err != nil {
		return nil, fmt.Errorf("reading the writers of a draft: %w", err)
	}
	return all, nil
}

// AddWriter lets another trainer write the draft too, or, where a language is named, somebody with an account translate it: they see
// all its texts and write those of the language alone. Invalid with the field email where nobody who may has that address, and with the
// field part for a language that the draft is not translated into.
func (a *Authoring) AddWriter(ctx context.Context, actor access.Actor, draftID uuid.UUID, email, tag string) error {
	draft, err := a.Draft(ctx, actor, draftID)
	if err != nil {
		return err
	}
	fields := fault.Fields{}
	if tag != "" && !slices.Contains(draft.Tags()[1:], tag) {
		fields.Add("part", "studio.no_field")
		return fields.Err()
	}
	return a.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		writer, err := writerOf(ctx, tx, email, tag)
		if err != nil {
			return err
		}
		fresh, err := access.Share(ctx, tx, actor, writer.ID, writer.Role, writer.scope(draftID))
		if err != nil || !fresh {
			return err
		}
		return note(actor, audit.Entry{Event: audit.WriterAdded, Account: writer.ID, Target: target(draft, tag)})
	})
}

// writerOf is who has the address and may write, or translate into the language.
func writerOf(ctx context.Context, tx bun.Tx, email, tag string) (Writer, error) {
	var found []Writer
	const query = `SELECT id, name, role FROM users
		WHERE lower(email) = lower(?) AND (role = ? OR ? <> '' AND role = ?) AND confirmed_at IS NOT NULL AND disabled_at IS NULL`
	err := tx.NewRaw(query, strings.TrimSpace(email), access.RoleTrainer, tag, access.RoleLearner).Scan(ctx, &found)
	if err != nil {
		return Writer{}, fmt.Errorf("looking for a writer: %w", err)
	}
	if len(found) == 0 {
		fields := fault.Fields{}
		fields.Add("email", "studio.writer_unknown")
		return Writer{}, fields.Err()
	}
	found[0].Lang = tag
	return found[0], nil
}

// target is what the security log says of a draft: its short name, and the language where it is about one.
func target(draft *studio.Draft, tag string) string {
	return strings.TrimSpace(draft.Root.Shared(studio.Code) + " " + tag)
}

// RemoveWriter takes a draft, or its translation into a language, from one of its writers; what they have written stays. Conflict
// studio.writer_last: somebody writes it.
func (a *Authoring) RemoveWriter(ctx context.Context, actor access.Actor, draftID, writer uuid.UUID, tag string) error {
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
		all = slices.DeleteFunc(all, func(one Writer) bool { return one.Lang != tag })
		at := slices.IndexFunc(all, func(one Writer) bool { return one.ID == writer })
		switch {
		case at < 0:
			return nil
		case tag == "" && len(all) == 1:
			return fault.New(fault.Conflict, "studio.writer_last")
		}
		if err := access.Unshare(ctx, tx, actor, writer, all[at].Role, all[at].scope(draftID)); err != nil {
			return err
		}
		return note(actor, audit.Entry{Event: audit.WriterRemoved, Account: writer, Target: target(draft, tag)})
	})
}
