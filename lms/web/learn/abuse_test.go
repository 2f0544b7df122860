package learn_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestNobodyDownloadsAnothersCertificate(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	holder := s.Person("ana@example.org", access.RoleLearner)
	award := s.Award(holder.UserID)
	path := "/certificates/" + award.Code.Printed() + "/pdf"
	s.Person("ion@example.org", access.RoleLearner)
	s.Person("root@example.org", access.RoleAdministrator)
	for _, email := range []string{"ion@example.org", "root@example.org"} {
		s.As(email).Get(path).Check(t, http.StatusNotFound, nil, []string{"%PDF", "Ștefan"})
	}
	if guest := s.Guest().Get(path); guest.Status != http.StatusSeeOther {
		t.Errorf("a guest gets %d", guest.Status)
	}
}

func TestAnotherSiteCannotEnrolOrCompleteForALearner(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	for _, path := range []string{"/tracks/digital-literacy/enrol", "/courses/little/lessons/start/complete"} {
		ana.Get("/courses/little/lessons/start")
		if refused := ana.Post(path, url.Values{"csrf": {"forged"}}); refused.Status != http.StatusForbidden {
			t.Errorf("%s without its token: %d", path, refused.Status)
		}
	}
	ana.Get("/learning").Check(t, http.StatusOK, nil, []string{"1 of 4", "Digital literacy"})
}

func TestAQuizIsNotCompletedByReadingIt(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	ana.Get("/courses/little/lessons/final")
	if refused := ana.Post("/courses/little/lessons/final/complete", nil); refused.Status != http.StatusConflict {
		t.Errorf("it answers %d", refused.Status)
	}
	ana.Get("/courses/little").Check(t, http.StatusOK, nil, []string{"✓"})
}

func TestQuizQuestionsAreNotInTheLessonPage(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.Guest().Get("/courses/little/lessons/final").Check(t, http.StatusOK, nil, []string{"doi și doi", "Patru"})
}

func TestALanguageChoiceGoesNowhereElse(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	guest := s.Guest()
	answer := guest.Get("/courses/little?lang=" + url.QueryEscape("ro\r\nSet-Cookie: x=y"))
	for _, cookie := range answer.Header.Values("Set-Cookie") {
		if strings.HasPrefix(cookie, "reading=") || strings.Contains(cookie, "x=y") {
			t.Errorf("it is kept as it came: %s", cookie)
		}
	}
}
