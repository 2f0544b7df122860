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
