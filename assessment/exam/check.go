package exam

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/assessment/quizzes"
	"vatra/lms/fault"
)

// CheckState is how far a learner is with the questions of a lesson: a quiz of kind check. Such a quiz has one attempt a
// learner, begun with the first answer and open for ever: answers may be bettered at any time, each gets its feedback
// at once, and nothing is submitted. What completes the lesson, answering all or having all right, is for the caller to
// choose.
type CheckState struct {
	AttemptID uuid.UUID          // zero: not started; CheckAnswer begins it
	Checks    map[string]Checked // every question of the quiz, by key
	Answered  bool               // every question has an answer
	Right     bool               // every question's newest answer is fully right, where it counts
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
	quiz, err := s.FrozenOn(ctx, s.db, quizID)
	if err != nil {
		return nil, err
	}
	attempt, err := s.openAttempt(ctx, s.db, quizID, learnerID)
	if fault.Is(err, fault.NotFound) {
		attempt = &Attempt{}
		_, err = slotsOf(quiz, attempt)
	}
	if err != nil {
		return nil, err
	}
	state := &CheckState{
		AttemptID: attempt.ID, Checks: make(map[string]Checked, len(attempt.Slots)), Answered: true, Right: true,
	}
	for _, slot := range attempt.Slots {
		checked := slot.check(lang, fallbacks)
		state.Checks[slot.Key] = checked
		state.Answered = state.Answered && checked.Mark.State != assessment.Unanswered
		state.Right = state.Right && (checked.Mark.State == assessment.Right || checked.Mark.State == assessment.Noted)
	}
	return state, nil
}

// CheckAnswer keeps the answer to the question with this key in a quiz of kind check, and gives the state that follows,
// as CheckState does; the learner's one attempt begins with it. Three prepared statements after the first answer. There is no
// receipt: such an answer is told at once how right it is, earns nothing, and may be bettered for ever.
//
// Its faults are those of Question.Answered and of Save; NotFound (assessment.slot_not_found)
// where a quiz of this kind has no such question.
func (s *Store) CheckAnswer(
	ctx context.Context, quizID, learnerID uuid.UUID, key string, given assessment.Response, lang string, fallbacks ...string,
) (*CheckState, error) {
	quiz, err := s.FrozenOn(ctx, s.db, quizID)
	if err != nil {
		return nil, err
	}
	question, known := quiz.Question(key)
	if !known || quiz.Kind != quizzes.Check {
		return nil, fault.New(fault.NotFound, "assessment.slot_not_found")
	}
	if given, err = question.Answered(given); err != nil {
		return nil, err
	}
	attempt, err := s.openAttempt(ctx, s.db, quizID, learnerID)
	if fault.Is(err, fault.NotFound) {
		attempt, err = s.Start(ctx, s.db, quizID, learnerID)
	}
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(attempt.Slots, func(slot Slot) bool { return slot.Key == key })
	save := Save{AttemptID: attempt.ID, LearnerID: learnerID, Slot: attempt.Slots[at].Number, Response: given}
	if save, err = save.clean(); err != nil {
		return nil, err
	}
	if _, err := s.enter(ctx, save); err != nil {
		return nil, err
	}
	// Not from the attempt read above: of two answers given at the same moment, one at least must see both.
	return s.CheckState(ctx, quizID, learnerID, lang, fallbacks...)
}

func (s Slot) check(lang string, fallbacks []string) Checked {
	return Checked{
		Slot: s, Mark: s.Question.Mark(s.Response()), Feedback: s.Question.Feedback(s.Response(), lang, fallbacks...),
	}
}
