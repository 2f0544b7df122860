package exam

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/lms/fault"
	"vatra/lms/pg"
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

// Remaining is the time left to answer when the attempt was read; zero when there is no deadline or none is left.
func (a *Attempt) Remaining() time.Duration {
	if a.Deadline.IsZero() {
		return 0
	}
	return max(0, a.Deadline.Sub(a.Now))
}

// attemptColumns are an attempt without its slots; see scan. They end with the clock, so that whatever is computed of the
// attempt is of one moment.
const attemptColumns = `SELECT a.id, a.quiz_id, a.learner_id, a.number, a.started_at, a.deadline, a.submitted_at,
       coalesce(a.closed_by, ''), coalesce(a.score, 0), a.max_score, coalesce(a.passed, false), clock_timestamp()`

// attemptWidth is the number of attemptColumns.
const attemptWidth = 12

// attemptSlots reads an attempt with one row a slot: question by version, order, newest answer. A condition on a follows
// it.
const attemptSlots = attemptColumns + `,
       ended.count, s.slot, s.question_version_id, s.key, s.choice_order, s.score,
       newest.seq, newest.response, newest.saved_at
FROM attempts a
CROSS JOIN LATERAL (
    SELECT count(*) FROM attempts o
    WHERE o.quiz_id = a.quiz_id AND o.learner_id = a.learner_id AND o.submitted_at IS NOT NULL
) ended
JOIN attempt_slots s ON s.attempt_id = a.id
LEFT JOIN LATERAL (
    SELECT seq, response, saved_at FROM answers WHERE attempt_id = s.attempt_id AND slot = s.slot
    ORDER BY seq DESC LIMIT 1
) newest ON true
WHERE `

// scan reads attemptColumns; what follows them goes into more. Of an attempt that is read already, only that.
func (a *Attempt) scan(scan pg.Scan, more ...any) error {
	if a.ID != uuid.Nil {
		return scan(append(make([]any, attemptWidth), more...)...) // pgx passes over what goes nowhere
	}
	var deadline, submitted *time.Time
	err := scan(append([]any{
		&a.ID, &a.QuizID, &a.LearnerID, &a.Number, &a.StartedAt, &deadline, &submitted,
		&a.ClosedBy, &a.Score, &a.MaxScore, &a.Passed, &a.Now,
	}, more...)...)
	a.StartedAt, a.Now, a.Deadline, a.SubmittedAt = a.StartedAt.UTC(), a.Now.UTC(), pg.UTC(deadline), pg.UTC(submitted)
	return err
}

// scanSlot reads a row of attemptSlots: the attempt again, and its next slot without the question.
func (a *Attempt) scanSlot(scan pg.Scan) (version uuid.UUID, err error) {
	var slot Slot
	var seq *int64
	var response []byte
	var saved *time.Time
	var score decimal.NullDecimal // null until it is marked
	err = a.scan(scan, &a.submitted, &slot.Number, &version, &slot.Key, &slot.Order, &score, &seq, &response, &saved)
	slot.Score = score.Decimal
	if err == nil && seq != nil {
		slot.Answer = &Answer{Seq: *seq, SavedAt: pg.UTC(saved)}
		err = json.Unmarshal(response, &slot.Answer.Response)
	}
	a.Slots = append(a.Slots, slot)
	return version, err
}

// readAttempt is the attempt for which the condition holds, with its questions and newest answers, by one prepared
// statement. NotFound where there is none.
func (s *Store) readAttempt(ctx context.Context, db pg.Querier, condition string, args ...any) (*Attempt, error) {
	attempt := &Attempt{}
	var versions []uuid.UUID
	err := db.Each(ctx, func(scan pg.Scan) error {
		version, err := attempt.scanSlot(scan)
		versions = append(versions, version)
		return err
	}, attemptSlots+condition+` ORDER BY s.slot`, args...)
	if err != nil {
		return nil, fmt.Errorf("reading an attempt: %w", err)
	}
	if len(versions) == 0 {
		return nil, attemptNotFound()
	}
	quiz, err := s.QuizOn(ctx, db, attempt.QuizID)
	if err != nil {
		return nil, err
	}
	for i, version := range versions {
		question := quiz.Version(version)
		if question == nil {
			return nil, fmt.Errorf("attempt %s asks question version %s, which its quiz does not have", attempt.ID, version)
		}
		attempt.Slots[i].Question = question
	}
	return attempt, nil
}

// Attempt is the learner's own attempt with its questions and newest answers, by one prepared statement. NotFound where
// there is none or it is another's.
func (s *Store) Attempt(ctx context.Context, attemptID, learnerID uuid.UUID) (*Attempt, error) {
	return s.readAttempt(ctx, s.db, `a.id = $1 AND a.learner_id = $2`, attemptID, learnerID)
}

func (s *Store) openAttempt(ctx context.Context, db pg.Querier, quizID, learnerID uuid.UUID) (*Attempt, error) {
	return s.readAttempt(ctx, db, `a.quiz_id = $1 AND a.learner_id = $2 AND a.submitted_at IS NULL`, quizID, learnerID)
}

// Attempts are all of the learner's attempts at the quiz, those carried from another version of it too, oldest first, without
// their slots.
func (s *Store) Attempts(ctx context.Context, quizID, learnerID uuid.UUID) ([]Attempt, error) {
	var attempts []Attempt
	err := s.db.Each(ctx, func(scan pg.Scan) error {
		var a Attempt
		err := a.scan(scan)
		attempts = append(attempts, a)
		return err
	}, attemptColumns+` FROM counted_attempts a WHERE a.counts_in = $1 AND a.learner_id = $2 ORDER BY a.started_at`, quizID, learnerID)
	if err != nil {
		return nil, fmt.Errorf("reading attempts: %w", err)
	}
	return attempts, nil
}

func attemptNotFound() error { return fault.New(fault.NotFound, "assessment.attempt_not_found") }
