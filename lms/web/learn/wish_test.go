package learn_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestATrackThatIsBeingPreparedTellsWhenItOpens(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	guest := s.Guest()
	guest.Get("/").Check(t, http.StatusOK, []string{"Being prepared", `href="/login">Log in to be told when it opens`}, []string{"/wish"})
	guest.Get("/tracks/digital-literacy").Check(t, http.StatusOK, []string{
		"Being prepared", "nobody can enrol", `href="/login?next=%2Ftracks%2Fdigital-literacy">Log in to be told when it opens`,
		`<a href="/courses">See the courses that are open</a>`,
	}, []string{"/enrol", "/wish", "of study", "Log in to enrol"})

	s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	for _, path := range []string{"/", "/tracks", "/tracks/digital-literacy"} {
		ana.Get(path).Check(t, http.StatusOK, []string{"Being prepared", `action="/tracks/digital-literacy/wish"`}, []string{"/wish/withdraw"})
	}
	for range 2 {
		ana.Follow(ana.Post("/tracks/digital-literacy/wish", nil)).Check(t, http.StatusOK,
			[]string{"We will write to you once", `action="/tracks/digital-literacy/wish/withdraw"`}, []string{`/wish"`})
	}
	ana.Get("/tracks").Check(t, http.StatusOK, []string{"We will write to you once"}, nil)
	for range 2 {
		ana.Follow(ana.Post("/tracks/digital-literacy/wish/withdraw", nil)).Check(t, http.StatusOK,
			[]string{"We will not write to you", `action="/tracks/digital-literacy/wish"`}, []string{"We will write to you once"})
	}
	ana.Follow(ana.Post("/tracks/digital-literacy/wish", nil))
	s.InstallFiles(webtest.ReadingCourse())
	if letter := s.Letter("ana@example.org"); !strings.Contains(letter.Subject, "Digital literacy") ||
		!strings.Contains(letter.Text, s.URL+"/tracks/digital-literacy") {
		t.Errorf("the letter is %+v", letter)
	}
	ana.Get("/tracks/digital-literacy").Check(t, http.StatusOK, []string{`/enrol"`, "2 minutes of study"}, []string{"Being prepared", "/wish"})
	ana.Follow(ana.Post("/tracks/digital-literacy/wish", nil)).Check(t, http.StatusOK, []string{"has opened already", `/enrol"`}, nil)
	ana.Post("/tracks/nothing/wish", nil).Check(t, http.StatusNotFound, []string{"There is no such track"}, nil)
}

func TestNobodyIsEnrolledInATrackThatIsBeingPrepared(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	ana.Get("/tracks/digital-literacy")
	ana.Follow(ana.Post("/tracks/digital-literacy/enrol", nil)).Check(t, http.StatusOK,
		[]string{"Nobody can be enrolled in this track yet", "Tell me when it opens"}, []string{"You are enrolled", "Your progress"})
	ana.Get("/learning").Check(t, http.StatusOK, nil, []string{"Digital literacy"})
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	admin.Get("/admin/tracks/digital-literacy/enrol").Check(t, http.StatusOK, []string{"nobody can be enrolled yet"}, nil)
	admin.Post("/admin/tracks/digital-literacy/enrol", webtest.Form("email", "ana@example.org")).Check(t, http.StatusConflict,
		[]string{"Nobody can be enrolled in this track yet", `value="ana@example.org"`}, nil)
	admin.Upload("/admin/tracks/digital-literacy/roster", "", "", nil, map[string]string{"list": "email\nana@example.org\n"}).
		Check(t, http.StatusConflict, []string{"Nobody can be enrolled in this track yet"}, nil)
}
