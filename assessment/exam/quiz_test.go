package exam_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/assessment/formats/markdown"
	"vatra/assessment/questiontest"
	"vatra/assessment/quizzes"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
	"vatra/lms/lang"
)

func TestQuizIsReadAsItWasCreated(t *testing.T) {
	t.Parallel()
	quiz := quizzes.Quiz{
		Kind: quizzes.Exam, Titles: lang.Texts{"ro": "Test", "en": "Quiz"}, TimeLimit: 90 * time.Second,
		OpensAt: time.Now().Add(-time.Hour).UTC().Truncate(time.Second), ClosesAt: time.Now().Add(time.Hour).UTC().Truncate(time.Second),
		MaxAttempts: 3, PassMark: dec("66.67"), ShuffleQuestions: true, GradeBy: quizzes.Average, Review: quizzes.ReviewClosed,
		Draws: []quizzes.Draw{{Tag: "a", Count: 1}, {Tag: "b", Count: 2}},
	}
	list := append(questions(2, "a"), questiontest.Choose("x", assessment.Multiple, "abc", "ac", "b"), questiontest.Choose("y", assessment.TrueFalse, "ab", "a", "a", "b"))
	s := open(t, quiz, list...)
	for _, store := range []*exam.Store{s.store, s.store, exam.NewStore(s.db, secret, nil)} {
		got, err := store.Quiz(t.Context(), s.quiz)
		if err != nil {
			t.Fatal(err)
		}
		wantSettings(t, got, &quiz)
		keys := ""
		for _, q := range got.Questions {
			keys += q.Key + " "
		}
		if keys != "q1 q2 x y " || got.ID != s.quiz || got.Asked() != 3 {
			t.Fatalf("questions %q, %d asked", keys, got.Asked())
		}
		x, ok := got.Question("x")
		if !ok || x.Type != assessment.Multiple || !x.Points.Equal(dec("1")) || !slices.Equal(x.Tags, []string{"b"}) {
			t.Fatalf("question x: %+v", x)
		}
		if len(x.Choices) != 3 || x.Texts["en"].Items[x.Choices[2].ID].Text != "choice c" || !x.Choices[2].Right || x.Choices[1].Right {
			t.Fatalf("choices of x: %+v", x)
		}
	}
}

func wantSettings(t *testing.T, got, want *quizzes.Quiz) {
	t.Helper()
	rules := func(q *quizzes.Quiz) string {
		return fmt.Sprint(q.Kind, q.Titles, q.TimeLimit, q.OpensAt.Unix(), q.ClosesAt.Unix(), q.MaxAttempts, q.PassMark,
			q.ShuffleQuestions, q.ShuffleChoices, q.GradeBy, q.Review, q.Draws)
	}
	if rules(got) != rules(want) {
		t.Fatalf("got %s, want %s", rules(got), rules(want))
	}
}

func TestAFrozenQuizNeverChanges(t *testing.T) {
	t.Parallel()
	quiz := anExam()
	quiz.Draws = []quizzes.Draw{{Tag: "a", Count: 1}}
	s := open(t, quiz, questions(2, "a")...)
	for _, sql := range []string{
		`UPDATE quizzes SET pass_mark = 0`, `UPDATE quiz_slots SET position = position + 10`, `UPDATE quiz_draws SET count = 2`,
		`UPDATE question_versions SET points = 9`, `DELETE FROM quizzes`, `DELETE FROM quiz_slots`, `DELETE FROM quiz_draws`,
		`UPDATE quizzes SET state = 'draft'`,
		`INSERT INTO quiz_slots SELECT quiz_id, 9, question_version_id, 'more' FROM quiz_slots LIMIT 1`,
		`INSERT INTO quiz_draws SELECT quiz_id, 9, 'a', 1 FROM quiz_draws`,
	} {
		if _, err := s.db.Pool.Exec(t.Context(), sql); err == nil || !strings.Contains(err.Error(), "refused") {
			t.Errorf("%s: %v", sql, err)
		}
	}
	quiz.ID = s.quiz
	_, err := s.store.SaveQuiz(t.Context(), s.db, quiz, identified(questions(2, "a")))
	faulttest.Want(t, err, fault.Conflict, "assessment.quiz_frozen")
	faulttest.Want(t, s.store.Freeze(t.Context(), s.db, s.quiz), fault.NotFound, "assessment.quiz_not_found")
}

