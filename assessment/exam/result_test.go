package exam_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/assessment/questiontest"
	"vatra/assessment/quizzes"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
)

func TestSubmitMarksAndIsIdempotent(t *testing.T) {
	t.Parallel()
	quiz := anExam()
	quiz.PassMark = dec("50")
	list := append(questions(2), questiontest.Choose("m", assessment.Multiple, "abcd", "abc"))
	list[0].Points = dec("0.5")
	s := open(t, quiz, list...)
	attempt := s.start(t)
	_, err := s.store.Result(t.Context(), attempt.ID, s.learner)
	faulttest.Want(t, err, fault.Conflict, "assessment.not_submitted")
	s.mustAnswer(t, attempt, "q1", 1, "a")
	s.mustAnswer(t, attempt, "q1", 2, "b")
	s.mustAnswer(t, attempt, "q2", 1, "a")
	s.mustAnswer(t, attempt, "m", 1, "ab")
	results := make([]*exam.Result, 4)
	var all sync.WaitGroup
	for i := range results {
		all.Go(func() {
			var err error
			if results[i], err = s.store.Submit(t.Context(), s.db, attempt.ID, s.learner); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	read, err := s.store.Result(t.Context(), attempt.ID, s.learner)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range append(results, read) {
		a := r.Attempt
		if !a.Score.Equal(dec("1.16666666666666666667")) || !a.MaxScore.Equal(dec("2.5")) || a.Passed || a.ClosedBy != exam.ByLearner ||
			!a.SubmittedAt.Equal(read.Attempt.SubmittedAt) || assessment.Rounded(r.Percent).String() != "46.67" {
			t.Fatalf("%+v, %s%%", a, r.Percent)
		}
		want := map[string]assessment.State{"q1": assessment.Right, "q2": assessment.Wrong, "m": assessment.Partial}
		for _, slot := range a.Slots {
			if mark := r.Marks[slot.Number]; mark.State != want[slot.Key] || !mark.Score.Equal(slot.Score) {
				t.Errorf("%s: %+v", slot.Key, mark)
			}
		}
	}
}

func TestThreeThirdsAreAWhole(t *testing.T) {
	t.Parallel()
	quiz := anExam()
	quiz.PassMark = dec("25")
	list := questions(1)
	for _, key := range []string{"x", "y", "z"} {
		list = append(list, questiontest.Choose(key, assessment.Multiple, "abcd", "abc"))
	}
	s := open(t, quiz, list...)
	// Three times 1/3 of four points: exactly the quarter that passes.
	attempt := s.start(t)
	for _, key := range []string{"x", "y", "z"} {
		s.mustAnswer(t, attempt, key, 1, "a")
	}
	if result := s.submit(t, attempt); !result.Attempt.Passed || assessment.Rounded(result.Percent).String() != "25" {
		t.Errorf("three thirds of four: %s%%, passed %v", result.Percent, result.Attempt.Passed)
	}
	outcomes, err := s.store.Outcomes(t.Context(), s.db, s.learner, []uuid.UUID{s.quiz})
	if err != nil || !outcomes[s.quiz].Passed {
		t.Errorf("the outcome of it: %+v, %v", outcomes, err)
	}
	// Three times 2/3, rounded up, is no more than two.
	attempt = s.start(t)
	for _, slot := range attempt.Slots {
		s.mustAnswer(t, attempt, slot.Key, 1, map[bool]string{true: "b", false: "ab"}[slot.Key == "q1"])
	}
	if result := s.submit(t, attempt); assessment.Rounded(result.Percent).String() != "75" {
		t.Errorf("one and three times two thirds: %s%%", result.Percent)
	}
}

func TestPassingIsDecidedOnTheUnrounded(t *testing.T) {
	t.Parallel()
	quiz := anExam()
	quiz.PassMark = dec("66.67")
	s := open(t, quiz, questions(3)...)
	attempt := s.start(t)
	s.mustAnswer(t, attempt, "q1", 1, "b")
	s.mustAnswer(t, attempt, "q2", 1, "b")
	result := s.submit(t, attempt)
	if result.Attempt.Passed || assessment.Rounded(result.Percent).String() != "66.67" {
		t.Fatalf("66.666…%% passed %v, shown %s", result.Attempt.Passed, assessment.Rounded(result.Percent))
	}
}

func TestReviewRules(t *testing.T) {
	t.Parallel()
	soon := time.Now().Add(time.Hour)
	for name, c := range map[string]struct {
		review   quizzes.Review
		attempts int
		closes   time.Time
		after    bool
		last     bool // after the second attempt
	}{
		"during":                  {quizzes.ReviewDuring, 0, time.Time{}, true, true},
		"after":                   {quizzes.ReviewAfter, 0, time.Time{}, true, true},
		"closed, attempts left":   {quizzes.ReviewClosed, 3, time.Time{}, false, false},
		"closed, no attempt left": {quizzes.ReviewClosed, 2, soon, false, true},
		"closed, unlimited":       {quizzes.ReviewClosed, 0, time.Time{}, false, false},
		"never":                   {quizzes.ReviewNever, 2, time.Time{}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			quiz := anExam()
			quiz.Review, quiz.MaxAttempts, quiz.ClosesAt = c.review, c.attempts, c.closes
			s := open(t, quiz, questions(1)...)
			attempt := s.start(t)
			s.mustAnswer(t, attempt, "q1", 1, "a")
			result := s.submit(t, attempt)
			if result.Reviewed != c.after || (len(result.Attempt.Slots) > 0) != c.after || (len(result.Marks) > 0) != c.after {
				t.Errorf("after submitting: reviewed %v, %d slots", result.Reviewed, len(result.Attempt.Slots))
			}
			s.submit(t, s.start(t))
			again, err := s.store.Result(t.Context(), attempt.ID, s.learner)
			if err != nil || again.Reviewed != c.last {
				t.Errorf("after the last attempt: %+v, %v", again, err)
			}
			if !again.Percent.IsZero() || again.Attempt.Passed {
				t.Errorf("the mark is always shown: %s", again.Percent)
			}
		})
	}
}

func TestReviewOpensWhenTheQuizCloses(t *testing.T) {
	t.Parallel()
	quiz := anExam()
	quiz.Review, quiz.ClosesAt = quizzes.ReviewClosed, time.Now().Add(time.Hour)
	s := open(t, quiz, questions(1)...)
	attempt := s.start(t)
	if s.submit(t, attempt).Reviewed {
		t.Fatal("reviewed before closing")
	}
	s.exec(t, `ALTER TABLE quizzes DISABLE TRIGGER quizzes_frozen_never_change`)
	s.exec(t, `UPDATE quizzes SET closes_at = now()`)
	s.store = exam.NewStore(s.db, secret, nil)
	if result, err := s.store.Result(t.Context(), attempt.ID, s.learner); err != nil || !result.Reviewed {
		t.Fatalf("not reviewed after closing: %v", err)
	}
}

func TestOutcomesByTheAttemptThatCounts(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(3)...)
	attempts := []string{"bba", "bbb", "baa"} // 2/3, 3/3, 1/3
	type counts struct {
		percent string
		passed  bool
	}
	marks := map[uuid.UUID]counts{}
	var ids []uuid.UUID
	for by, want := range map[quizzes.GradeBy]string{
		quizzes.Best: "100", quizzes.Last: "33.33", quizzes.First: "66.67", quizzes.Average: "66.67",
	} {
		quiz := anExam()
		quiz.GradeBy, quiz.PassMark = by, dec("66.66")
		s.quiz = s.create(t, quiz, questions(3)...)
		ids = append(ids, s.quiz)
		marks[s.quiz] = counts{want, by != quizzes.Last}
		for _, answers := range attempts {
			attempt := s.start(t)
			for i, choice := range answers {
				s.mustAnswer(t, attempt, questions(3)[i].Key, 1, string(choice))
			}
			s.submit(t, attempt)
		}
	}
	untouched := s.create(t, anExam(), questions(1)...)
	s.quiz = s.create(t, anExam(), questions(1)...)
	opened := s.start(t)
	ids = append(ids, untouched, s.quiz)

	current, err := s.store.Outcomes(t.Context(), s.db, s.learner, ids)
	if err != nil {
		t.Fatal(err)
	}
	var inTx map[uuid.UUID]exam.Outcome
	err = s.db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		inTx, err = s.store.Outcomes(ctx, tx, s.learner, ids)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, outcomes := range []map[uuid.UUID]exam.Outcome{current, inTx} {
		for id, want := range marks {
			one := outcomes[id]
			if got := (counts{assessment.Rounded(one.Mark).String(), one.Passed}); got != want || one.Attempts != 3 {
				t.Errorf("%+v, want %+v", one, want)
			}
		}
		if _, started := outcomes[untouched]; started || len(outcomes) != 5 {
			t.Errorf("outcomes %v", outcomes)
		}
		if got := outcomes[s.quiz]; got.OpenAttempt != opened.ID || got.Attempts != 0 || got.Passed || !got.Mark.IsZero() {
			t.Errorf("open: %+v", got)
		}
	}
}

func TestOutcomesAreOneLearnersOnly(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	s.submit(t, s.start(t))
	other, err := s.store.Outcomes(t.Context(), s.db, uuid.New(), []uuid.UUID{s.quiz})
	if err != nil || len(other) != 0 {
		t.Errorf("another learner: %v, %v", other, err)
	}
	if none, err := s.store.Outcomes(t.Context(), s.db, s.learner, nil); err != nil || len(none) != 0 {
		t.Errorf("of no quizzes: %v, %v", none, err)
	}
}

func TestAverageOfThirdsMeetsThePassMark(t *testing.T) {
	t.Parallel()
	quiz := anExam()
	quiz.GradeBy = quizzes.Average
	s := open(t, quiz, questions(6)...)
	for _, right := range []int{2, 2, 5} { // 1/3, 1/3, 5/6: the mean is exactly a half
		attempt := s.start(t)
		for _, q := range questions(6)[:right] {
			s.mustAnswer(t, attempt, q.Key, 1, "b")
		}
		s.submit(t, attempt)
	}
	outcomes, err := s.store.Outcomes(t.Context(), s.db, s.learner, []uuid.UUID{s.quiz})
	if err != nil || !outcomes[s.quiz].Passed {
		t.Fatalf("%+v, %v", outcomes, err)
	}
}

func TestCloseOverdueKeepsTheAnswers(t *testing.T) {
	t.Parallel()
	quiz := anExam()
	quiz.TimeLimit = time.Hour
	s := open(t, quiz, questions(2)...)
	attempt := s.start(t)
	s.mustAnswer(t, attempt, "q1", 1, "b")
	if closed, err := s.store.CloseOverdue(t.Context(), s.db, attempt.ID); err != nil || closed {
		t.Fatalf("closed %v before its deadline, %v", closed, err)
	}
	s.overdue(t, attempt)
	for range 2 { // a job that runs again must follow up again
		closed, err := s.store.CloseOverdue(t.Context(), s.db, attempt.ID)
		if err != nil || !closed {
			t.Fatalf("%v %v", closed, err)
		}
	}
	result, err := s.store.Result(t.Context(), attempt.ID, s.learner)
	if err != nil {
		t.Fatal(err)
	}
	a := result.Attempt
	if a.ClosedBy != exam.ByDeadline || !a.SubmittedAt.Equal(a.Deadline) || !a.Score.Equal(dec("1")) || !a.Passed {
		t.Fatalf("%+v", a)
	}
	submitted := s.start(t)
	s.submit(t, submitted)
	if closed, err := s.store.CloseOverdue(t.Context(), s.db, submitted.ID); err != nil || closed {
		t.Fatalf("closed %v after the learner had submitted, %v", closed, err)
	}
	_, err = s.store.CloseOverdue(t.Context(), s.db, uuid.New())
	faulttest.Want(t, err, fault.NotFound, "assessment.attempt_not_found")
}

func TestSubmitAfterTheDeadlineEndsAtTheDeadline(t *testing.T) {
	t.Parallel()
	quiz := anExam()
	quiz.TimeLimit = time.Hour
	s := open(t, quiz, questions(1)...)
	attempt := s.start(t)
	s.mustAnswer(t, attempt, "q1", 1, "b")
	s.overdue(t, attempt)
	if result := s.submit(t, attempt); result.Attempt.ClosedBy != exam.ByDeadline || !result.Attempt.Passed {
		t.Fatalf("%+v", result.Attempt)
	}
}

func TestSubmitIsUndoneWithItsTransaction(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	attempt := s.start(t)
	err := s.db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		if _, err := s.store.Submit(ctx, tx, attempt.ID, s.learner); err != nil {
			return err
		}
		return context.Canceled
	})
	if err == nil {
		t.Fatal("the transaction went through")
	}
	s.mustAnswer(t, attempt, "q1", 1, "b")
	if result := s.submit(t, attempt); !result.Attempt.Passed {
		t.Fatalf("%+v", result.Attempt)
	}
}
