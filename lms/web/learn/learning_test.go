package learn_test

import (
	"net/http"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestMyLearningBeginsWithNothingAndShowsEverything(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.InstallFiles(webtest.ReadingCourse())
	s.LessonsOnly()
	person := s.Person("ana@example.org", access.RoleLearner, "ro")
	ana := s.As("ana@example.org")
	ana.Get("/learning").Check(t, http.StatusOK,
		[]string{"Încă nu ați început nimic", `<a class="button" href="/tracks">Alegeți un program</a>`}, []string{"<h2"})

	ana.Get("/tracks/digital-literacy")
	ana.Post("/tracks/digital-literacy/enrol", nil)
	ana.Get("/courses/little/lessons/start")
	ana.Post("/courses/little/lessons/start/complete", nil)
	ana.Get("/learning").Check(t, http.StatusOK,
		[]string{
			`<a href="/tracks/digital-literacy">Alfabetizare digitală</a>`,
			`<a class="button big" href="/courses/little/lessons/more">Continuați</a>`,
			`<a href="/courses/digital-literacy-basics" lang="en">Only to read</a>`,
			`<a href="/courses/little">Curs mic</a>`, "1 din 4", `<a href="/courses/little/lessons/more">Mai departe</a>`,
			`<a href="/courses/little/lessons/final">Test final</a>`, "încă nu l‑ați dat",
		}, []string{"Certificatele dumneavoastră"})

	attempt, err := s.Sitting.StartQuiz(t.Context(), person, "little", "final")
	webtest.Must(t, err)
	ana.Get("/learning").Check(t, http.StatusOK, []string{"început, nepredat"}, []string{"încă nu l‑ați dat"})
	_, _, err = s.Sitting.SubmitQuiz(t.Context(), person, attempt.ID)
	webtest.Must(t, err)
	ana.Get("/learning").Check(t, http.StatusOK, []string{"nepromovat", "0 %"}, []string{"nepredat"})

	for _, key := range []string{"first", "second"} {
		ana.Get("/courses/digital-literacy-basics/lessons/" + key)
		ana.Post("/courses/digital-literacy-basics/lessons/"+key+"/complete", nil)
	}
	ana.Get("/learning").Check(t, http.StatusOK,
		[]string{"Certificatele dumneavoastră", "/pdf", "track-digital-literacy.svg"}, nil)
}

func TestWhatOnePersonLearnsIsNobodyElses(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.Person("ana@example.org", access.RoleLearner)
	s.Person("ion@example.org", access.RoleLearner)
	ana, ion := s.As("ana@example.org"), s.As("ion@example.org")
	ana.Get("/courses/little/lessons/start")
	ana.Post("/courses/little/lessons/start/complete", nil)
	ion.Get("/learning").Check(t, http.StatusOK, []string{"You have not started anything yet"}, []string{"little"})
	ion.Get("/courses/little").Check(t, http.StatusOK, []string{"Start the course"}, []string{"✓"})
	guest := s.Guest().Get("/learning")
	if guest.Status != http.StatusSeeOther || guest.Header.Get("Location") != "/login?next=%2Flearning" {
		t.Errorf("a guest gets %d and is sent to %q", guest.Status, guest.Header.Get("Location"))
	}
}
