package exam

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/lms/pg"
)

// Outcome is what a learner has reached in a quiz, by its GradeBy, over the submitted attempts, those carried from
// another version of it too.
type Outcome struct {
	Mark        decimal.Decimal // per cent, unrounded; see Rounded
	Passed      bool
	Attempts    int       // submitted
	OpenAttempt uuid.UUID // zero: none
	ClosesAt    time.Time // of the quiz, by the rules that it was frozen with; zero: never
	Shut        bool      // it is closed by now
}

// outcomes ranks and averages in numeric: $1 the learners, $2 the quizzes. With all attempts still open, the mark is null.
const outcomes = `
SELECT l.id, q.id, q.pass_mark, count(a.submitted_at),
       CASE q.grade_by
           WHEN 'best' THEN max(a.mark)
           WHEN 'average' THEN avg(a.mark)
           WHEN 'first' THEN (array_agg(a.mark ORDER BY a.started_at) FILTER (WHERE a.mark IS NOT NULL))[1]
           WHEN 'last' THEN (array_agg(a.mark ORDER BY a.started_at DESC) FILTER (WHERE a.mark IS NOT NULL))[1]
       END,
       (array_agg(a.id) FILTER (WHERE a.id IS NOT NULL AND a.submitted_at IS NULL))[1],
       q.closes_at, coalesce(q.closes_at <= now(), false)
FROM unnest($1::uuid[]) l (id) CROSS JOIN quizzes q
LEFT JOIN (SELECT *, score * 100 / nullif(max_score, 0) AS mark FROM counted_attempts
      WHERE learner_id = ANY ($1) AND counts_in = ANY ($2)) a ON a.counts_in = q.id AND a.learner_id = l.id
WHERE q.id = ANY ($2) AND (a.id IS NOT NULL OR q.closes_at IS NOT NULL)
GROUP BY q.id, l.id`

// Outcomes are the learner's outcomes by quiz; a quiz never started is left out, unless it closes some day. One prepared statement, however many
// quizzes.
func (s *Store) Outcomes(
	ctx context.Context, db bun.IDB, learnerID uuid.UUID, quizIDs []uuid.UUID,
) (map[uuid.UUID]Outcome, error) {
	read, err := readOutcomes(ctx, pg.On(db), []uuid.UUID{learnerID}, quizIDs)
	return read[learnerID], err
}

// OutcomesOfMany is Outcomes for many learners at once, by learner and then by quiz, in one statement however many there
// are. A learner who has started none of the quizzes is left out, unless one closes some day.
func (s *Store) OutcomesOfMany(
	ctx context.Context, learnerIDs, quizIDs []uuid.UUID,
) (map[uuid.UUID]map[uuid.UUID]Outcome, error) {
	return readOutcomes(ctx, s.db, learnerIDs, quizIDs)
}

func readOutcomes(
	ctx context.Context, db pg.Querier, learnerIDs, quizIDs []uuid.UUID,
) (map[uuid.UUID]map[uuid.UUID]Outcome, error) {
	read := map[uuid.UUID]map[uuid.UUID]Outcome{}
	if len(learnerIDs) == 0 || len(quizIDs) == 0 {
		return read, nil
	}
	err := db.Each(ctx, func(scan pg.Scan) error {
		var learner, quiz uuid.UUID
		var one Outcome
		var passMark decimal.Decimal
		var mark decimal.NullDecimal
		var open uuid.NullUUID
		var closes *time.Time
		if err := scan(&learner, &quiz, &passMark, &one.Attempts, &mark, &open, &closes, &one.Shut); err != nil {
			return err
		}
		one.Mark, one.OpenAttempt, one.ClosesAt = mark.Decimal, open.UUID, pg.UTC(closes)
		one.Passed = mark.Valid && assessment.Meets(mark.Decimal, passMark)
		if read[learner] == nil {
			read[learner] = map[uuid.UUID]Outcome{}
		}
		read[learner][quiz] = one
		return nil
	}, outcomes, learnerIDs, quizIDs)
	if err != nil {
		return nil, fmt.Errorf("reading outcomes: %w", err)
	}
	return read, nil
}
