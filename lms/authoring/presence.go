package authoring

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/pg"
)

// Here is how long somebody counts as being at a lesson after their page was heard of last; a page speaks twice within it.
const Here = time.Minute

// Neighbour is somebody who has the same draft before them.
type Neighbour struct {
	Name string `bun:"name"`
	Same bool   `bun:"same"` // the same lesson too
}

// Sit notes that the actor has a lesson before them, and tells who else writes the draft just now: in one statement. NotFound
// studio.no_piece for what is no lesson of a draft that is theirs to write.
func (a *Authoring) Sit(ctx context.Context, actor access.Actor, draftID, lesson uuid.UUID) ([]Neighbour, error) {
	desk, err := a.desk(actor, draftID)
	if err != nil {
		return nil, err
	}
	const query = `WITH seat AS (INSERT INTO draft_presence (draft_id, user_id, lesson_id)
			SELECT d.id, ?0, p.id FROM drafts d JOIN pieces p ON p.draft_id = d.id AND p.id = ?1 AND p.kind = 'lesson'
			WHERE d.id = ?2 AND d.removed_at IS NULL AND ?3
			ON CONFLICT (draft_id, user_id) DO UPDATE SET lesson_id = excluded.lesson_id, seen_at = now() RETURNING draft_id)
		SELECT coalesce(u.name, '') AS name, coalesce(h.lesson_id = ?1, false) AS same FROM seat
		LEFT JOIN draft_presence h ON h.draft_id = seat.draft_id AND h.user_id <> ?0 AND h.seen_at > now() - make_interval(secs => ?4)
		LEFT JOIN users u ON u.id = h.user_id ORDER BY same DESC, u.name, u.id`
	var found []Neighbour
	if err := a.db.NewRaw(query, pg.OrNull(actor.UserID), lesson, draftID, desk.May, Here.Seconds()).Scan(ctx, &found); err != nil {
		return nil, fmt.Errorf("taking a seat at a draft: %w", err)
	}
	if len(found) == 0 {
		return nil, fault.New(fault.NotFound, "studio.no_piece")
	}
	if found[0].Name == "" { // nobody else
		found = found[1:]
	}
	return found, nil
}
