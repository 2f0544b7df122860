package web_test

import (
	"net/http"
	"testing"

	"vatra/lms/access"
)

func TestATrackSaysWhatItAsksForAndWhatItGives(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(readingCourse())
	guest := s.guest()
	guest.get("/tracks").check(t, http.StatusOK,
		[]string{`<a href="/tracks/digital-literacy">Digital literacy</a>`, "24 hours of study", "1 course"},
		[]string{"<progress", "0 courses"})
	guest.get("/tracks/digital-literacy").check(t, http.StatusOK,
		[]string{
			"<h1>Digital literacy</h1>", "Complete all lessons", "Pass all quizzes", "at least 70%", "24 hours of study",
			`<a href="/courses/digital-literacy-basics">Only to read</a>`,
			`href="/login?next=%2Ftracks%2Fdigital-literacy">Log in to enrol`,
		}, []string{"/enrol\"", "Your progress"})
	guest.get("/tracks/nothing").check(t, http.StatusNotFound, nil, nil)
}

func TestEnrollingShowsTheNextStep(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(readingCourse())
	s.lessonsOnly()
	s.person("ana@example.org", access.RoleLearner)
	ana := s.as("ana@example.org")
	ana.get("/tracks/digital-literacy").check(t, http.StatusOK,
		[]string{`action="/tracks/digital-literacy/enrol"`, "Enrol"}, []string{"Your progress"})
	ana.follow(ana.post("/tracks/digital-literacy/enrol", nil)).check(t, http.StatusOK,
		[]string{
			"You are enrolled", "Your progress", `<progress max="2" value="0"`,
			`<a class="button" href="/courses/digital-literacy-basics/lessons/first">Continue</a>`,
		}, []string{`/enrol"`})
	ana.follow(ana.post("/tracks/digital-literacy/enrol", nil)).check(t, http.StatusOK, []string{"Your progress"}, []string{"You are enrolled"})

	ana.get("/courses/digital-literacy-basics/lessons/first")
	ana.post("/courses/digital-literacy-basics/lessons/first/complete", nil)
	ana.get("/tracks").check(t, http.StatusOK, []string{`<progress max="2" value="1"`}, nil)
	ana.get("/tracks/digital-literacy").check(t, http.StatusOK,
		[]string{"1 of 2", `href="/courses/digital-literacy-basics/lessons/second">Continue</a>`}, nil)
	ana.get("/courses/digital-literacy-basics/lessons/second")
	ana.post("/courses/digital-literacy-basics/lessons/second/complete", nil)
	ana.get("/tracks/digital-literacy").check(t, http.StatusOK,
		[]string{"Completed on", `<a class="button" href="/certificates">See your certificate</a>`}, []string{">Continue<"})
}

func TestACourseThatIsStillToComeIsSaidToBe(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("ana@example.org", access.RoleLearner)
	ana := s.as("ana@example.org")
	ana.get("/tracks/digital-literacy").check(t, http.StatusOK, []string{"1 more course of this track is being prepared"}, nil)
	ana.follow(ana.post("/tracks/digital-literacy/enrol", nil)).check(t, http.StatusOK, []string{"The next course will be published soon"}, nil)
}
