package exam_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/assessment/questiontest"
	"vatra/assessment/quizzes"
	"vatra/lms/lang"
	"vatra/lms/pg"
	"vatra/lms/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

var secret = []byte("0123456789abcdef0123456789abcdef")

func anExam() quizzes.Quiz {
	return quizzes.Quiz{Kind: quizzes.Exam, Titles: lang.Texts{"en": "Quiz"}, PassMark: dec("50")}
}

// school is a database with a quiz in it and a learner.
type school struct {
	db      *pg.DB
	store   *exam.Store
	quiz    uuid.UUID
	learner uuid.UUID
}

func open(t testing.TB, quiz quizzes.Quiz, questions ...assessment.Question) *school {
	t.Helper()
	db := pgtest.New(t)
	s := &school{db: db, store: exam.NewStore(db, secret, nil), learner: uuid.Must(uuid.NewV7())}
	s.quiz = s.create(t, quiz, questions...)
	return s
}

func (s *school) create(t testing.TB, quiz quizzes.Quiz, questions ...assessment.Question) uuid.UUID {
	t.Helper()
	id := s.draft(t, quiz, questions...)
	if err := s.store.Freeze(t.Context(), s.db, id); err != nil {
		t.Fatal(err)
	}
	return id
}

func (s *school) draft(t testing.TB, quiz quizzes.Quiz, questions ...assessment.Question) uuid.UUID {
	t.Helper()
	id, err := s.store.SaveQuiz(t.Context(), s.db, quiz, identified(questions))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// identified gives each question the identity that it has in the course of these tests.
func identified(questions []assessment.Question) []assessment.Question {
	for i := range questions {
		questions[i].Identity = assessment.Identity{Collection: "course/tests", Key: "lesson/" + questions[i].Key}
	}
	return questions
}

func (s *school) start(t testing.TB) *exam.Attempt {
	t.Helper()
	attempt, err := s.store.Start(t.Context(), s.db, s.quiz, s.learner)
	if err != nil {
		t.Fatal(err)
	}
	return attempt
}

// answer saves for the question with this key the choices with these texts ("a" for "choice a").
func (s *school) answer(t testing.TB, a *exam.Attempt, key string, seq int64, choices string) (exam.Saved, error) {
	t.Helper()
	for _, slot := range a.Slots {
		if slot.Key == key {
			return s.store.Save(t.Context(), exam.Save{
				AttemptID: a.ID, LearnerID: s.learner, Slot: slot.Number, Seq: seq, Response: chosen(slot.Question, choices),
			})
		}
	}
	t.Fatalf("no question %q in the attempt", key)
	return exam.Saved{}, nil
}

func chosen(q *assessment.Question, choices string) assessment.Response {
	var r assessment.Response
	for id, item := range q.Texts["en"].Items {
		for _, c := range choices {
			if item.Text == "choice "+string(c) {
				r.Choices = append(r.Choices, id)
			}
		}
	}
	return r
}

func (s *school) mustAnswer(t testing.TB, a *exam.Attempt, key string, seq int64, choices string) exam.Saved {
	t.Helper()
	saved, err := s.answer(t, a, key, seq, choices)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func (s *school) submit(t testing.TB, a *exam.Attempt) *exam.Result {
	t.Helper()
	result, err := s.store.Submit(t.Context(), s.db, a.ID, s.learner)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// overdue moves the attempt's start and deadline into the past.
func (s *school) overdue(t testing.TB, a *exam.Attempt) {
	t.Helper()
	s.exec(t, `UPDATE attempts SET started_at = now() - interval '2 hours', deadline = now() - interval '1 hour'
		WHERE id = $1`, a.ID)
}

func (s *school) exec(t testing.TB, sql string, args ...any) {
	t.Helper()
	if _, err := s.db.Pool.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

func (s *school) count(t testing.TB, sql string) int {
	t.Helper()
	var n int
	if err := s.db.Pool.QueryRow(t.Context(), sql).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func questions(n int, tags ...string) []assessment.Question {
	list := make([]assessment.Question, n)
	for i := range list {
		list[i] = questiontest.Choose(fmt.Sprintf("%s%d", "q", i+1), assessment.Single, "abcd", "b", tags...)
	}
	return list
}

// timeless is what was saved without the time that was left when it was acknowledged.
func timeless(saved exam.Saved) exam.Saved {
	saved.Clock = exam.Clock{}
	return saved
}
