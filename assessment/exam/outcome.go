package exam

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"

	"vatra/assessment"
)

// Outcome is what a learner has reached in a quiz, by its GradeBy, over the submitted attempts.
type Outcome struct {
	Mark        decimal.Decimal // per cent, unrounded; see Rounded
	Passed      bool
	Attempts    int       // submitted
	OpenAttempt uuid.UUID // zero: none
}

// Ranking and averaging are done in numeric. With all attempts still open, the mark is null.
const (
	outcomes       = "SELECT " + outcomeColumns + outcomeTables
	outcomeColumns = `q.id, q.pass_mark, count(a.submitted_at),
       CASE q.grade_by
           WHEN 'best' THEN max(a.mark)
           WHEN 'average' THEN avg(a.mark)
           WHEN 'first' THEN (array_agg(a.mark ORDER BY a.number) FILTER (WHERE a.mark IS NOT NULL))[1]
           WHEN 'last' THEN (array_agg(a.mark ORDER BY a.number DESC) FILTER (WHERE a.mark IS NOT NULL))[1]
       END,
       (array_agg(a.id) FILTER (WHERE a.submitted_at IS NULL))[1]`
	outcomeTables = ` FROM quizzes q
JOIN (SELECT *, score * 100 / max_score AS mark FROM attempts) a ON a.quiz_id = q.id `
)

// Outcomes are the learner's outcomes by quiz; a quiz never started is left out. One statement, however many quizzes.
func (s *Store) Outcomes(
	ctx context.Context, db bun.IDB, learnerID uuid.UUID, quizIDs []uuid.UUID,
) (map[uuid.UUID]Outcome, error) {
	if len(quizIDs) == 0 {
		return map[uuid.UUID]Outcome{}, nil
	}
	//nolint:rowserrcheck // readOutcomes does
	found, err := db.QueryContext(ctx, outcomes+`WHERE a.learner_id = ? AND q.id IN (?) GROUP BY q.id`,
		learnerID, bun.List(quizIDs))
	if err != nil {
		return nil, fmt.Errorf("reading outcomes: %w", err)
	}
	defer found.Close()
	return readOutcomes(found)
}

// CurrentOutcomes is Outcomes outside of a transaction, as a prepared statement for hot pages.
func (s *Store) CurrentOutcomes(
	ctx context.Context, learnerID uuid.UUID, quizIDs []uuid.UUID,
) (map[uuid.UUID]Outcome, error) {
	if len(quizIDs) == 0 {
		return map[uuid.UUID]Outcome{}, nil
	}
	found, err := s.db.Pool.Query(ctx, outcomes+`WHERE a.learner_id = $1 AND q.id = ANY ($2) GROUP BY q.id`,
		learnerID, quizIDs)
	if err != nil {
		return nil, fmt.Errorf("reading outcomes: %w", err)
	}
	defer found.Close()
	return readOutcomes(found)
}

func readOutcomes(from rows) (map[uuid.UUID]Outcome, error) {
	read := map[uuid.UUID]Outcome{}
	for from.Next() {
		quiz, one, err := readOutcome(from)
		if err != nil {
			return nil, err
		}
		read[quiz] = one
	}
	if err := from.Err(); err != nil {
		return nil, fmt.Errorf("reading outcomes: %w", err)
	}
	return read, nil
}

// readOutcome reads one row that begins with outcomeColumns; what follows them goes into more.
func readOutcome(from rows, more ...any) (quiz uuid.UUID, one Outcome, err error) {
	var passMark decimal.Decimal
	var mark decimal.NullDecimal
	var open uuid.NullUUID
	if err := from.Scan(append([]any{&quiz, &passMark, &one.Attempts, &mark, &open}, more...)...); err != nil {
		return quiz, one, fmt.Errorf("reading outcomes: %w", err)
	}
	one.Mark, one.OpenAttempt = mark.Decimal, open.UUID
	one.Passed = mark.Valid && assessment.Meets(mark.Decimal, passMark)
	return quiz, one, nil
}
