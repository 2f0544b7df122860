package exam

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"

	"vatra/lms/fault"
)

// Start begins an attempt, or gives the one that is open: a learner has at most one open attempt at a quiz, however
// often and from wherever it is started. The attempt freezes its questions, their order and that of their choices. Its
// deadline is the earlier of the time limit and the quiz's closing, by the database's clock.
//
// An open attempt whose deadline has passed is closed and marked first. Start refuses with a Conflict before the quiz
// opens (assessment.not_open_yet), once it has closed (assessment.quiz_closed) and when no attempt is left
// (assessment.no_attempts_left). The isolation of a transaction given must be read committed, PostgreSQL's own.
func (s *Store) Start(ctx context.Context, db bun.IDB, quizID, learnerID uuid.UUID) (*Attempt, error) {
	quiz, err := s.Quiz(ctx, quizID)
	if err != nil {
		return nil, err
	}
	var attempt *Attempt
	err = db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		// The unique index would refuse a second open attempt too, but by breaking the caller's transaction.
		if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended(?, 0))`,
			"attempt "+quizID.String()+" "+learnerID.String()); err != nil {
			return err
		}
		open, err := s.openAttempt(ctx, tx, quizID, learnerID)
		switch {
		case err == nil && open.Open():
			attempt = open
			return nil
		case err == nil:
			if _, err := s.end(ctx, tx, open.ID); err != nil {
				return err
			}
		case !fault.Is(err, fault.NotFound):
			return err
		}
		attempt, err = s.begin(ctx, tx, quiz, learnerID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return attempt, nil
}

func (s *Store) openAttempt(ctx context.Context, db bun.IDB, quizID, learnerID uuid.UUID) (*Attempt, error) {
	//nolint:rowserrcheck // readAttempt does
	found, err := db.QueryContext(ctx,
		attemptColumns+`a.quiz_id = ? AND a.learner_id = ? AND a.submitted_at IS NULL`+bySlot, quizID, learnerID)
	if err != nil {
		return nil, fmt.Errorf("looking for an open attempt: %w", err)
	}
	defer found.Close()
	return s.readAttempt(ctx, found)
}

type attemptSlotRow struct {
	bun.BaseModel `bun:"table:attempt_slots"`

	AttemptID         uuid.UUID
	Slot              int
	QuestionVersionID uuid.UUID
	Key               string
	ChoiceOrder       []string `bun:",array"`
}

// begin decides by the clock of the inserting statement whether the quiz is open and an attempt left.
const begin = `
WITH quiz AS MATERIALIZED (
    SELECT *, clock_timestamp() AS now FROM quizzes WHERE id = ?0
), used AS MATERIALIZED (
    SELECT count(*) AS attempts, coalesce(max(number), 0) AS number FROM attempts WHERE quiz_id = ?0 AND learner_id = ?1
), begun AS (
    INSERT INTO attempts (id, quiz_id, learner_id, number, started_at, deadline, max_score)
    SELECT ?2, quiz.id, ?1, used.number + 1, quiz.now,
           least(quiz.now + quiz.time_limit_seconds * interval '1 second', quiz.closes_at), ?3
    FROM quiz, used
    WHERE (opens_at IS NULL OR now >= opens_at) AND (closes_at IS NULL OR now < closes_at)
      AND (max_attempts IS NULL OR used.attempts < max_attempts)
    RETURNING number, deadline
)
SELECT quiz.now, begun.number, begun.deadline FROM quiz LEFT JOIN begun ON true`

func (s *Store) begin(ctx context.Context, tx bun.Tx, quiz *Quiz, learnerID uuid.UUID) (*Attempt, error) {
	attempt := &Attempt{ID: newID(), QuizID: quiz.ID, LearnerID: learnerID}
	slots, err := quiz.slots(attempt)
	if err != nil {
		return nil, err
	}
	var number *int
	var deadline *time.Time
	err = tx.QueryRowContext(ctx, begin, quiz.ID, learnerID, attempt.ID, attempt.MaxScore).
		Scan(&attempt.Now, &number, &deadline)
	if err != nil {
		return nil, fmt.Errorf("beginning an attempt: %w", err)
	}
	attempt.Now = attempt.Now.UTC()
	if number == nil {
		return nil, quiz.refuse(attempt.Now)
	}
	attempt.Number, attempt.StartedAt, attempt.Deadline = *number, attempt.Now, deref(deadline).UTC()
	if _, err := tx.NewInsert().Model(&slots).Exec(ctx); err != nil {
		return nil, fmt.Errorf("freezing the questions of an attempt: %w", err)
	}
	return attempt, nil
}

// slots draws and orders the attempt's questions, and sets what they are worth.
func (q *Quiz) slots(attempt *Attempt) ([]attemptSlotRow, error) {
	random := newRandom()
	asked, err := q.ask(random)
	if err != nil {
		return nil, err
	}
	if q.Kind == Check {
		random = nil // the same before and after the first answer
	}
	rows := make([]attemptSlotRow, len(asked))
	attempt.MaxScore = decimal.Zero
	attempt.Slots = make([]Slot, len(asked))
	for i, index := range asked {
		question := q.Questions[index]
		slot := Slot{
			Number: i + 1, Key: question.Key, Question: question, Order: orderOf(question, q.ShuffleChoices, random),
		}
		attempt.Slots[i] = slot
		attempt.MaxScore = attempt.MaxScore.Add(question.Points)
		rows[i] = attemptSlotRow{
			AttemptID: attempt.ID, Slot: slot.Number, QuestionVersionID: q.versions[index], Key: slot.Key,
			ChoiceOrder: append([]string{}, slot.Order...),
		}
	}
	return rows, nil
}

// refuse says why no attempt could begin at this time.
func (q *Quiz) refuse(now time.Time) error {
	switch {
	case !q.OpensAt.IsZero() && now.Before(q.OpensAt):
		return fault.New(fault.Conflict, "assessment.not_open_yet", "Opens", q.OpensAt)
	case !q.ClosesAt.IsZero() && !now.Before(q.ClosesAt):
		return fault.New(fault.Conflict, "assessment.quiz_closed", "Closed", q.ClosesAt)
	default:
		return fault.New(fault.Conflict, "assessment.no_attempts_left", "Attempts", q.MaxAttempts)
	}
}
