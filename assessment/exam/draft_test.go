package exam_test

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/assessment/bank"
	"vatra/assessment/exam"
	"vatra/assessment/questiontest"
	"vatra/assessment/quizzes"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
)

func TestADraftMayBeChangedUntilItIsFrozen(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	quiz := anExam()
	quiz.MaxAttempts, quiz.Draws = 2, []quizzes.Draw{{Tag: "a", Count: 1}}
	quiz.ID = s.draft(t, quiz, questions(3, "a")...)
	_, err := s.store.Start(t.Context(), s.db, quiz.ID, s.learner)
	faulttest.Want(t, err, fault.NotFound, "assessment.quiz_not_found")
	if read := s.read(t, quiz.ID); read.State != quizzes.Draft || read.MaxAttempts != 2 || len(read.Questions) != 3 {
		t.Fatalf("the draft: %+v", read)
	}

	quiz.MaxAttempts, quiz.Draws = 0, nil
	if again := s.draft(t, quiz, questionsFrom("new", "q2")...); again != quiz.ID {
		t.Fatalf("another draft %s in place of %s", again, quiz.ID)
	}
	read := s.read(t, quiz.ID)
	if read.MaxAttempts != 0 || len(read.Draws) != 0 || len(read.Questions) != 2 || read.Questions[0].Key != "new" {
		t.Fatalf("the draft after the change: %+v", read)
	}
	if n := s.count(t, `SELECT count(*) FROM questions WHERE key IN ('lesson/q1', 'lesson/q3')`); n != 1 {
		t.Errorf("of the questions that only the draft asked, and the one that another quiz asks, %d are left", n)
	}
	if err := s.store.Freeze(t.Context(), s.db, quiz.ID); err != nil {
		t.Fatal(err)
	}
	s.quiz = quiz.ID
	if attempt := s.start(t); len(attempt.Slots) != 2 {
		t.Errorf("the attempt asks %d", len(attempt.Slots))
	}

	quiz.ID = uuid.New()
	_, err = s.store.SaveQuiz(t.Context(), s.db, quiz, identified(questions(1)))
	faulttest.Want(t, err, fault.NotFound, "assessment.quiz_not_found")
}

func questionsFrom(keys ...string) []assessment.Question {
	list := make([]assessment.Question, len(keys))
	for i, key := range keys {
		list[i] = questiontest.Choose(key, assessment.Single, "abcd", "b")
	}
	return list
}

func (s *school) read(t *testing.T, quiz uuid.UUID) *quizzes.Quiz {
	t.Helper()
	read, err := exam.NewStore(s.db, secret, nil).Quiz(t.Context(), quiz)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func TestAQuestionThatComesAgainIsTheSameQuestion(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(3)...)
	changed := questions(3)
	changed[1] = questiontest.Choose("q2", assessment.Single, "abce", "b") // e instead of d
	second := s.create(t, anExam(), changed...)
	if questions, versions := s.count(t, `SELECT count(*) FROM questions`), s.count(t, `SELECT count(*) FROM question_versions`); questions != 3 || versions != 4 {
		t.Fatalf("%d questions in %d versions, want 3 in 4", questions, versions)
	}
	before, after := s.read(t, s.quiz), s.read(t, second)
	for _, same := range []int{0, 2} {
		if !slices.Equal(before.Questions[same].Choices, after.Questions[same].Choices) {
			t.Errorf("question %d has not changed, but its ids have", same+1)
		}
	}
	was, is := before.Questions[1].Choices, after.Questions[1].Choices
	if !slices.Equal(was[:3], is[:3]) || was[3] == is[3] {
		t.Errorf("choices were %v and are %v", was, is)
	}
	// As it was before, it is the version that it was before.
	third := s.read(t, s.create(t, anExam(), questions(3)...))
	if n := s.count(t, `SELECT count(*) FROM question_versions`); n != 4 || !slices.Equal(third.Questions[1].Choices, was) {
		t.Errorf("%d versions, choices %v", n, third.Questions[1].Choices)
	}
	twice := questions(2)
	twice[1].Key = "other"
	_, err := s.store.SaveQuiz(t.Context(), s.db, anExam(), func() []assessment.Question {
		list := identified(twice)
		list[1].Identity = list[0].Identity
		return list
	}())
	faulttest.Want(t, err, fault.Invalid, "assessment.question_key_twice")
}

func TestQuizzesOfOneCourseSavedAtOnce(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			list := questions(12)
			if i%2 == 0 {
				slices.Reverse(list)
			}
			id, err := s.store.SaveQuiz(t.Context(), s.db, anExam(), identified(list))
			if err == nil && i > 3 {
				fewer := anExam()
				fewer.ID = id
				_, err = s.store.SaveQuiz(t.Context(), s.db, fewer, identified(questions(1)))
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := s.count(t, `SELECT count(*) FROM question_versions`); n != 12 {
		t.Errorf("%d versions of 12 questions", n)
	}
}

func TestWhatAnAuthorWroteIsKept(t *testing.T) {
	t.Parallel()
	list := questions(1)
	text := list[0].Texts["en"]
	text.Source = assessment.Source{Format: "markdown", Text: "**What is q1?**\n"}
	list[0].Texts["en"] = text
	s := open(t, anExam(), list...)
	var version uuid.UUID
	if err := s.db.Pool.QueryRow(t.Context(), `SELECT id FROM question_versions`).Scan(&version); err != nil {
		t.Fatal(err)
	}
	kept, err := bank.Read(t.Context(), s.db, []uuid.UUID{version})
	if err != nil || kept[version].Texts["en"].Source != text.Source {
		t.Fatalf("%+v, %v", kept, err)
	}
	if kept[version].Identity != list[0].Identity {
		t.Errorf("it is %+v", kept[version].Identity)
	}
	if read := s.read(t, s.quiz); read.Questions[0].Texts["en"].Source != (assessment.Source{}) {
		t.Error("learners' questions hold the source in memory")
	}
}

func TestLinksAreResolvedWhenAQuizIsRead(t *testing.T) {
	t.Parallel()
	list := questions(1)
	list[0].EachText(func(_ string, _ assessment.Syntax, text string) string {
		return `<a href="lesson:one">` + text + `</a>`
	})
	s := open(t, anExam(), list...)
	calls := 0
	store := exam.NewStore(s.db, secret, func(collection, html string) string {
		calls++
		return strings.ReplaceAll(html, `"lesson:`, `"/`+collection+`/`)
	})
	for range 2 {
		quiz, err := store.Quiz(t.Context(), s.quiz)
		if err != nil {
			t.Fatal(err)
		}
		text := quiz.Questions[0].Texts["en"]
		shown := []string{text.Prompt, text.Right, text.Wrong}
		for item := range maps.Values(text.Items) {
			shown = append(shown, item.Text, item.Feedback)
		}
		for _, html := range shown {
			if !strings.HasPrefix(html, `<a href="/course/tests/one">`) {
				t.Errorf("a reader would follow %s", html)
			}
		}
		if calls != len(shown) {
			t.Errorf("%d texts resolved %d times", len(shown), calls)
		}
	}
}
