package teach_test

import (
	"net/http"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestATrainerFollowsTheLearnersOfACourse(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.InstallFiles(webtest.ReadingCourse())
	ana := s.Person("ana@example.org", access.RoleLearner)
	s.Certify(ana)
	s.Train(s.Person("tudor@example.org", access.RoleTrainer), "little", "digital-literacy-basics")
	tudor := s.As("tudor@example.org")

	tudor.Get("/teach").Check(t, http.StatusOK, []string{
		`<a href="/teach/courses/digital-literacy-basics">Only to read</a>`, "1 learner", "1 has completed it",
		`<a href="/teach/courses/little" lang="ro">Curs mic</a>`, "0 learners", `href="/teach" aria-current="page"`,
	}, []string{"/admin/"})
	tudor.Get("/teach/courses/digital-literacy-basics").Check(t, http.StatusOK, []string{
		"Ana Ștefănescu", "ana@example.org", "2 of 2", `href="/teach/courses/digital-literacy-basics/learners.csv"`,
	}, []string{"/admin/people"})
	tudor.Get("/teach/courses/little").Check(t, http.StatusOK,
		[]string{"Nobody has started this course yet"}, []string{"learners.csv", "<table"})
	tudor.Get("/teach/courses/nowhere").Check(t, http.StatusNotFound, []string{"There is no such course"}, nil)

	file := tudor.Get("/teach/courses/digital-literacy-basics/learners.csv")
	file.Check(t, http.StatusOK, []string{"Name,E‑mail address,Lessons completed", "Ana Ștefănescu,ana@example.org,2,2,"}, nil)
	if got := file.Header.Get("Content-Disposition"); got != `attachment; filename="learners-digital-literacy-basics.csv"` {
		t.Errorf("it is sent as %q", got)
	}
}
