package exam_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"vatra/assessment/exam"
	"vatra/assessment/questiontest"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
)

func TestStartFreezesQuestionsAndOrder(t *testing.T) {
	t.Parallel()
	quiz := anExam()
	quiz.ShuffleQuestions, quiz.ShuffleChoices = true, true
	s := open(t, quiz, questions(6)...)
	first := s.start(t)
	if first.Number != 1 || len(first.Slots) != 6 || !first.MaxScore.Equal(dec("6")) || !first.Deadline.IsZero() {
		t.Fatalf("%+v", first)
	}
	s.mustAnswer(t, first, "q3", 1, "c")
	again := s.start(t)
	if again.ID != first.ID {
		t.Fatal("an open attempt must be resumed")
	}
	for i, slot := range again.Slots {
		was := first.Slots[i]
		if slot.Number != was.Number || slot.Key != was.Key || slot.Question != was.Question || !slices.Equal(slot.Order, was.Order) {
			t.Fatalf("slot %d moved: %v, was %v", i+1, slot, was)
		}
		if (slot.Answer != nil) != (slot.Key == "q3") {
			t.Fatalf("slot %s: answer %v", slot.Key, slot.Answer)
		}
	}
}

func TestTwoStartsAtOnceMakeOneAttempt(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(2)...)
	ids := make([]uuid.UUID, 8)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			attempt, err := s.store.Start(t.Context(), s.db, s.quiz, s.learner)
			if err != nil {
				t.Error(err)
				return
			}
			ids[i] = attempt.ID
		})
	}
	all.Wait()
	if n := s.count(t, "SELECT count(*) FROM attempts"); n != 1 || len(slices.Compact(ids)) != 1 {
		t.Fatalf("%d attempts, ids %v", n, ids)
	}
}

func TestDeadlineIsTheEarlierOfLimitAndClosing(t *testing.T) {
	t.Parallel()
	soon := time.Now().Add(10 * time.Minute).UTC().Truncate(time.Second)
	for name, c := range map[string]struct {
		limit  time.Duration
		closes time.Time
		want   func(*exam.Attempt) time.Time
	}{
		"none":         {0, time.Time{}, func(*exam.Attempt) time.Time { return time.Time{} }},
		"limit":        {5 * time.Minute, soon, func(a *exam.Attempt) time.Time { return a.StartedAt.Add(5 * time.Minute) }},
		"closing":      {30 * time.Minute, soon, func(*exam.Attempt) time.Time { return soon }},
		"only closing": {0, soon, func(*exam.Attempt) time.Time { return soon }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			quiz := anExam()
			quiz.TimeLimit, quiz.ClosesAt = c.limit, c.closes
			s := open(t, quiz, questions(1)...)
			begun := s.start(t)
			read, err := s.store.Attempt(t.Context(), begun.ID, s.learner)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range []*exam.Attempt{begun, read} {
				if want := c.want(a); !a.Deadline.Equal(want) || a.Deadline.IsZero() != want.IsZero() {
					t.Fatalf("deadline %v, want %v", a.Deadline, want)
				}
			}
		})
	}
}

func TestStartIsRefusedByTheRules(t *testing.T) {
	t.Parallel()
	early, late := anExam(), anExam()
	early.OpensAt = time.Now().Add(time.Hour)
	late.ClosesAt = time.Now().Add(-time.Hour)
	once := anExam()
	once.MaxAttempts = 1
	s := open(t, once, questions(1)...)
	for id, key := range map[uuid.UUID]string{
		s.create(t, early, questions(1)...): "assessment.not_open_yet",
		s.create(t, late, questions(1)...):  "assessment.quiz_closed",
	} {
		_, err := s.store.Start(t.Context(), s.db, id, s.learner)
		faulttest.Want(t, err, fault.Conflict, key)
	}
	s.submit(t, s.start(t))
	_, err := s.store.Start(t.Context(), s.db, s.quiz, s.learner)
	faulttest.Want(t, err, fault.Conflict, "assessment.no_attempts_left")
	if n := s.count(t, "SELECT count(*) FROM attempts"); n != 1 {
		t.Fatalf("%d attempts, want 1", n)
	}
	_, err = s.store.Start(t.Context(), s.db, uuid.New(), s.learner)
	faulttest.Want(t, err, fault.NotFound, "assessment.quiz_not_found")
}

func TestAnOverdueAttemptIsClosedBeforeAnotherStarts(t *testing.T) {
	t.Parallel()
	quiz := anExam()
	quiz.TimeLimit = time.Hour
	s := open(t, quiz, questions(2)...)
	first := s.start(t)
	s.mustAnswer(t, first, "q1", 1, "b")
	s.overdue(t, first)
	overdue, err := s.store.Start(t.Context(), s.db, s.quiz, s.learner)
	if !errors.Is(err, exam.ErrOverdue) || overdue.ID != first.ID {
		t.Fatalf("an attempt whose deadline has passed: %+v, %v", overdue, err)
	}
	if closed, err := s.store.CloseOverdue(t.Context(), s.db, first.ID); err != nil || !closed {
		t.Fatalf("closed %v, %v", closed, err)
	}
	if second := s.start(t); second.ID == first.ID || second.Number != 2 {
		t.Fatalf("second attempt: %+v", second)
	}
	result, err := s.store.Result(t.Context(), first.ID, s.learner)
	if err != nil {
		t.Fatal(err)
	}
	if result.Attempt.ClosedBy != exam.ByDeadline || !result.Attempt.Score.Equal(dec("1")) {
		t.Fatalf("first attempt: %+v", result.Attempt)
	}
}

func TestAttemptOfAnotherIsNotFound(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	attempt := s.start(t)
	stranger := uuid.New()
	_, err := s.store.Attempt(t.Context(), attempt.ID, stranger)
	faulttest.Want(t, err, fault.NotFound, "assessment.attempt_not_found")
	_, err = s.store.Submit(t.Context(), s.db, attempt.ID, stranger)
	faulttest.Want(t, err, fault.NotFound, "assessment.attempt_not_found")
	_, err = s.store.Result(t.Context(), attempt.ID, stranger)
	faulttest.Want(t, err, fault.NotFound, "assessment.attempt_not_found")
}

func TestAttemptsAreListedOldestFirst(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	for range 3 {
		s.submit(t, s.start(t))
	}
	list, err := s.store.Attempts(t.Context(), s.quiz, s.learner)
	if err != nil {
		t.Fatal(err)
	}
	numbers := ""
	for _, a := range list {
		numbers += fmt.Sprint(a.Number, a.ClosedBy, " ")
	}
	if numbers != "1learner 2learner 3learner " {
		t.Fatalf("got %q", numbers)
	}
}

func TestMatchingOptionsAreNeverInTheOrderOfThePairs(t *testing.T) {
	t.Parallel()
	q := questiontest.Matching("m", 12)
	s := open(t, anExam(), q)
	slot := s.start(t).Slots[0]
	inOrder := true
	for i, p := range slot.Question.Pairs {
		inOrder = inOrder && slot.Order[i] == p.Option
	}
	if len(slot.Order) != 12 || inOrder {
		t.Fatalf("order %v for pairs %v", slot.Order, slot.Question.Pairs)
	}
	if slices.Contains(slot.Order, q.Options[0]) {
		t.Fatal("the ids of the source must not reach a learner")
	}
}
