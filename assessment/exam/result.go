package exam

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/assessment/quizzes"
	"vatra/lms/fault"
	"vatra/lms/pg"
)

// Result is a submitted attempt as its learner may see it.
type Result struct {
	Attempt  *Attempt                // Slots is empty where Reviewed is false
	Percent  decimal.Decimal         // unrounded; see Rounded
	Reviewed bool                    // answers, what was right and feedback may be shown
	Marks    map[int]assessment.Mark // by slot number, where Reviewed
}

// Submit ends the attempt and marks it from its frozen questions and the newest answers; a second submit gives the same
// result. Every answer that was acknowledged before is in the marks, and none is acknowledged after. Submitted after its
// deadline, the attempt ends at the deadline. NotFound where there is no such attempt or it is another's; a Conflict
// (assessment.check_not_submitted) for a quiz of kind check, whose one attempt stays open for ever.
func (s *Store) Submit(ctx context.Context, db bun.IDB, attemptID, learnerID uuid.UUID) (*Result, error) {
	var attempt *Attempt
	err := db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		owner, err := lockAttempt(ctx, tx, attemptID)
		if err != nil {
			return err
		}
		if owner.LearnerID != learnerID {
			return attemptNotFound()
		}
		if attempt, err = s.readAttempt(ctx, pg.On(tx), `a.id = $1`, attemptID); err != nil {
			return err
		}
		return s.end(ctx, tx, attempt)
	})
	if err != nil {
		return nil, err
	}
	return s.result(ctx, pg.On(db), attempt)
}

// Owner is whose attempt it is, and at which quiz.
type Owner struct {
	AttemptID uuid.UUID
	LearnerID uuid.UUID
	QuizID    uuid.UUID
}

const ownerOf = `SELECT learner_id, quiz_id FROM attempts WHERE id = ?`

func readOwner(ctx context.Context, db bun.IDB, statement string, attemptID uuid.UUID) (Owner, error) {
	owner := Owner{AttemptID: attemptID}
	err := db.QueryRowContext(ctx, statement, attemptID).Scan(&owner.LearnerID, &owner.QuizID)
	return owner, pg.Found(err, "assessment.attempt_not_found")
}

// Owner is whose attempt it is. NotFound where there is no such attempt.
func (s *Store) Owner(ctx context.Context, attemptID uuid.UUID) (Owner, error) {
	return readOwner(ctx, s.db, ownerOf, attemptID)
}

// lockAttempt waits for the saves that are under way and holds up those that come, until the transaction ends.
func lockAttempt(ctx context.Context, tx bun.Tx, attemptID uuid.UUID) (Owner, error) {
	return readOwner(ctx, tx, ownerOf+` FOR UPDATE`, attemptID)
}

// end marks an attempt and closes it; one that is closed already it leaves as it is. The attempt was locked, and its
// answers read in a later statement, which therefore saw every save that the lock has waited for.
func (s *Store) end(ctx context.Context, tx bun.Tx, attempt *Attempt) error {
	if !attempt.SubmittedAt.IsZero() {
		return nil
	}
	quiz, err := s.QuizOn(ctx, pg.On(tx), attempt.QuizID)
	if err != nil {
		return err
	}
	if quiz.Kind == quizzes.Check {
		return fault.New(fault.Conflict, "assessment.check_not_submitted")
	}
	attempt.ClosedBy, attempt.SubmittedAt = ByLearner, attempt.Now
	if !attempt.Deadline.IsZero() && attempt.Now.After(attempt.Deadline) {
		attempt.ClosedBy, attempt.SubmittedAt = ByDeadline, attempt.Deadline
	}
	attempt.submitted++
	attempt.Score = decimal.Zero
	for i := range attempt.Slots {
		slot := &attempt.Slots[i]
		slot.Score = slot.Question.Mark(slot.Response()).Score
		attempt.Score = attempt.Score.Add(slot.Score)
	}
	// Thirds that were rounded up add up to a trifle more than the whole.
	attempt.Score = decimal.Min(attempt.Score, attempt.MaxScore)
	attempt.Passed = assessment.Meets(assessment.Percent(attempt.Score, attempt.MaxScore), quiz.PassMark)
	return keepMarks(ctx, tx, attempt)
}

func keepMarks(ctx context.Context, tx bun.Tx, attempt *Attempt) error {
	type score struct {
		Slot  int
		Score decimal.Decimal `bun:"type:numeric"`
	}
	scores := make([]score, len(attempt.Slots))
	for i, slot := range attempt.Slots {
		scores[i] = score{Slot: slot.Number, Score: slot.Score}
	}
	_, err := tx.NewUpdate().With("marks", tx.NewValues(&scores)).Table("attempt_slots", "marks").
		Set("score = marks.score").
		Where("attempt_slots.attempt_id = ?", attempt.ID).Where("attempt_slots.slot = marks.slot").Exec(ctx)
	if err != nil {
		return fmt.Errorf("keeping the marks of slots: %w", err)
	}
	_, err = tx.ExecContext(ctx,
		`UPDATE attempts SET submitted_at = ?, closed_by = ?, score = ?, passed = ? WHERE id = ?`,
		attempt.SubmittedAt, attempt.ClosedBy, attempt.Score, attempt.Passed, attempt.ID)
	if err != nil {
		return fmt.Errorf("keeping the mark: %w", err)
	}
	return nil
}

// Result is the learner's own submitted attempt, with as much as the quiz's Review allows by now. NotFound where there
// is no such attempt or it is another's, a Conflict (assessment.not_submitted) while it is open.
func (s *Store) Result(ctx context.Context, attemptID, learnerID uuid.UUID) (*Result, error) {
	attempt, err := s.Attempt(ctx, attemptID, learnerID)
	if err != nil {
		return nil, err
	}
	return s.result(ctx, s.db, attempt)
}

func (s *Store) result(ctx context.Context, db pg.Querier, attempt *Attempt) (*Result, error) {
	if attempt.SubmittedAt.IsZero() {
		return nil, fault.New(fault.Conflict, "assessment.not_submitted")
	}
	quiz, err := s.QuizOn(ctx, db, attempt.QuizID)
	if err != nil {
		return nil, err
	}
	result := &Result{
		Attempt: attempt, Percent: assessment.Percent(attempt.Score, attempt.MaxScore),
		Reviewed: quiz.Reviewed(attempt.Now, attempt.submitted),
	}
	if !result.Reviewed {
		attempt.Slots = nil
		return result, nil
	}
	result.Marks = make(map[int]assessment.Mark, len(attempt.Slots))
	for _, slot := range attempt.Slots {
		result.Marks[slot.Number] = slot.mark()
	}
	return result, nil
}

// mark is what was kept when the attempt was marked, not what marking it anew would give.
func (s Slot) mark() assessment.Mark {
	mark := assessment.Mark{State: assessment.Partial, Score: s.Score, Points: s.Question.Points}
	switch {
	case s.Response().Empty():
		mark.State = assessment.Unanswered
	case !s.Question.Counts():
		mark.State = assessment.Noted
	case s.Score.IsZero():
		mark.State = assessment.Wrong
	case s.Score.Equal(mark.Points):
		mark.State = assessment.Right
	}
	return mark
}
