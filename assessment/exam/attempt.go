package exam

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/lms/fault"
)

// Attempt is one learner's try at a quiz: questions, their order and that of their choices are frozen at the start.
type Attempt struct {
	ID          uuid.UUID
	QuizID      uuid.UUID
	LearnerID   uuid.UUID
	Number      int // from 1
	StartedAt   time.Time
	Deadline    time.Time // zero: none
	SubmittedAt time.Time // zero: still open
	ClosedBy    ClosedBy
	Score       decimal.Decimal // points, once submitted
	MaxScore    decimal.Decimal
	Passed      bool
	Slots       []Slot
	Now         time.Time // the database's clock when this was read

	submitted int // attempts at the quiz that the learner has submitted, this one too
}

// ClosedBy says what ended an attempt.
type ClosedBy string

// What ends an attempt.
const (
	ByLearner  ClosedBy = "learner"
	ByDeadline ClosedBy = "deadline"
)

// Slot is one question of an attempt.
type Slot struct {
	Number   int                  // from 1, in the order asked
	Key      string               // the question's key in its quiz
	Question *assessment.Question // shared and frozen: do not change
	Order    []string             // ids of the choices, or of the options of a matching question, in the order shown
	Answer   *Answer              // the newest; nil: not answered
	Score    decimal.Decimal
}

// Response is the newest answer, empty where there is none.
func (s Slot) Response() assessment.Response {
	if s.Answer == nil {
		return assessment.Response{}
	}
	return s.Answer.Response
}

// Answer is the newest entry of a slot's journal.
type Answer struct {
	Seq      int64
	Response assessment.Response
	SavedAt  time.Time
}

// Open reports whether answers are still taken, by the database's clock when the attempt was read.
func (a *Attempt) Open() bool {
	return a.SubmittedAt.IsZero() && (a.Deadline.IsZero() || !a.Now.After(a.Deadline))
}

// Slot is the attempt's slot with this number. NotFound where there is none.
func (a *Attempt) Slot(number int) (*Slot, error) {
	for i := range a.Slots {
		if a.Slots[i].Number == number {
			return &a.Slots[i], nil
		}
	}
	return nil, fault.New(fault.NotFound, "assessment.slot_not_found")
}

// Remaining is the time left to answer when the attempt was read; zero when there is no deadline or none is left.
func (a *Attempt) Remaining() time.Duration {
	if a.Deadline.IsZero() {
		return 0
	}
	return max(0, a.Deadline.Sub(a.Now))
}

// attemptColumns reads an attempt with one row a slot: questions by version, order, newest answer. A condition on a
// follows it, and then bySlot.
const attemptColumns = `
SELECT a.id, a.quiz_id, a.learner_id, a.number, a.started_at, a.deadline, a.submitted_at, a.closed_by, a.score,
       a.max_score, a.passed, clock_timestamp(),
       (SELECT count(*) FROM attempts o
        WHERE o.quiz_id = a.quiz_id AND o.learner_id = a.learner_id AND o.submitted_at IS NOT NULL),
       s.slot, s.question_version_id, s.key, array_to_json(s.choice_order), s.score,
       newest.seq, newest.response, newest.saved_at
FROM attempts a
JOIN attempt_slots s ON s.attempt_id = a.id
LEFT JOIN LATERAL (
    SELECT seq, response, saved_at FROM answers WHERE attempt_id = s.attempt_id AND slot = s.slot
    ORDER BY seq DESC LIMIT 1
) newest ON true
WHERE `

const bySlot = ` ORDER BY s.slot`

// rows is what pgx and database/sql have in common.
type rows interface {
	Next() bool
	Scan(into ...any) error
	Err() error
}

// readAttempt gathers the rows of attemptColumns. NotFound where there are none.
func (s *Store) readAttempt(ctx context.Context, from rows) (*Attempt, error) {
	attempt := &Attempt{}
	var versions []uuid.UUID
	for from.Next() {
		version, err := attempt.scan(from)
		if err != nil {
			return nil, fmt.Errorf("reading an attempt: %w", err)
		}
		versions = append(versions, version)
	}
	if err := from.Err(); err != nil {
		return nil, fmt.Errorf("reading an attempt: %w", err)
	}
	if len(versions) == 0 {
		return nil, attemptNotFound()
	}
	quiz, err := s.Quiz(ctx, attempt.QuizID)
	if err != nil {
		return nil, err
	}
	for i, version := range versions {
		question := quiz.version(version)
		if question == nil {
			return nil, fmt.Errorf("attempt %s asks question version %s, which its quiz does not have", attempt.ID, version)
		}
		attempt.Slots[i].Question = question
	}
	return attempt, nil
}

