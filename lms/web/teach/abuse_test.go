package teach_test

import (
	"net/http"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestLearnerCannotFollowOthers(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	dan := s.Person("dan@example.org", access.RoleLearner)
	s.Certify(dan)
	s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	ana.Get("/").Check(t, http.StatusOK, nil, []string{`href="/teach"`, `href="/admin`})
	for _, path := range []string{"/teach", "/teach/courses/digital-literacy-basics", "/teach/courses/digital-literacy-basics/learners.csv"} {
		ana.Get(path).Check(t, http.StatusForbidden, nil, []string{"dan@example.org"})
	}
}

func TestNameIsNoFormulaInASpreadsheet(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	ana := s.Person("ana@example.org", access.RoleLearner)
	webtest.Must(t, s.People.ChangeName(t.Context(), ana, "+40 Ana"))
	s.Certify(ana)
	s.Train(s.Person("tudor@example.org", access.RoleTrainer), "digital-literacy-basics")
	s.As("tudor@example.org").Get("/teach/courses/digital-literacy-basics/learners.csv").
		Check(t, http.StatusOK, []string{"'+40 Ana,ana@example.org"}, nil)
}
