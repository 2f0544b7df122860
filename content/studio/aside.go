package studio

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/pg"
)

// Aside is a draft that was set aside, since another one of its course was begun.
type Aside struct {
	ID uuid.UUID `bun:"id"`
	At time.Time `bun:"at"` // when it was set aside
}

// Asides are the drafts of a course that were set aside and would be there for whoever is in front of the desk, the last one first.
func (s *Studio) Asides(ctx context.Context, desk Desk, course uuid.UUID) ([]Aside, error) {
	asides := []Aside{}
	const query = `SELECT id, removed_at AS at FROM drafts d WHERE course_id = ? AND removed_at IS NOT NULL AND ? ORDER BY removed_at DESC, id`
	if err := s.db.NewRaw(query, course, desk.may()).Scan(ctx, &asides); err != nil {
		return nil, fmt.Errorf("listing drafts that were set aside: %w", err)
	}
	return asides, nil
}

// SetAside takes a draft out of sight, with all that is written in it. NotFound studio.no_draft.
func SetAside(ctx context.Context, tx bun.Tx, desk Desk) error {
	const statement = `UPDATE drafts d SET removed_at = now() WHERE id = ? AND removed_at IS NULL AND ?`
	return pg.ChangeOne(ctx, tx, "studio.no_draft", statement, desk.Draft, desk.may())
}

// TakeUp brings a draft back that was set aside, in place of the one on the desk, which is of the same course and is set aside in its
// turn. NotFound studio.no_draft.
func (s *Studio) TakeUp(ctx context.Context, desk Desk, aside uuid.UUID) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := SetAside(ctx, tx, desk); err != nil {
			return err
		}
		const statement = `UPDATE drafts d SET removed_at = NULL WHERE id = ? AND removed_at IS NOT NULL AND ?
			AND course_id = (SELECT course_id FROM drafts WHERE id = ?)`
		return pg.ChangeOne(ctx, tx, "studio.no_draft", statement, aside, desk.may(), desk.Draft)
	})
}
