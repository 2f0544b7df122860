package exam_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
	"vatra/lms/pgtest"
)

func TestSameSeqFromManyIsOneRow(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	attempt := s.start(t)
	saved := make([]exam.Saved, 8)
	var all sync.WaitGroup
	for i := range saved {
		all.Go(func() {
			var err error
			if saved[i], err = s.answer(t, attempt, "q1", 7, "b"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, one := range saved {
		if one != saved[0] || one.Seq != 7 || one.At.IsZero() {
			t.Fatalf("acknowledged %v and %v", one, saved[0])
		}
	}
	if n := s.count(t, "SELECT count(*) FROM answers"); n != 1 {
		t.Fatalf("%d rows, want 1", n)
	}
}

func TestSeqZeroFromManyTakesTheNextNumbers(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	attempt := s.start(t)
	var all sync.WaitGroup
	for _, choice := range []string{"a", "b", "c", "d"} {
		all.Go(func() {
			if _, err := s.answer(t, attempt, "q1", 0, choice); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := s.count(t, "SELECT count(*) FROM answers WHERE seq BETWEEN 1 AND 4"); n != 4 {
		t.Fatalf("%d rows, want 4", n)
	}
	last := s.start(t).Slots[0].Answer
	again, err := s.store.Save(t.Context(), exam.Save{
		AttemptID: attempt.ID, LearnerID: s.learner, Slot: 1, Response: last.Response,
	})
	if err != nil || again.Seq != last.Seq || !again.At.Equal(last.SavedAt) {
		t.Fatalf("a form sent twice: %v, %v; want the answer of %v", again, err, last)
	}
}

func TestSeqUsedByAnotherTabIsAConflict(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	attempt := s.start(t)
	s.mustAnswer(t, attempt, "q1", 1, "a")
	s.mustAnswer(t, attempt, "q1", 4, "b")
	_, err := s.answer(t, attempt, "q1", 1, "c")
	faulttest.Want(t, err, fault.Conflict, "assessment.answer_changed_elsewhere")
	if newest := err.(*fault.Error).Args["Newest"]; newest != int64(4) { //nolint:errorlint // as faulttest.Want
		t.Fatalf("newest %v, want 4", newest)
	}
}

func TestNewSeqBelowTheNewestIsRefused(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	attempt := s.start(t)
	first := s.mustAnswer(t, attempt, "q1", 1, "a")
	s.mustAnswer(t, attempt, "q1", 5, "b")
	_, err := s.answer(t, attempt, "q1", 3, "c")
	faulttest.Want(t, err, fault.Conflict, "assessment.answer_changed_elsewhere")
	if newest := err.(*fault.Error).Args["Newest"]; newest != int64(5) { //nolint:errorlint // as faulttest.Want
		t.Errorf("newest %v, want 5", newest)
	}
	if again, err := s.answer(t, attempt, "q1", 1, "a"); err != nil || again != first {
		t.Errorf("a resend of what is kept: %v, %v; want %v", again, err, first)
	}
	if n := s.count(t, "SELECT count(*) FROM answers"); n != 2 {
		t.Errorf("%d rows, want the two that were acknowledged", n)
	}
	if answer := s.start(t).Slots[0].Answer; answer.Seq != 5 {
		t.Errorf("the answer that counts is %v", answer)
	}
}

func TestSaveIsRefused(t *testing.T) {
	t.Parallel()
	quiz := anExam()
	quiz.TimeLimit = time.Hour
	s := open(t, quiz, questions(1)...)
	attempt := s.start(t)
	kept := s.mustAnswer(t, attempt, "q1", 1, "b")

	one := exam.Save{AttemptID: attempt.ID, LearnerID: s.learner, Slot: 1, Seq: 2}
	for name, c := range map[string]struct {
		change func(*exam.Save)
		kind   fault.Kind
		key    string
	}{
		"no such slot":    {func(x *exam.Save) { x.Slot = 2 }, fault.NotFound, "assessment.slot_not_found"},
		"slot of no size": {func(x *exam.Save) { x.Slot = 1 << 40 }, fault.NotFound, "assessment.slot_not_found"},
		"another learner": {func(x *exam.Save) { x.LearnerID = uuid.New() }, fault.NotFound, "assessment.attempt_not_found"},
		"no such attempt": {func(x *exam.Save) { x.AttemptID = uuid.New() }, fault.NotFound, "assessment.attempt_not_found"},
		"negative seq":    {func(x *exam.Save) { x.Seq = -1 }, fault.Invalid, "assessment.seq_invalid"},
		"huge seq":        {func(x *exam.Save) { x.Seq = 1 << 60 }, fault.Invalid, "assessment.seq_invalid"},
		"no number":       {func(x *exam.Save) { x.Response.Number = "NaN" }, fault.Invalid, "assessment.not_a_number"},
		"huge text": {
			func(x *exam.Save) { x.Response.Text = strings.Repeat("ș", 1001) }, fault.TooLarge, "assessment.answer_too_large",
		},
	} {
		given := one
		c.change(&given)
		_, err := s.store.Save(t.Context(), given)
		t.Log(name)
		faulttest.Want(t, err, c.kind, c.key)
	}

	s.overdue(t, attempt)
	_, err := s.answer(t, attempt, "q1", 2, "a")
	faulttest.Want(t, err, fault.Conflict, "assessment.too_late")
	again, err := s.answer(t, attempt, "q1", 1, "b")
	if err != nil || timeless(again) != timeless(kept) || again.Clock.Open || !kept.Clock.Open {
		t.Fatalf("a retry of a kept answer after the deadline: %v, %v; want %v", again, err, kept)
	}
	s.submit(t, attempt)
	_, err = s.answer(t, attempt, "q1", 2, "a")
	faulttest.Want(t, err, fault.Conflict, "assessment.attempt_closed")
	if again, err = s.answer(t, attempt, "q1", 1, "b"); err != nil || timeless(again) != timeless(kept) || again.Clock.Open {
		t.Fatalf("a retry of a kept answer after the submit: %v, %v", again, err)
	}
	if n := s.count(t, "SELECT count(*) FROM answers"); n != 1 {
		t.Fatalf("%d rows, want the one that was acknowledged", n)
	}
}

func TestSaveWaitsForASubmitUnderWay(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	attempt := s.start(t)
	refused := make(chan error, 1)
	err := s.db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		if _, err := s.store.Submit(ctx, tx, attempt.ID, s.learner); err != nil {
			return err
		}
		go func() {
			_, err := s.answer(t, attempt, "q1", 1, "b")
			refused <- err
		}()
		return pgtest.AwaitLock(t.Context(), s.db)
	})
	if err != nil {
		t.Fatal(err)
	}
	faulttest.Want(t, <-refused, fault.Conflict, "assessment.attempt_closed")
}

func TestSubmitWaitsForASaveUnderWay(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	attempt := s.start(t)
	slot := attempt.Slots[0]
	body, err := json.Marshal(chosen(slot.Question, "b"))
	if err != nil {
		t.Fatal(err)
	}
	// A save as the store does it, held before its commit.
	tx, err := s.db.Pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `UPDATE attempts SET saves_left = saves_left - 1 WHERE id = $1`, attempt.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `INSERT INTO answers VALUES ($1, 1, 1, $2)`, attempt.ID, body); err != nil {
		t.Fatal(err)
	}
	results := make(chan *exam.Result, 1)
	go func() {
		result, err := s.store.Submit(context.WithoutCancel(t.Context()), s.db, attempt.ID, s.learner)
		if err != nil {
			t.Error(err)
		}
		results <- result
	}()
	if err := pgtest.AwaitLock(t.Context(), s.db); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if result := <-results; !result.Attempt.Score.Equal(dec("1")) {
		t.Fatalf("score %s: the answer that was under way is not in the marks", result.Attempt.Score)
	}
}

func TestEveryAcknowledgedAnswerIsInTheMarks(t *testing.T) {
	t.Parallel()
	const rounds, questionCount = 6, 8
	s := open(t, anExam(), questions(questionCount)...)
	for range rounds {
		attempt := s.start(t)
		var acknowledged atomic.Int64
		var all sync.WaitGroup
		for _, q := range questions(questionCount) {
			all.Go(func() {
				_, err := s.answer(t, attempt, q.Key, 1, "b")
				switch {
				case err == nil:
					acknowledged.Add(1)
				case !fault.Is(err, fault.Conflict):
					t.Error(err)
				}
			})
		}
		all.Go(func() { s.submit(t, attempt) })
		all.Wait()
		result, err := s.store.Result(t.Context(), attempt.ID, s.learner)
		if err != nil {
			t.Fatal(err)
		}
		if got := result.Attempt.Score.IntPart(); got != acknowledged.Load() {
			t.Fatalf("score %d with %d answers acknowledged", got, acknowledged.Load())
		}
	}
}

func TestJournalIsAppendOnly(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	s.mustAnswer(t, s.start(t), "q1", 1, "b")
	for _, sql := range []string{
		`UPDATE answers SET response = '{}'`, `DELETE FROM answers`, `TRUNCATE answers`, `TRUNCATE attempts CASCADE`,
	} {
		if _, err := s.db.Pool.Exec(t.Context(), sql); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

func TestResponseKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	attempt := s.start(t)
	_, err := s.store.Save(t.Context(), exam.Save{
		AttemptID: attempt.ID, LearnerID: s.learner, Slot: 1, Seq: 1,
		Response: assessment.Response{Number: " 72,5 ", Text: "ță\x00\xff <b>", Pairs: map[string]string{"a": "", "b": "c"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := s.start(t).Slots[0].Answer.Response
	if got.Number != "72,5" || got.Text != "ță <b>" || len(got.Pairs) != 1 || got.Pairs["b"] != "c" {
		t.Fatalf("%+v", got)
	}
}
