package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"
)

// Result is a submitted attempt as its learner may see it.
type Result struct {
	Attempt  *Attempt        // without questions and answers in Slots where Reviewed is false
	Percent  decimal.Decimal // unrounded; see Rounded
	Reviewed bool            // the answers, what was right and the feedback may be shown
	Marks    map[int]Mark    // by slot number, where Reviewed
}

// Rounded is a percentage as it is shown: two places, half up. Passing is decided on the unrounded.
func Rounded(percent decimal.Decimal) decimal.Decimal { return percent.Round(2) }

// Submit ends the attempt and marks it; a second submit gives the same result.
func (s *Store) Submit(ctx context.Context, db bun.IDB, attemptID, learnerID uuid.UUID) (*Result, error) {
	panic("being written")
}

// Result is the learner's own submitted attempt.
func (s *Store) Result(ctx context.Context, attemptID, learnerID uuid.UUID) (*Result, error) {
	panic("being written")
}

// Outcome is what a learner has reached in a quiz, by its GradeBy, over the submitted attempts.
type Outcome struct {
	Mark        decimal.Decimal // per cent, unrounded; see Rounded
	Passed      bool
	Attempts    int       // submitted
	OpenAttempt uuid.UUID // zero: none
}

// Outcomes are the learner's outcomes by quiz; a quiz never started is left out. One statement.
func (s *Store) Outcomes(ctx context.Context, db bun.IDB, learnerID uuid.UUID, quizIDs []uuid.UUID) (map[uuid.UUID]Outcome, error) {
	panic("being written")
}

// CurrentOutcomes is Outcomes outside of a transaction, as a prepared statement.
func (s *Store) CurrentOutcomes(ctx context.Context, learnerID uuid.UUID, quizIDs []uuid.UUID) (map[uuid.UUID]Outcome, error) {
	panic("being written")
}
