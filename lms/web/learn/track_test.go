package learn_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/tracks"
	"vatra/lms/web/webtest"
)

func TestATrackSaysWhatItAsksForAndWhatItGives(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	guest := s.Guest()
	guest.Get("/tracks").Check(t, http.StatusOK,
		[]string{`<a href="/tracks/digital-literacy">Digital literacy</a>`, "2 minutes of study", "1 course"},
		[]string{"<progress", "0 courses"})
	guest.Get("/tracks/digital-literacy").Check(t, http.StatusOK,
		[]string{
			"<h1>Digital literacy</h1>", "Complete all lessons", "Pass all quizzes", "at least 70%", "2 minutes of study",
			"2 minutes in all: reading 2 minutes.", "Only to read (version 1)",
			`<a href="/courses/digital-literacy-basics">Only to read</a>`,
			`href="/login?next=%2Ftracks%2Fdigital-literacy">Log in to enrol`,
		}, []string{"/enrol\"", "Your progress"})
	guest.Get("/tracks/nothing").Check(t, http.StatusNotFound, nil, nil)
}

func TestEnrollingShowsTheNextStep(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	s.LessonsOnly()
	s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	ana.Get("/tracks/digital-literacy").Check(t, http.StatusOK,
		[]string{`action="/tracks/digital-literacy/enrol"`, "Enrol"}, []string{"Your progress"})
	ana.Follow(ana.Post("/tracks/digital-literacy/enrol", nil)).Check(t, http.StatusOK,
		[]string{
			"You are enrolled", "Your progress", `<progress max="2" value="0"`,
			`<a class="button" href="/courses/digital-literacy-basics/lessons/first">Continue</a>`,
		}, []string{`/enrol"`})
	ana.Follow(ana.Post("/tracks/digital-literacy/enrol", nil)).Check(t, http.StatusOK, []string{"Your progress"}, []string{"You are enrolled"})

	ana.Get("/courses/digital-literacy-basics/lessons/first")
	ana.Post("/courses/digital-literacy-basics/lessons/first/complete", nil)
	ana.Get("/tracks").Check(t, http.StatusOK, []string{`<progress max="2" value="1"`}, nil)
	for _, path := range []string{"/tracks/digital-literacy", "/learning"} {
		page := ana.Get(path)
		if bars := strings.Count(page.Body, "<progress"); bars != 1 {
			t.Errorf("%s says %d times how far she is in the one course of her track", path, bars)
		}
	}
	ana.Get("/tracks/digital-literacy").Check(t, http.StatusOK,
		[]string{"1 of 2", `href="/courses/digital-literacy-basics/lessons/second">Continue</a>`}, nil)
	ana.Get("/courses/digital-literacy-basics/lessons/second")
	ana.Post("/courses/digital-literacy-basics/lessons/second/complete", nil)
	ana.Get("/tracks/digital-literacy").Check(t, http.StatusOK,
		[]string{"Completed on", `<a class="button" href="/certificates">See your certificate</a>`}, []string{">Continue<"})
}

func TestACourseThatIsStillToComeIsSaidToBe(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	_, err := s.Tracks.Change(t.Context(), access.Operator(), "digital-literacy", tracks.Change{
		CourseCodes: []string{"digital-literacy-basics", "still-to-come"}, Rules: tracks.Rules{LessonsCompleted: true},
	})
	webtest.Must(t, err)
	s.Study(s.Person("ana@example.org", access.RoleLearner), "digital-literacy-basics")
	ana := s.As("ana@example.org")
	ana.Get("/tracks/digital-literacy").Check(t, http.StatusOK,
		[]string{"1 more course of this track is being prepared", "Only to read"}, []string{"Tell me when it opens"})
	ana.Follow(ana.Post("/tracks/digital-literacy/enrol", nil)).Check(t, http.StatusOK,
		[]string{"The next course is being prepared", `<a href="/courses">See the courses that are open</a>`}, nil)
}

func TestWhoHasLearntItAllFindsTheCertificateOnEnrolling(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	s.LessonsOnly()
	s.Study(s.Person("ana@example.org", access.RoleLearner, "ro"), "digital-literacy-basics")
	ana := s.As("ana@example.org")
	ana.Get("/tracks/digital-literacy")
	enrolled := ana.Post("/tracks/digital-literacy/enrol", nil)
	if to := enrolled.Header.Get("Location"); to != "/certificates" {
		t.Fatalf("it leads to %q", to)
	}
	ana.Follow(enrolled).Check(t, http.StatusOK,
		[]string{"Felicitări! Ați încheiat programul „Alfabetizare digitală”. Certificatul dumneavoastră este aici.", "/pdf"}, nil)
}
