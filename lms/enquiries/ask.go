package enquiries

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/limits"
	"vatra/lms/pg"
)

// Ask puts a question about a lesson to the trainers of its course, and tells them by mail. The same question sent again
// while it waits is the one that waits: fresh is false, and nobody is told twice. Faults: Invalid with the field question;
// TooMany for somebody who has asked a lot within the hour.
func (s *Enquiries) Ask(
	ctx context.Context, actor access.Actor, version *content.Version, lesson content.Lesson, question string,
) (fresh bool, err error) {
	if err := actor.Require(access.Learn); err != nil {
		return false, err
	}
	question, err = checked("question", question)
	if err != nil {
		return false, err
	}
	if err := s.limits.Take(ctx, limits.AskAccount.Of(actor.UserID.String())); err != nil {
		return false, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return false, err
	}
	const statement = `INSERT INTO enquiries (id, user_id, course_id, version_id, lesson_id, question) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (user_id, lesson_id, md5(question)) WHERE answer IS NULL DO NOTHING`
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		done, err := tx.ExecContext(ctx, statement, id, actor.UserID, version.CourseID, version.ID, lesson.ID, question)
		if err != nil {
			return fmt.Errorf("keeping a question: %w", err)
		}
		written, err := done.RowsAffected()
		fresh = written > 0
		if err != nil || !fresh {
			return err
		}
		return s.tellTrainers(ctx, tx, actor, id, version, lesson)
	})
	return fresh, err
}

// Answer gives the answer, once, and tells whoever has asked. The same answer sent again is the one that was given. Faults:
// Invalid with the field answer; NotFound enquiries.not_found; Conflict enquiries.answered where somebody else was quicker.
func (s *Enquiries) Answer(ctx context.Context, actor access.Actor, id uuid.UUID, answer string) error {
	enquiry, err := s.Enquiry(ctx, actor, id)
	if err != nil {
		return err
	}
	answer, err = checked("answer", answer)
	if err != nil {
		return err
	}
	const statement = `UPDATE enquiries q SET answer = ?, answered_at = now(), answered_by = ?
		WHERE q.id = ? AND q.answer IS NULL AND ?`
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		done, err := tx.ExecContext(ctx, statement, answer, pg.OrNull(actor.UserID), id, within(actor))
		if err != nil {
			return fmt.Errorf("keeping an answer: %w", err)
		}
		written, err := done.RowsAffected()
		if err != nil {
			return err
		}
		if written == 0 {
			return s.answeredAlready(ctx, tx, id, answer)
		}
		return s.tellAsker(ctx, tx, actor, enquiry, answer)
	})
}

// answeredAlready is nil where the answer there is the same.
func (s *Enquiries) answeredAlready(ctx context.Context, tx bun.Tx, id uuid.UUID, answer string) error {
	var same bool
	const query = `SELECT EXISTS (SELECT FROM enquiries WHERE id = ? AND answer = ?)`
	if err := tx.NewRaw(query, id, answer).Scan(ctx, &same); err != nil || same {
		return err
	}
	return fault.New(fault.Conflict, "enquiries.answered")
}
