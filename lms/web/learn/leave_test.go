package learn_test

import (
	"net/http"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestLeavingATrackIsAskedOnceAndComingBackFindsWhatWasDone(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	s.LessonsOnly()
	s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	const track, leave = "/tracks/digital-literacy", "/tracks/digital-literacy/leave"
	if answer := ana.Get(leave); answer.Status != http.StatusSeeOther || answer.Header.Get("Location") != track {
		t.Errorf("who is not in it is asked: %d", answer.Status)
	}
	ana.Get(track)
	ana.Post(track+"/enrol", nil)
	ana.Get("/courses/digital-literacy-basics/lessons/first")
	ana.Post("/courses/digital-literacy-basics/lessons/first/complete", nil)
	ana.Get(track).Check(t, http.StatusOK, []string{`href="` + leave + `">Leave this track</a>`}, nil)
	ana.Get(leave).Check(t, http.StatusOK, []string{
		"<h1>Leave this track</h1>", "Digital literacy", "1 of 2", "no longer stand under “My learning”", "is kept",
		"A quiz that you have begun goes on", "Certificates that you have stay valid", "come back at any time", `href="` + track + `">Stay in the track</a>`,
	}, nil)
	ana.Follow(ana.Post(leave, nil)).Check(t, http.StatusOK,
		[]string{"You have left the track", "You left this track on", `<progress max="2" value="1"`, "Come back to this track"},
		[]string{"Your progress", ">Continue<", `/leave"`})
	ana.Follow(ana.Post(leave, nil)).Check(t, http.StatusOK, []string{"You are not enrolled in this track"}, nil)
	ana.Get("/learning").Check(t, http.StatusOK, []string{"Only to read"}, []string{"Digital literacy", "Your tracks"})
	ana.Get("/tracks").Check(t, http.StatusOK, []string{"Digital literacy"}, []string{"<progress"})

	ana.Get(track)
	ana.Follow(ana.Post(track+"/enrol", nil)).Check(t, http.StatusOK,
		[]string{"You are back", "Your progress", "1 of 2", `lessons/second">Continue</a>`}, []string{"You left"})
	ana.Get("/courses/digital-literacy-basics/lessons/second")
	ana.Post("/courses/digital-literacy-basics/lessons/second/complete", nil)
	ana.Get(track).Check(t, http.StatusOK, []string{"See your certificate", `<a class="button quiet" href="/tracks">Choose another track</a>`}, nil)
	ana.Get("/certificates").Check(t, http.StatusOK, []string{"2 minutes of study"}, nil)
	ana.Get(leave).Check(t, http.StatusOK, []string{"Your certificate stays valid"}, []string{"do not receive"})
	ana.Follow(ana.Post(leave, nil)).Check(t, http.StatusOK, []string{"You left this track on", `href="/certificates"`}, nil)
	ana.Get("/certificates").Check(t, http.StatusOK, []string{"/pdf"}, []string{"no longer valid"})
	ana.Post("/tracks/nothing/leave", nil).Check(t, http.StatusNotFound, nil, nil)
}
