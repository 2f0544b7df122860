package editions

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/assessment/quizzes"
	"vatra/content/versions"
	"vatra/lms/access"
	"vatra/lms/fault"
)

// Again publishes an older version once more, as the next one, and gives its number: it says what the older one says, which stays
// as it is, and so does the draft. base is the number of the version that was public when the actor looked. Conflict
// studio.published_meanwhile where that is another one by now, and versions.is_current for the one that is public; NotFound
// content.version_not_found.
func (e *Editions) Again(ctx context.Context, actor access.Actor, draftID uuid.UUID, number int, base int) (int, error) {
	draft, known, err := e.Versions(ctx, actor, draftID)
	if err != nil {
		return 0, err
	}
	version, err := e.numbered(ctx, known, number)
	if err != nil {
		return 0, err
	}
	if version.ID == known[0].ID {
		return 0, fault.New(fault.Conflict, "versions.is_current", "Number", number)
	}
	var old []uuid.UUID
	for _, lesson := range version.Lessons() {
		if lesson.QuizID != uuid.Nil {
			old = append(old, lesson.QuizID)
		}
	}
	var made int
	err = e.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		newest, err := e.newest(ctx, tx, actor, draft.ID, version.Code)
		if err != nil {
			return err
		}
		if newest != base {
			return fault.New(fault.Conflict, "studio.published_meanwhile", "Number", newest)
		}
		fresh, err := quizzes.Copy(ctx, tx, old)
		if err != nil {
			return err
		}
		id, err := versions.Copy(ctx, tx, versions.Again{Of: version.ID, By: actor.UserID, Quizzes: fresh})
		if err != nil {
			return err
		}
		if made, err = e.courses.Publish(ctx, tx, id); err != nil {
			return err
		}
		return e.published(ctx, tx)
	})
	return made, err
}
