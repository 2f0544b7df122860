package web_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/lms/access"
)

func TestAnotherLearnersAttemptDoesNotExist(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.candidate("")
	for email, role := range map[string]access.Role{
		"bob@example.org": access.RoleLearner, "tea@example.org": access.RoleTrainer, "adi@example.org": access.RoleAdministrator,
	} {
		s.person(email, role)
		bob := &candidate{reader: s.as(email), path: ana.path}
		bob.get("/learning")
		for _, path := range []string{"", "/submit", "/result", "/receipts"} {
			bob.get(ana.path+path).check(t, http.StatusNotFound, nil, []string{"Two and two"})
		}
		bob.get("/learning")
		bob.send(4, 1, `{"text":"x"}`).check(t, http.StatusNotFound, []string{"assessment.attempt_not_found"}, nil)
		bob.post(ana.path+"/answers", form("go", "save", "q4", "x")).check(t, http.StatusNotFound, nil, nil)
		bob.post(ana.path+"/submit", nil).check(t, http.StatusNotFound, nil, nil)
	}
	if s.journal() != 0 {
		t.Errorf("strangers have left %d answers", s.journal())
	}
	ana.get(ana.path).check(t, http.StatusOK, []string{"Answered: 0 of 6"}, nil)
}

func TestAGuestHasNoAttempts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.candidate("")
	guest := &candidate{reader: s.guest(), path: ana.path}
	if to := guest.get(ana.path).Header.Get("Location"); !strings.HasPrefix(to, "/login?next=") {
		t.Errorf("an attempt leads a guest to %q", to)
	}
	guest.get("/verify")
	guest.send(4, 1, `{"text":"x"}`).check(t, http.StatusUnauthorized, nil, nil)
	guest.post("/courses/quizzed/lessons/final/start", nil).check(t, http.StatusUnauthorized, nil, nil)
	guest.post("/courses/quizzed/lessons/learn/check", form("question", "legs", "q1", "4")).
		check(t, http.StatusUnauthorized, nil, nil)
}

func TestALessonIsNotStartedAsAQuiz(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(quizCourse(""))
	s.person("ana@example.org", access.RoleLearner)
	ana := s.as("ana@example.org")
	ana.get("/courses/quizzed/lessons/learn")
	ana.post("/courses/quizzed/lessons/learn/start", nil).check(t, http.StatusNotFound, nil, nil)
	var attempts int
	must(t, s.DB.Pool.QueryRow(t.Context(), "SELECT count(*) FROM attempts").Scan(&attempts))
	if attempts != 0 {
		t.Errorf("%d attempts were opened", attempts)
	}
}

func TestAnAnswerWithoutTheFormsTokenIsRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.candidate("")
	ana.last = answer{}
	ana.send(4, 1, `{"text":"x"}`).check(t, http.StatusForbidden, []string{"error.form_expired"}, nil)
	ana.post(ana.path+"/submit", nil).check(t, http.StatusForbidden, nil, nil)
	if s.journal() != 0 {
		t.Error("it was kept all the same")
	}
}

func TestNoPageOfAnOpenAttemptTellsWhatIsRight(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.candidate("")
	acknowledged(t, ana.send(4, 1, `{"text":"Lyon"}`))
	told := []string{"Just so.", "Too few.", "Salt is no colour", "Half of a hundred", "Paris", `"50"`, ">50<", "so-right", "right answer<"}
	for _, path := range []string{"", "/submit", "/receipts"} {
		ana.get(ana.path+path).check(t, http.StatusOK, nil, told)
	}
	if to := ana.get(ana.path + "/result").Header.Get("Location"); to != ana.path {
		t.Errorf("the result of an open attempt leads to %q", to)
	}
}

func TestWhatALearnerTypesIsNeverMarkup(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.candidate("")
	const evil = `"><script>alert(1)</script>`
	ana.follow(ana.post(ana.path+"/answers", ana.fill("q-4", "q4", evil))).check(t, http.StatusOK,
		[]string{"&lt;script&gt;alert(1)"}, []string{"<script>alert"})
	ana.follow(ana.post(ana.path+"/submit", nil)).check(t, http.StatusOK, []string{"&lt;script&gt;alert(1)"}, []string{"<script>alert"})
	s.guest().get("/receipts?receipt=%3C%2Ftextarea%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E").check(t, http.StatusUnprocessableEntity,
		nil, []string{"<script>alert"})
}

func TestChoicesThatAreNotOfferedEarnNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.candidate("")
	fields := ana.fill("submit", "q4", strings.Repeat("x", 5000))
	fields["q1"] = []string{ana.value("Four"), ana.value("Three")} // a radio sends one
	fields["q2"] = []string{ana.value("Red"), ana.value("Blue"), "made-up"}
	ana.post(ana.path+"/answers", fields).check(t, http.StatusUnprocessableEntity, []string{"too long"}, nil)
	ana.follow(ana.post(ana.path+"/submit", nil)).check(t, http.StatusOK, []string{"points: 1 of 8"}, nil)
}

func TestTheQuestionsOfALessonAreNoExam(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.candidate("")
	ana.get("/courses/quizzed/lessons/learn")
	ana.post("/courses/quizzed/lessons/learn/check", form("question", "legs", "q1", "4"))
	var id string
	must(t, s.DB.Pool.QueryRow(t.Context(), `SELECT a.id::text FROM attempts a JOIN quizzes q ON q.id = a.quiz_id
		WHERE q.kind = 'check'`).Scan(&id))
	for _, path := range []string{"", "/submit", "/result", "/receipts"} {
		ana.get("/attempts/"+id+path).check(t, http.StatusNotFound, nil, nil)
	}
	ana.get("/courses/quizzed/lessons/learn")
	ana.post("/attempts/"+id+"/submit", nil).check(t, http.StatusConflict, nil, nil)
	ana.get("/courses/quizzed/lessons/final")
	ana.post("/courses/quizzed/lessons/final/check", form("question", "sum", "q1", "x")).check(t, http.StatusNotFound, nil, nil)
	ana.post("/courses/quizzed/lessons/nowhere/start", nil).check(t, http.StatusNotFound, nil, nil)
	ana.get("/attempts/not-an-id").check(t, http.StatusNotFound, nil, nil)
}
