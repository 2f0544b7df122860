package exam

import (
	"context"
	"fmt"

	"github.com/google/uuid"
)

const outcomesByLearner = "SELECT " + outcomeColumns + ", a.learner_id" + outcomeTables +
	"WHERE a.learner_id = ANY ($1) AND q.id = ANY ($2) GROUP BY q.id, a.learner_id"

// OutcomesOfMany is Outcomes for many learners at once, by learner and then by quiz, in one statement however many
// there are. A learner who has started none of the quizzes is left out.
func (s *Store) OutcomesOfMany(
	ctx context.Context, learnerIDs, quizIDs []uuid.UUID,
) (map[uuid.UUID]map[uuid.UUID]Outcome, error) {
	read := map[uuid.UUID]map[uuid.UUID]Outcome{}
	if len(learnerIDs) == 0 || len(quizIDs) == 0 {
		return read, nil
	}
	found, err := s.db.Pool.Query(ctx, outcomesByLearner, learnerIDs, quizIDs)
	if err != nil {
		return nil, fmt.Errorf("reading the outcomes of many: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var learner uuid.UUID
		quiz, one, err := readOutcome(found, &learner)
		if err != nil {
			return nil, err
		}
		if read[learner] == nil {
			read[learner] = map[uuid.UUID]Outcome{}
		}
		read[learner][quiz] = one
	}
	if err := found.Err(); err != nil {
		return nil, fmt.Errorf("reading the outcomes of many: %w", err)
	}
	return read, nil
}
