package exam

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/lms/fault"
)

// CheckState is how far a learner is with the questions of a lesson: a quiz of kind check. Such a quiz has one attempt a
// learner, begun with the first answer and open for ever: answers may be bettered at any time, each gets its feedback
// at once, and nothing is submitted. What completes the lesson, answering all or having all right, is for the caller to
// choose.
type CheckState struct {
	AttemptID uuid.UUID          // zero: not started; Start begins it
	Checks    map[string]Checked // every question of the quiz, by key
	Answered  bool               // every question has an answer
	Right     bool               // every question's newest answer is fully right
}

// Checked is one question with the learner's newest answer, where there is one.
type Checked struct {
	Slot     Slot
	Mark     assessment.Mark
	Feedback assessment.Feedback
}

// CheckState is the learner's state in a quiz of kind check, by one prepared statement; feedback is in lang, else in
// the fallbacks. A learner who has not started has the questions without answers.
func (s *Store) CheckState(
	ctx context.Context, quizID, learnerID uuid.UUID, lang string, fallbacks ...string,
) (*CheckState, error) {
	quiz, err := s.Quiz(ctx, quizID)
	if err != nil {
		return nil, err
	}
	found, err := s.db.Pool.Query(ctx,
		attemptColumns+`a.quiz_id = $1 AND a.learner_id = $2 AND a.submitted_at IS NULL`+bySlot, quizID, learnerID)
	if err != nil {
		return nil, fmt.Errorf("reading checks: %w", err)
	}
	defer found.Close()
	attempt, err := s.readAttempt(ctx, found)
	if fault.Is(err, fault.NotFound) {
		attempt = &Attempt{}
		if _, err = quiz.slots(attempt); err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, err
	}
	state := &CheckState{
		AttemptID: attempt.ID, Checks: make(map[string]Checked, len(attempt.Slots)), Answered: true, Right: true,
	}
	for _, slot := range attempt.Slots {
		checked := slot.check(lang, fallbacks)
		state.Checks[slot.Key] = checked
		state.Answered = state.Answered && checked.Mark.State != assessment.Unanswered
		state.Right = state.Right && checked.Mark.State == assessment.Right
	}
	return state, nil
}

// CheckAnswer marks the newest answer of one slot and gives its feedback at once: for quizzes of kind check, for exams
// whose Review is during, and for any attempt that was submitted and may be reviewed. Else it is Forbidden
// (assessment.review_not_yet).
func (s *Store) CheckAnswer(
	ctx context.Context, attemptID, learnerID uuid.UUID, number int, lang string, fallbacks ...string,
) (*Checked, error) {
	attempt, err := s.Attempt(ctx, attemptID, learnerID)
	if err != nil {
		return nil, err
	}
	slot, err := attempt.Slot(number)
	if err != nil {
		return nil, err
	}
	quiz, err := s.Quiz(ctx, attempt.QuizID)
	if err != nil {
		return nil, err
	}
	ended := !attempt.SubmittedAt.IsZero() && quiz.reviewed(attempt.Now, attempt.submitted)
	if quiz.Kind != Check && quiz.Review != ReviewDuring && !ended {
		return nil, fault.New(fault.Forbidden, "assessment.review_not_yet")
	}
	checked := slot.check(lang, fallbacks)
	return &checked, nil
}

func (s Slot) check(lang string, fallbacks []string) Checked {
	return Checked{
		Slot: s, Mark: s.Question.Mark(s.Response()), Feedback: s.Question.Feedback(s.Response(), lang, fallbacks...),
	}
}
