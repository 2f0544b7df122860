package exam_test

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/assessment/questiontest"
	"vatra/assessment/quizzes"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
	"vatra/lms/lang"
)

func TestChecksOfALesson(t *testing.T) {
	t.Parallel()
	quiz := quizzes.Quiz{Kind: quizzes.Check, Titles: lang.Texts{"en": "Lesson"}}
	s := open(t, quiz, append(questions(1), questiontest.Matching("m", 3))...)
	state := s.checks(t)
	if state.AttemptID != uuid.Nil || len(state.Checks) != 2 || state.Answered || state.Right ||
		state.Checks["q1"].Mark.State != assessment.Unanswered {
		t.Fatalf("before the first answer: %+v", state)
	}
	before := state.Checks["m"].Slot.Order

	first := state.Checks["q1"].Slot.Question
	state, err := s.store.CheckAnswer(t.Context(), s.quiz, s.learner, "q1", chosen(first, "a"), "ro", "en")
	if err != nil || state.Answered {
		t.Fatalf("after the first answer: %+v %v", state, err)
	}
	attempt := s.start(t)
	checked := state.Checks["q1"]
	if checked.Slot.Answer == nil || checked.Mark.State != assessment.Wrong || checked.Feedback.Overall != "Not quite." || len(checked.Feedback.Items) != 1 {
		t.Fatalf("%+v", checked)
	}
	pairs := assessment.Response{Pairs: map[string]string{}}
	for _, p := range attempt.Slots[1].Question.Pairs {
		pairs.Pairs[p.ID] = p.Option
	}
	state, err = s.store.CheckAnswer(t.Context(), s.quiz, s.learner, "m", pairs, "en")
	if err != nil || !state.Answered || state.Right || state.AttemptID != attempt.ID || state.Checks["m"].Mark.State != assessment.Right {
		t.Fatalf("all answered: %+v", state)
	}
	if after := state.Checks["m"].Slot.Order; !slices.Equal(after, before) {
		t.Errorf("the options moved with the first answer, from %v to %v", before, after)
	}
	s.mustAnswer(t, attempt, "q1", 0, "b")
	if state = s.checks(t); !state.Right {
		t.Fatalf("all right: %+v", state)
	}
}

func TestQuestionsOfALessonAreNotHandedIn(t *testing.T) {
	t.Parallel()
	s := open(t, quizzes.Quiz{Kind: quizzes.Check, Titles: lang.Texts{"en": "Lesson"}}, questions(1)...)
	attempt := s.start(t)
	_, err := s.store.Submit(t.Context(), s.db, attempt.ID, s.learner)
	faulttest.Want(t, err, fault.Conflict, "assessment.check_not_submitted")
	if again := s.start(t); again.ID != attempt.ID {
		t.Fatal("a lesson's attempt stays the same for ever")
	}
}

func TestAnAnswerThatNoLessonAsksForIsRefused(t *testing.T) {
	t.Parallel()
	s := open(t, quizzes.Quiz{Kind: quizzes.Check, Titles: lang.Texts{"en": "Lesson"}}, questions(1)...)
	first := s.checks(t).Checks["q1"].Slot.Question
	_, err := s.store.CheckAnswer(t.Context(), s.quiz, s.learner, "q9", chosen(first, "a"), "en")
	faulttest.Want(t, err, fault.NotFound, "assessment.slot_not_found")
	_, err = s.store.CheckAnswer(t.Context(), s.quiz, s.learner, "q1", assessment.Response{}, "en")
	faulttest.Want(t, err, fault.Invalid, "assessment.choose_one")
	_, err = s.store.CheckAnswer(t.Context(), s.create(t, anExam(), questions(1)...), s.learner, "q1", chosen(first, "a"), "en")
	faulttest.Want(t, err, fault.NotFound, "assessment.slot_not_found")
}

func TestOfTheLastAnswersGivenAtOnceOneSeesThemAll(t *testing.T) {
	t.Parallel()
	s := open(t, quizzes.Quiz{Kind: quizzes.Check, Titles: lang.Texts{"en": "Lesson"}}, questions(6)...)
	before := s.checks(t)
	var complete atomic.Int32
	var all sync.WaitGroup
	for key, checked := range before.Checks {
		all.Go(func() {
			state, err := s.store.CheckAnswer(t.Context(), s.quiz, s.learner, key, chosen(checked.Slot.Question, "b"), "en")
			if err != nil {
				t.Error(err)
			} else if state.Answered && state.Right {
				complete.Add(1)
			}
		})
	}
	all.Wait()
	if complete.Load() == 0 {
		t.Error("all was answered and nobody was told")
	}
}

func (s *school) checks(t *testing.T) *exam.CheckState {
	t.Helper()
	state, err := s.store.CheckState(t.Context(), s.quiz, s.learner, "en")
	if err != nil {
		t.Fatal(err)
	}
	return state
}
