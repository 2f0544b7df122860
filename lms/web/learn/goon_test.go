package learn_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestARunningAttemptIsOnEveryPageOfItsLearner(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate(", time_limit: 30m")
	s.Exec(`UPDATE attempts SET deadline = now() + interval '20 minutes'`)
	const bar, words = `<aside class="running"`, "Go on with the quiz you have begun</a>"
	for _, path := range []string{"/courses", "/tracks", "/account", "/courses/quizzed/lessons/learn"} {
		ana.Get(path).Check(t, http.StatusOK,
			[]string{bar, "<strong>20 minutes left.</strong> Time ends at", `<a href="` + ana.Path + `">` + words}, nil)
	}
	ana.Get(ana.Path).Check(t, http.StatusOK, []string{"Time ends at"}, []string{bar})
	for _, path := range []string{"/", "/learning"} {
		ana.Get(path).Check(t, http.StatusOK, []string{
			"<strong>20 minutes left.</strong> Time ends at", `<a class="button big" href="` + ana.Path + `">` + words, "Final quiz",
		}, []string{bar})
	}
	s.Person("ion@example.org", access.RoleLearner)
	s.As("ion@example.org").Get("/courses").Check(t, http.StatusOK, nil, []string{bar})
	s.TimeIsOver()
	ana.Get("/courses").Check(t, http.StatusOK, nil, []string{bar})
	ana.Get("/learning").Check(t, http.StatusOK, nil, []string{"minutes left"})
}

func TestAQuizThatClosesSaysWhenWhereItsLearnerComesBack(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	files := webtest.LittleCourse()
	files["course.yaml"] = strings.Replace(files["course.yaml"], "time_limit: 30m", "closes: 2100-01-31 23:59", 1)
	s.InstallFiles(files)
	s.Person("ana@example.org", access.RoleLearner, "ro")
	ana := s.As("ana@example.org")
	ana.Get("/learning").Check(t, http.StatusOK, nil, []string{"se închide"})
	ana.Get("/courses/little/lessons/start")
	const closes = "se închide la 31 ianuarie 2100, 23:59 EET"
	for path, often := range map[string]int{"/": 1, "/learning": 2} {
		if page := ana.Get(path); strings.Count(page.Body, closes) != often || !strings.Contains(page.Body, `href="/courses/little/lessons/final"`) {
			t.Errorf("%s says it %d times", path, strings.Count(page.Body, closes))
		}
	}
	ana.Get("/courses/little/lessons/final").Check(t, http.StatusOK, []string{"<dt>Se închide</dt>", "31 ianuarie 2100, 23:59</time> EET"}, nil)
	far := &http.Cookie{Name: "zone", Value: "America%2FNew_York"}
	ana.Header.Set("Cookie", far.String())
	ana.Get("/learning").Check(t, http.StatusOK, []string{"se închide la 31 ianuarie 2100, 16:59 EST"}, nil)
	ana.Header.Del("Cookie")
	s.Rules("closes_at = '2020-01-31 21:59Z'")
	ana.Get("/learning").Check(t, http.StatusOK, []string{"s‑a închis la 31 ianuarie 2020, 23:59 EET"}, []string{"se închide"})
}

func TestLearningShowsEachThingOnce(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.InstallFiles(webtest.ReadingCourse())
	s.LessonsOnly()
	s.Person("ana@example.org", access.RoleLearner, "ro")
	ana := s.As("ana@example.org")
	ana.Get("/tracks/digital-literacy")
	ana.Post("/tracks/digital-literacy/enrol", nil)
	const first = `<a class="button big" href="/courses/digital-literacy-basics/lessons/first">Continuați</a>`
	ana.Get("/").Check(t, http.StatusOK, []string{first}, nil)
	ana.Get("/courses/digital-literacy-basics/lessons/first")
	ana.Get("/courses/little/lessons/start")
	learning := ana.Get("/learning")
	learning.Check(t, http.StatusOK,
		[]string{`<a class="button big" href="/courses/little/lessons/start">Continuați</a>`}, []string{first})
	for _, once := range []string{`href="/tracks/digital-literacy"`, `href="/courses/digital-literacy-basics"`, `href="/courses/little"`} {
		if found := strings.Count(learning.Body, once); found != 1 {
			t.Errorf("%s is there %d times", once, found)
		}
	}
	if strings.Index(learning.Body, `href="/courses/digital-literacy-basics"`) > strings.Index(learning.Body, `id="courses"`) {
		t.Error("the course of the track stands among those that belong to none")
	}
}
