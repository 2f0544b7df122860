package exam_test

import (
	"testing"

	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/assessment/questiontest"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
)

func TestChecksOfALesson(t *testing.T) {
	t.Parallel()
	quiz := exam.Quiz{Kind: exam.Check, Titles: assessment.Texts{"en": "Lesson"}}
	s := open(t, quiz, append(questions(1), questiontest.Matching("m", 3))...)
	state := s.checks(t)
	if state.AttemptID != uuid.Nil || len(state.Checks) != 2 || state.Answered || state.Right ||
		state.Checks["q1"].Mark.State != assessment.Unanswered {
		t.Fatalf("before the first answer: %+v", state)
	}
	before := state.Checks["m"].Slot.Order

	attempt := s.start(t)
	s.mustAnswer(t, attempt, "q1", 0, "a")
	checked, err := s.store.CheckAnswer(t.Context(), attempt.ID, s.learner, 1, "ro", "en")
	if err != nil || checked.Mark.State != assessment.Wrong || checked.Feedback.Overall != "Not quite." || len(checked.Feedback.Items) != 1 {
		t.Fatalf("%+v %v", checked, err)
	}
	pairs := assessment.Response{Pairs: map[string]string{}}
	for _, p := range attempt.Slots[1].Question.Pairs {
		pairs.Pairs[p.ID] = p.Option
	}
	if _, err := s.store.Save(t.Context(), exam.Save{AttemptID: attempt.ID, LearnerID: s.learner, Slot: 2, Response: pairs}); err != nil {
		t.Fatal(err)
	}
	if state = s.checks(t); !state.Answered || state.Right || state.AttemptID != attempt.ID || state.Checks["m"].Mark.State != assessment.Right {
		t.Fatalf("all answered: %+v", state)
	}
	for i, id := range state.Checks["m"].Slot.Order {
		if id != before[i] {
			t.Error("the options moved with the first answer")
		}
	}
	s.mustAnswer(t, attempt, "q1", 0, "b")
	if state = s.checks(t); !state.Right {
		t.Fatalf("all right: %+v", state)
	}
	_, err = s.store.Submit(t.Context(), s.db, attempt.ID, s.learner)
	faulttest.Want(t, err, fault.Conflict, "assessment.check_not_submitted")
	if again := s.start(t); again.ID != attempt.ID {
		t.Fatal("a lesson's attempt stays the same for ever")
	}
	_, err = s.store.CheckAnswer(t.Context(), attempt.ID, s.learner, 3, "en")
	faulttest.Want(t, err, fault.NotFound, "assessment.slot_not_found")
}

func (s *school) checks(t *testing.T) *exam.CheckState {
	t.Helper()
	state, err := s.store.CheckState(t.Context(), s.quiz, s.learner, "en")
	if err != nil {
		t.Fatal(err)
	}
	return state
}
