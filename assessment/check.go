package assessment

import (
	"context"

	"github.com/google/uuid"
)

// CheckState is how far a learner is with the questions of a lesson.
type CheckState struct {
	AttemptID uuid.UUID          // zero: not started
	Checks    map[string]Checked // by question key; all of the quiz's questions
	Answered  bool               // every question has an answer
	Right     bool               // every question's newest answer is fully right
}

// Checked is one question of a lesson with the learner's newest answer, if any.
type Checked struct {
	Slot     Slot
	Mark     Mark
	Feedback Feedback
}

// CheckState is the learner's state in a quiz of kind check, one statement.
func (s *Store) CheckState(ctx context.Context, quizID, learnerID uuid.UUID, lang string, fallbacks ...string) (*CheckState, error) {
	panic("being written")
}

// CheckAnswer marks the newest answer of one slot of an open attempt and gives its feedback at once.
func (s *Store) CheckAnswer(ctx context.Context, attemptID, learnerID uuid.UUID, slot int, lang string, fallbacks ...string) (*Checked, error) {
	panic("being written")
}
