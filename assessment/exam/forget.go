package exam

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Running counts the exams that a learner is in the middle of, by the database's clock. Their attempts, and all others of the
// learner, stay as they are until the transaction ends.
func (s *Store) Running(ctx context.Context, tx bun.Tx, learnerID uuid.UUID) (running int, err error) {
	const query = `SELECT count(*) FILTER (WHERE open) FROM (
		SELECT a.submitted_at IS NULL AND q.kind = 'exam' AND coalesce(a.deadline > clock_timestamp(), true) AS open
		FROM attempts a JOIN quizzes q ON q.id = a.quiz_id WHERE a.learner_id = ? ORDER BY a.id FOR UPDATE OF a) mine`
	if err := tx.NewRaw(query, learnerID).Scan(ctx, &running); err != nil {
		return 0, fmt.Errorf("looking for running exams: %w", err)
	}
	return running, nil
}

// Forget deletes the attempts of a learner with all their answers, the one way in which the journal loses anything. What
// rests on the attempts, such as an enrolment that one of them completed, has to be gone before.
func (s *Store) Forget(ctx context.Context, tx bun.Tx, learnerID uuid.UUID) error {
	const mine = `(SELECT id FROM attempts WHERE learner_id = ?0)`
	for _, statement := range []string{
		`SELECT set_config('vatra.forgotten_learner', ?0::text, true)`,
		`DELETE FROM answers WHERE attempt_id IN ` + mine,
		`DELETE FROM attempt_slots WHERE attempt_id IN ` + mine,
		`DELETE FROM attempts WHERE learner_id = ?0`,
		`DELETE FROM attempts_carried WHERE learner_id = ?0`,
		`SELECT set_config('vatra.forgotten_learner', '', true)`,
	} {
		if _, err := tx.ExecContext(ctx, statement, learnerID); err != nil {
			return fmt.Errorf("forgetting a learner's attempts: %w", err)
		}
	}
	return nil
}
