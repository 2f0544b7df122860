package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"
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
	Number   int       // from 1, in the order asked
	Key      string    // the question's key in its quiz
	Question *Question // shared and frozen: do not change
	Order    []string  // ids of the choices, or of the options of a matching question, in the order shown
	Answer   *Answer   // the newest; nil: not answered
	Score    decimal.Decimal
}

// Answer is the newest entry of a slot's journal.
type Answer struct {
	Seq      int64
	Response Response
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

// Start begins an attempt, or gives the one that is open.
func (s *Store) Start(ctx context.Context, db bun.IDB, quizID, learnerID uuid.UUID) (*Attempt, error) {
	panic("being written")
}

// Attempt is the learner's own attempt with its questions and newest answers.
func (s *Store) Attempt(ctx context.Context, attemptID, learnerID uuid.UUID) (*Attempt, error) {
	panic("being written")
}

// Attempts are all of the learner's attempts at the quiz, oldest first, without their slots.
func (s *Store) Attempts(ctx context.Context, quizID, learnerID uuid.UUID) ([]Attempt, error) {
	panic("being written")
}
