// Package carry lets what learners did in a quiz count in another one that takes its place, when they are moved to another version of a
// course. Nothing of what they did is changed.
//
// It knows no course. It must not import content, certificates or lms, the leaves aside.
package carry

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/assessment/quizzes"
)

// Counts reports whether what was done in a quiz counts in another one, which takes its place: it asks no question that the old
// one does not ask, counts attempts alike, and is passed at the same mark or a lower one. What the questions say may have changed.
func Counts(old, fresh *quizzes.Quiz) bool {
	known := map[assessment.Identity]bool{}
	for _, question := range old.Questions {
		known[question.Identity] = true
	}
	for _, question := range fresh.Questions {
		if !known[question.Identity] {
			return false
		}
	}
	return old.Kind == fresh.Kind && old.GradeBy == fresh.GradeBy && !fresh.PassMark.GreaterThan(old.PassMark)
}

// Attempts lets what learners did in an exam count in the one that takes its place, also what was carried to it before. Nothing of the
// attempts changes.
func Attempts(ctx context.Context, tx bun.Tx, learners []uuid.UUID, old, fresh *quizzes.Quiz) error {
	const statement = `INSERT INTO attempts_carried (learner_id, quiz_id, from_quiz_id)
		SELECT DISTINCT learner_id, ?0::uuid, quiz_id FROM attempts WHERE quiz_id = ?1 AND learner_id = ANY (?2::uuid[])
		UNION SELECT learner_id, ?0::uuid, from_quiz_id FROM attempts_carried WHERE quiz_id = ?1 AND learner_id = ANY (?2::uuid[])
		ON CONFLICT DO NOTHING`
	if _, err := tx.ExecContext(ctx, statement, fresh.ID, old.ID, pgdialect.Array(learners)); err != nil {
		return fmt.Errorf("carrying attempts: %w", err)
	}
	return nil
}

// Answers gives learners, in the questions of a lesson that take the place of others, the answers that they gave in those: the
// newest to each question which is still the same one and has the choices that were chosen. What they gave before stays where it is.
func Answers(ctx context.Context, tx bun.Tx, learners []uuid.UUID, old, fresh *quizzes.Quiz) error {
	begun, err := exam.BeginningOf(fresh)
	if err != nil {
		return err
	}
	slots, err := json.Marshal(slotsOf(old, fresh, begun))
	if err != nil {
		return err
	}
	const statement = `WITH slots AS (
			SELECT * FROM jsonb_to_recordset(?0::jsonb) s (slot int, asked uuid, key text, shown jsonb, room int, was uuid)),
		begun AS (
			INSERT INTO attempts (id, quiz_id, learner_id, number, started_at, max_score, saves_left, bytes_left, saves_at_once, saves_paid_until)
			SELECT gen_random_uuid(), ?1, learner_id, 1, started_at, ?2, ?3, ?4, ?5, saves_paid_until
			FROM attempts WHERE quiz_id = ?6 AND learner_id = ANY (?7::uuid[]) AND submitted_at IS NULL
			ON CONFLICT DO NOTHING RETURNING id, learner_id),
		asked AS (
			INSERT INTO attempt_slots (attempt_id, slot, question_version_id, key, choice_order, room)
			SELECT b.id, s.slot, s.asked, s.key, ARRAY(SELECT jsonb_array_elements_text(s.shown)), s.room FROM begun b CROSS JOIN slots s)
		INSERT INTO answers (attempt_id, slot, seq, response, saved_at)
		SELECT b.id, s.slot, 1, given.response, given.saved_at
		FROM begun b JOIN attempts a ON a.quiz_id = ?6 AND a.learner_id = b.learner_id
		JOIN attempt_slots o ON o.attempt_id = a.id JOIN slots s ON s.was = o.question_version_id
		CROSS JOIN LATERAL (SELECT response, saved_at FROM answers WHERE attempt_id = o.attempt_id AND slot = o.slot ORDER BY seq DESC LIMIT 1) given`
	_, err = tx.ExecContext(ctx, statement, string(slots), fresh.ID, begun.MaxScore, begun.Saves, begun.Bytes, begun.AtOnce, old.ID, pgdialect.Array(learners))
	if err != nil {
		return fmt.Errorf("carrying answers: %w", err)
	}
	return nil
}

// slot is one of an attempt that begins with the answers of another one.
type slot struct {
	Slot  int        `json:"slot"`
	Asked uuid.UUID  `json:"asked"`
	Key   string     `json:"key"`
	Shown []string   `json:"shown"`
	Room  int        `json:"room"`
	Was   *uuid.UUID `json:"was"` // the version whose answer it takes; nil: it is asked anew
}

func slotsOf(old, fresh *quizzes.Quiz, begun exam.Beginning) []slot {
	slots := make([]slot, len(begun.Slots))
	for i, its := range begun.Slots {
		slots[i] = slot{
			Slot: its.Number, Asked: fresh.VersionOf(its.Question), Key: its.Key, Shown: append([]string{}, its.Order...), Room: begun.Rooms[i],
		}
		for _, was := range old.Questions {
			if was.Identity == its.Question.Identity && its.Question.Has(was) {
				version := old.VersionOf(was)
				slots[i].Was = &version
			}
		}
	}
	return slots
}
