package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"
)

// Kind says how a quiz is taken.
type Kind string

// The kinds of quiz.
const (
	Exam  Kind = "exam"  // taken as a whole and submitted
	Check Kind = "check" // questions inside a lesson, answered one by one with feedback at once; see CheckState
)

// GradeBy says which attempt counts.
type GradeBy string

// Which attempt counts; Average is the mean of all that were submitted.
const (
	Best    GradeBy = "best"
	Last    GradeBy = "last"
	First   GradeBy = "first"
	Average GradeBy = "average"
)

// Review says when a learner may see which answers were right, with their feedback.
type Review string

// When feedback is shown. ReviewClosed waits until nobody can use it to answer better: closes_at has passed or, for
// this learner, no attempt is left. The mark itself is always shown after submitting.
const (
	ReviewDuring Review = "during" // at once after each answer, and after submitting
	ReviewAfter  Review = "after"  // after submitting
	ReviewClosed Review = "closed"
	ReviewNever  Review = "never"
)

// Quiz is a frozen set of questions with the rules of taking it. Zero values mean: no time limit, no opening, no
// closing, any number of attempts.
type Quiz struct {
	ID               uuid.UUID
	Kind             Kind
	Titles           Texts
	TimeLimit        time.Duration // whole seconds
	OpensAt          time.Time
	ClosesAt         time.Time
	MaxAttempts      int
	PassMark         decimal.Decimal // per cent of the points
	ShuffleQuestions bool
	ShuffleChoices   bool
	GradeBy          GradeBy
	Review           Review
	Draws            []Draw     // none: all questions are asked
	Questions        []Question // what CreateQuiz was given, in order; filled by Store.Quiz
}

// Draw asks Count questions chosen at random from those with the tag.
type Draw struct {
	Tag   string
	Count int
}

// CreateQuiz keeps the quiz and its questions, frozen from now on.
func (s *Store) CreateQuiz(ctx context.Context, db bun.IDB, quiz Quiz, questions []Question) (uuid.UUID, error) {
	panic("being written")
}

// Quiz is the frozen quiz with its questions, from memory where it was read before.
func (s *Store) Quiz(ctx context.Context, id uuid.UUID) (*Quiz, error) { panic("being written") }

type quizCache struct{}

func newQuizCache() *quizCache { return &quizCache{} }