// scan reads one row: the attempt again, and its next slot without the question.
func (a *Attempt) scan(from rows) (version uuid.UUID, err error) {
	var slot Slot
	var deadline, submitted, saved *time.Time
	var closedBy *ClosedBy
	var score, slotScore decimal.NullDecimal
	var passed *bool
	var seq *int64
	var order, response []byte
	err = from.Scan(&a.ID, &a.QuizID, &a.LearnerID, &a.Number, &a.StartedAt, &deadline, &submitted, &closedBy, &score,
		&a.MaxScore, &passed, &a.Now, &a.submitted,
		&slot.Number, &version, &slot.Key, &order, &slotScore, &seq, &response, &saved)
	if err != nil {
		return uuid.Nil, err
	}
	a.StartedAt, a.Now = a.StartedAt.UTC(), a.Now.UTC()
	a.Deadline, a.SubmittedAt = deref(deadline).UTC(), deref(submitted).UTC()
	a.ClosedBy, a.Score, a.Passed = deref(closedBy), score.Decimal, deref(passed)
	slot.Score = slotScore.Decimal
	if err := json.Unmarshal(order, &slot.Order); err != nil {
		return uuid.Nil, err
	}
	if seq != nil {
		slot.Answer = &Answer{Seq: *seq, SavedAt: saved.UTC()}
		if err := json.Unmarshal(response, &slot.Answer.Response); err != nil {
			return uuid.Nil, err
		}
	}
	a.Slots = append(a.Slots, slot)
	return version, nil
}

// Attempt is the learner's own attempt with its questions and newest answers, by one prepared statement. NotFound where
// there is none or it is another's.
func (s *Store) Attempt(ctx context.Context, attemptID, learnerID uuid.UUID) (*Attempt, error) {
	found, err := s.db.Pool.Query(ctx, attemptColumns+`a.id = $1 AND a.learner_id = $2`+bySlot, attemptID, learnerID)
	if err != nil {
		return nil, fmt.Errorf("reading an attempt: %w", err)
	}
	defer found.Close()
	return s.readAttempt(ctx, found)
}

// attemptIn is Attempt inside a transaction.
func (s *Store) attemptIn(ctx context.Context, db bun.IDB, attemptID uuid.UUID) (*Attempt, error) {
	//nolint:rowserrcheck // readAttempt does
	found, err := db.QueryContext(ctx, attemptColumns+`a.id = ?`+bySlot, attemptID)
	if err != nil {
		return nil, fmt.Errorf("reading an attempt: %w", err)
	}
	defer found.Close()
	return s.readAttempt(ctx, found)
}

// Attempts are all of the learner's attempts at the quiz, oldest first, without their slots.
func (s *Store) Attempts(ctx context.Context, quizID, learnerID uuid.UUID) ([]Attempt, error) {
	found, err := s.db.Pool.Query(ctx, `
SELECT id, quiz_id, learner_id, number, started_at, deadline, submitted_at, closed_by, score, max_score, passed,
       clock_timestamp()
FROM attempts WHERE quiz_id = $1 AND learner_id = $2 ORDER BY number`, quizID, learnerID)
	if err != nil {
		return nil, fmt.Errorf("reading attempts: %w", err)
	}
	defer found.Close()
	var attempts []Attempt
	for found.Next() {
		var a Attempt
		var deadline, submitted *time.Time
		var closedBy *ClosedBy
		var score decimal.NullDecimal
		var passed *bool
		if err := found.Scan(&a.ID, &a.QuizID, &a.LearnerID, &a.Number, &a.StartedAt, &deadline, &submitted, &closedBy,
			&score, &a.MaxScore, &passed, &a.Now); err != nil {
			return nil, fmt.Errorf("reading attempts: %w", err)
		}
		a.StartedAt, a.Now = a.StartedAt.UTC(), a.Now.UTC()
		a.Deadline, a.SubmittedAt = deref(deadline).UTC(), deref(submitted).UTC()
		a.ClosedBy, a.Score, a.Passed = deref(closedBy), score.Decimal, deref(passed)
		attempts = append(attempts, a)
	}
	return attempts, found.Err()
}

func attemptNotFound() error { return fault.New(fault.NotFound, "assessment.attempt_not_found") }
