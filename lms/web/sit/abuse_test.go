package sit_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestAnotherLearnersAttemptDoesNotExist(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	for email, role := range map[string]access.Role{
		"bob@example.org": access.RoleLearner, "tea@example.org": access.RoleTrainer, "adi@example.org": access.RoleAdministrator,
	} {
		s.Person(email, role)
		bob := &webtest.Candidate{Reader: s.As(email), Path: ana.Path}
		bob.Get("/learning")
		for _, path := range []string{"", "/submit", "/result", "/receipts"} {
			bob.Get(ana.Path+path).Check(t, http.StatusNotFound, nil, []string{"Two and two"})
		}
		bob.Get("/learning")
		bob.SendAnswer(4, 1, `{"text":"x"}`).Check(t, http.StatusNotFound, []string{"assessment.attempt_not_found"}, nil)
		bob.Post(ana.Path+"/answers", webtest.Form("go", "save", "q4", "x")).Check(t, http.StatusNotFound, nil, nil)
		bob.Post(ana.Path+"/submit", nil).Check(t, http.StatusNotFound, nil, nil)
	}
	if s.Journal() != 0 {
		t.Errorf("strangers have left %d answers", s.Journal())
	}
	ana.Get(ana.Path).Check(t, http.StatusOK, []string{"Answered: 0 of 6"}, nil)
}

func TestAGuestHasNoAttempts(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	guest := &webtest.Candidate{Reader: s.Guest(), Path: ana.Path}
	if to := guest.Get(ana.Path).Header.Get("Location"); !strings.HasPrefix(to, "/login?next=") {
		t.Errorf("an attempt leads a guest to %q", to)
	}
	guest.Get("/verify")
	guest.SendAnswer(4, 1, `{"text":"x"}`).Check(t, http.StatusUnauthorized, nil, nil)
	guest.Post("/courses/quizzed/lessons/final/start", nil).Check(t, http.StatusUnauthorized, nil, nil)
	guest.Post("/courses/quizzed/lessons/learn/check", webtest.Form("question", "legs", "answer", "4")).
		Check(t, http.StatusUnauthorized, nil, nil)
}

func TestALessonIsNotStartedAsAQuiz(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.QuizCourse(""))
	s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	ana.Get("/courses/quizzed/lessons/learn")
	ana.Post("/courses/quizzed/lessons/learn/start", nil).Check(t, http.StatusNotFound, nil, nil)
	var attempts int
	webtest.Must(t, s.DB.Pool.QueryRow(t.Context(), "SELECT count(*) FROM attempts").Scan(&attempts))
	if attempts != 0 {
		t.Errorf("%d attempts were opened", attempts)
	}
}

func TestAnAnswerWithoutTheFormsTokenIsRefused(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	ana.Last = webtest.Answer{}
	ana.SendAnswer(4, 1, `{"text":"x"}`).Check(t, http.StatusForbidden, []string{"error.form_expired"}, nil)
	ana.Post(ana.Path+"/submit", nil).Check(t, http.StatusForbidden, nil, nil)
	if s.Journal() != 0 {
		t.Error("it was kept all the same")
	}
}

func TestNoPageOfAnOpenAttemptTellsWhatIsRight(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	webtest.Acknowledged(t, ana.SendAnswer(4, 1, `{"text":"Lyon"}`))
	told := []string{"Just so.", "Too few.", "Salt is no colour", "Half of a hundred", "Paris", `"50"`, ">50<", "so-right", "right answer<"}
	for _, path := range []string{"", "/submit", "/receipts"} {
		ana.Get(ana.Path+path).Check(t, http.StatusOK, nil, told)
	}
	if to := ana.Get(ana.Path + "/result").Header.Get("Location"); to != ana.Path {
		t.Errorf("the result of an open attempt leads to %q", to)
	}
}

func TestWhatALearnerTypesIsNeverMarkup(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	const evil = `"><script>alert(1)</script>`
	ana.Saved(ana.Post(ana.Path+"/answers", ana.Fill("q-4", "q4", evil))).Check(t, http.StatusOK,
		[]string{"&lt;script&gt;alert(1)"}, []string{"<script>alert"})
	ana.Follow(ana.Post(ana.Path+"/submit", nil)).Check(t, http.StatusOK, []string{"&lt;script&gt;alert(1)"}, []string{"<script>alert"})
	guest := s.Guest()
	guest.Get("/receipts")
	guest.Post("/receipts", webtest.Form("receipt", "</textarea><script>alert(1)</script>")).Check(t, http.StatusUnprocessableEntity,
		[]string{"&lt;script&gt;alert(1)"}, []string{"<script>alert"})
}

func TestChoicesThatAreNotOfferedEarnNothing(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	fields := ana.Fill("submit", "q4", strings.Repeat("x", 5000))
	fields["q1"] = []string{ana.Value("Four"), ana.Value("Three")} // a radio sends one
	fields["q2"] = []string{ana.Value("Red"), ana.Value("Blue"), "made-up"}
	ana.Post(ana.Path+"/answers", fields).Check(t, http.StatusUnprocessableEntity, []string{"too long"}, nil)
	ana.Follow(ana.Post(ana.Path+"/submit", nil)).Check(t, http.StatusOK, []string{"points: 1 of 8"}, nil)
}

func TestTheQuestionsOfALessonAreNoExam(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	ana.Get("/courses/quizzed/lessons/learn")
	ana.Post("/courses/quizzed/lessons/learn/check", webtest.Form("question", "legs", "answer", "4"))
	var id string
	webtest.Must(t, s.DB.Pool.QueryRow(t.Context(), `SELECT a.id::text FROM attempts a JOIN quizzes q ON q.id = a.quiz_id
		WHERE q.kind = 'check'`).Scan(&id))
	for _, path := range []string{"", "/submit", "/result", "/receipts"} {
		ana.Get("/attempts/"+id+path).Check(t, http.StatusNotFound, nil, nil)
	}
	ana.Get("/courses/quizzed/lessons/learn")
	ana.Post("/attempts/"+id+"/submit", nil).Check(t, http.StatusConflict, nil, nil)
	ana.Get("/courses/quizzed/lessons/final")
	ana.Post("/courses/quizzed/lessons/final/check", webtest.Form("question", "sum", "answer", "x")).Check(t, http.StatusNotFound, nil, nil)
	ana.Post("/courses/quizzed/lessons/nowhere/start", nil).Check(t, http.StatusNotFound, nil, nil)
	ana.Get("/attempts/not-an-id").Check(t, http.StatusNotFound, nil, nil)
}