func TestQuizThatCannotBeTakenIsRefused(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	for key, change := range map[string]func(*quizzes.Quiz, *[]assessment.Question){
		"assessment.quiz_without_title": func(q *quizzes.Quiz, _ *[]assessment.Question) { q.Titles = nil },
		"assessment.quiz_pass_mark":     func(q *quizzes.Quiz, _ *[]assessment.Question) { q.PassMark = dec("100.01") },
		"assessment.quiz_time_limit":    func(q *quizzes.Quiz, _ *[]assessment.Question) { q.TimeLimit = -time.Second },
		"assessment.quiz_attempts":      func(q *quizzes.Quiz, _ *[]assessment.Question) { q.MaxAttempts = -1 },
		"assessment.quiz_grade":         func(q *quizzes.Quiz, _ *[]assessment.Question) { q.GradeBy = "worst" },
		"assessment.quiz_review":        func(q *quizzes.Quiz, _ *[]assessment.Question) { q.Review = "soon" },
		"assessment.quiz_kind":          func(q *quizzes.Quiz, _ *[]assessment.Question) { q.Kind = "survey" },
		"assessment.quiz_empty":         func(_ *quizzes.Quiz, list *[]assessment.Question) { *list = nil },
		"assessment.question_key_twice": func(_ *quizzes.Quiz, list *[]assessment.Question) { *list = append(*list, (*list)[0]) },
		"assessment.question_one_right": func(_ *quizzes.Quiz, list *[]assessment.Question) { (*list)[0].Choices[0].Right = true },
		"assessment.quiz_draw":          func(q *quizzes.Quiz, _ *[]assessment.Question) { q.Draws = []quizzes.Draw{{Tag: "a"}} },
		"assessment.draw_too_few":       func(q *quizzes.Quiz, _ *[]assessment.Question) { q.Draws = []quizzes.Draw{{Tag: "a", Count: 3}} },
		"assessment.quiz_closes_before_opening": func(q *quizzes.Quiz, _ *[]assessment.Question) {
			q.OpensAt = time.Now()
			q.ClosesAt = q.OpensAt.Add(-time.Second)
		},
		"assessment.quiz_check_rules": func(q *quizzes.Quiz, _ *[]assessment.Question) {
			q.Kind, q.MaxAttempts = quizzes.Check, 1
		},
	} {
		quiz, list := anExam(), questions(2, "a")
		change(&quiz, &list)
		_, err := s.store.SaveQuiz(t.Context(), s.db, quiz, identified(list))
		t.Log(key)
		faulttest.Want(t, err, fault.Invalid, key)
	}
	unrendered, _ := markdown.Parse("**Which?**\n\n- [ ] A\n- [x] B\n", "en")
	if _, err := s.store.SaveQuiz(t.Context(), s.db, anExam(), identified(unrendered)); err == nil || fault.KindOf(err) != fault.Internal {
		t.Errorf("texts that nobody has sanitised were taken: %v", err)
	}
	if n := s.count(t, "SELECT count(*) FROM quizzes"); n != 1 {
		t.Errorf("%d quizzes, want 1", n)
	}
}

func TestDrawsNeverRepeatAQuestion(t *testing.T) {
	t.Parallel()
	quiz := anExam()
	quiz.Draws = []quizzes.Draw{{Tag: "a", Count: 2}, {Tag: "b", Count: 2}}
	// The third and fourth are wanted by both draws, and b can do without neither.
	list := questions(4, "a")
	list[2].Tags, list[3].Tags = []string{"a", "b"}, []string{"b", "a"}
	s := open(t, quiz, list...)
	for range 12 {
		attempt := s.start(t)
		keys := make([]string, 0, 4)
		for _, slot := range attempt.Slots {
			keys = append(keys, slot.Key)
		}
		first, last := slices.Sorted(slices.Values(keys[:2])), slices.Sorted(slices.Values(keys[2:]))
		if !slices.Equal(first, []string{"q1", "q2"}) || !slices.Equal(last, []string{"q3", "q4"}) {
			t.Fatalf("drawn %v", keys)
		}
		s.submit(t, attempt)
	}
	quiz.Draws = append(quiz.Draws, quizzes.Draw{Tag: "b", Count: 1})
	_, err := s.store.SaveQuiz(t.Context(), s.db, quiz, identified(list))
	faulttest.Want(t, err, fault.Invalid, "assessment.draw_too_few")
}

func TestDrawsReachEveryQuestion(t *testing.T) {
	t.Parallel()
	quiz := anExam()
	quiz.Draws = []quizzes.Draw{{Tag: "a", Count: 2}}
	list := questions(5, "a")
	list[4].Points = dec("3")
	s := open(t, quiz, list...)
	seen := map[string]bool{}
	for range 200 {
		attempt := s.start(t)
		worth := dec("0")
		for _, slot := range attempt.Slots {
			seen[slot.Key] = true
			worth = worth.Add(slot.Question.Points)
		}
		if len(attempt.Slots) != 2 || !attempt.MaxScore.Equal(worth) {
			t.Fatalf("%d questions worth %s of %s", len(attempt.Slots), worth, attempt.MaxScore)
		}
		s.submit(t, attempt)
		if len(seen) == 5 {
			return
		}
	}
	t.Fatalf("drawn in 200 attempts: %v", seen)
}

func TestShufflingChangesTheOrder(t *testing.T) {
	t.Parallel()
	quiz := anExam()
	quiz.ShuffleQuestions, quiz.ShuffleChoices = true, true
	s := open(t, quiz, questions(8)...)
	plain := s.create(t, anExam(), questions(8)...)
	orders := map[string]bool{}
	for range 2 {
		attempt := s.start(t)
		order := ""
		for _, slot := range attempt.Slots {
			order += slot.Key + strings.Join(slot.Order, "")
		}
		orders[order] = true
		s.submit(t, attempt)
	}
	if len(orders) != 2 { // 8! × 4!⁸ orders
		t.Error("two attempts had the same order")
	}
	s.quiz = plain
	for i, slot := range s.start(t).Slots {
		if want := questions(8)[i].Key; slot.Key != want || slot.Order[1] != slot.Question.Choices[1].ID {
			t.Errorf("slot %d: %s %v", i+1, slot.Key, slot.Order)
		}
	}
}
