package assessment_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/lms/fault"
	"vatra/lms/pg"
	"vatra/lms/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var secret = []byte("0123456789abcdef0123456789abcdef")

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// choose is a question with choices a, b, c, … of which those in right are right.
func choose(key string, kind assessment.Type, choices, right string, tags ...string) assessment.Question {
	q := assessment.Question{Key: key, Type: kind, Points: dec("1"), Tags: tags}
	items := map[string]assessment.ItemText{}
	for _, c := range choices {
		id := string(c)
		isRight := false
		for _, r := range right {
			isRight = isRight || r == c
		}
		q.Choices = append(q.Choices, assessment.Choice{ID: id, Right: isRight})
		items[id] = assessment.ItemText{Text: "choice " + id, Feedback: "about " + id}
	}
	q.Texts = map[string]assessment.QuestionText{
		"en": {Syntax: assessment.HTML, Prompt: "What is " + key + "?", Items: items, Right: "Yes.", Wrong: "Not quite."},
	}
	return q
}

func exam() assessment.Quiz {
	return assessment.Quiz{Kind: assessment.Exam, Titles: assessment.Texts{"en": "Quiz"}, PassMark: dec("50")}
}

// school is a database with a quiz in it and a learner.
type school struct {
	db      *pg.DB
	store   *assessment.Store
	quiz    uuid.UUID
	learner uuid.UUID
}

func open(t testing.TB, quiz assessment.Quiz, questions ...assessment.Question) *school {
	t.Helper()
	db := pgtest.New(t)
	s := &school{db: db, store: assessment.NewStore(db, secret), learner: uuid.Must(uuid.NewV7())}
	s.quiz = s.create(t, quiz, questions...)
	return s
}

func (s *school) create(t testing.TB, quiz assessment.Quiz, questions ...assessment.Question) uuid.UUID {
	t.Helper()
	id, err := s.store.CreateQuiz(t.Context(), s.db, quiz, questions)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (s *school) start(t testing.TB) *assessment.Attempt {
	t.Helper()
	attempt, err := s.store.Start(t.Context(), s.db, s.quiz, s.learner)
	if err != nil {
		t.Fatal(err)
	}
	return attempt
}

// answer saves for the question with this key the choices with these texts ("a" for "choice a").
func (s *school) answer(t testing.TB, a *assessment.Attempt, key string, seq int64, choices string) (assessment.Saved, error) {
	t.Helper()
	for _, slot := range a.Slots {
		if slot.Key == key {
			return s.store.Save(t.Context(), assessment.Save{
				AttemptID: a.ID, LearnerID: s.learner, Slot: slot.Number, Seq: seq, Response: chosen(slot.Question, choices),
			})
		}
	}
	t.Fatalf("no question %q in the attempt", key)
	return assessment.Saved{}, nil
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

func (s *school) mustAnswer(t testing.TB, a *assessment.Attempt, key string, seq int64, choices string) assessment.Saved {
	t.Helper()
	saved, err := s.answer(t, a, key, seq, choices)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func (s *school) submit(t testing.TB, a *assessment.Attempt) *assessment.Result {
	t.Helper()
	result, err := s.store.Submit(t.Context(), s.db, a.ID, s.learner)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// overdue moves the attempt's start and deadline into the past.
func (s *school) overdue(t testing.TB, a *assessment.Attempt) {
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

// wantFault fails unless err is a fault of this kind and key.
func wantFault(t testing.TB, err error, kind fault.Kind, key string) {
	t.Helper()
	e, ok := err.(*fault.Error) //nolint:errorlint // the store gives it unwrapped
	if !ok || e.Kind != kind || e.Key != key {
		t.Fatalf("got error %v, want %s %s", err, kind, key)
	}
}

func questions(n int, tags ...string) []assessment.Question {
	list := make([]assessment.Question, n)
	for i := range list {
		list[i] = choose(fmt.Sprintf("%s%d", "q", i+1), assessment.Single, "abcd", "b", tags...)
	}
	return list
}

// matching is a question with n pairs, left i belonging to right i.
func matching(key string, n int) assessment.Question {
	q := assessment.Question{Key: key, Type: assessment.Matching, Points: dec("1")}
	items := map[string]assessment.ItemText{}
	for i := range n {
		left, right := fmt.Sprint("l", i), fmt.Sprint("r", i)
		q.Pairs = append(q.Pairs, assessment.Pair{ID: left, Option: right})
		q.Options = append(q.Options, right)
		items[left] = assessment.ItemText{Text: "left " + fmt.Sprint(i), Feedback: "about left " + fmt.Sprint(i)}
		items[right] = assessment.ItemText{Text: "right " + fmt.Sprint(i)}
	}
	q.Texts = map[string]assessment.QuestionText{"en": {Syntax: assessment.HTML, Prompt: "Match.", Items: items}}
	return q
}
