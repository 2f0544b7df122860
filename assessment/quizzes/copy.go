package quizzes

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// Copy makes frozen quizzes that are like others, in the transaction, and gives their ids by those of the others. They ask the
// very same versions of questions.
func Copy(ctx context.Context, tx bun.Tx, of []uuid.UUID) (map[uuid.UUID]uuid.UUID, error) {
	fresh := make(map[uuid.UUID]uuid.UUID, len(of))
	var news []uuid.UUID
	for _, old := range of {
		fresh[old] = newID()
		news = append(news, fresh[old])
	}
	const pairs = `WITH pairs AS (SELECT * FROM unnest(?::uuid[], ?::uuid[]) p (old, fresh)) `
	for _, statement := range []string{
		`INSERT INTO quizzes (id, kind, titles, time_limit_seconds, opens_at, closes_at, max_attempts, pass_mark, shuffle_questions,
				shuffle_choices, grade_by, review)
			SELECT p.fresh, q.kind, q.titles, q.time_limit_seconds, q.opens_at, q.closes_at, q.max_attempts, q.pass_mark,
				q.shuffle_questions, q.shuffle_choices, q.grade_by, q.review FROM pairs p JOIN quizzes q ON q.id = p.old`,
		`INSERT INTO quiz_slots (quiz_id, position, question_version_id, key)
			SELECT p.fresh, s.position, s.question_version_id, s.key FROM pairs p JOIN quiz_slots s ON s.quiz_id = p.old`,
		`INSERT INTO quiz_draws (quiz_id, position, tag, count)
			SELECT p.fresh, d.position, d.tag, d.count FROM pairs p JOIN quiz_draws d ON d.quiz_id = p.old`,
		`UPDATE quizzes SET state = 'frozen' WHERE id IN (SELECT fresh FROM pairs)`,
	} {
		if _, err := tx.ExecContext(ctx, pairs+statement, pgdialect.Array(of), pgdialect.Array(news)); err != nil {
			return nil, fmt.Errorf("copying quizzes: %w", err)
		}
	}
	return fresh, nil
}
