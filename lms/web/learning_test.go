package web_test

import (
	"net/http"
	"testing"

	"vatra/lms/access"
)

func TestMyLearningBeginsWithNothingAndShowsEverything(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(littleCourse())
	s.install(readingCourse())
	s.lessonsOnly()
	person := s.person("ana@example.org", access.RoleLearner, "ro")
	ana := s.as("ana@example.org")
	ana.get("/learning").check(t, http.StatusOK,
		[]string{"Încă nu ați început nimic", `<a class="button" href="/tracks">Alegeți un program</a>`}, []string{"<h2"})

	ana.get("/tracks/digital-literacy")
	ana.post("/tracks/digital-literacy/enrol", nil)
	ana.get("/courses/little/lessons/start")
	ana.post("/courses/little/lessons/start/complete", nil)
	ana.get("/learning").check(t, http.StatusOK,
		[]string{
			`<a href="/tracks/digital-literacy">Alfabetizare digitală</a>`,
			`<a class="button" href="/courses/digital-literacy-basics/lessons/first">Continuați</a>`,
			`<a href="/courses/little">Curs mic</a>`, "1 din 4", `<a href="/courses/little/lessons/more">Mai departe</a>`,
			`<a href="/courses/little/lessons/final">Test final</a>`, "încă nu l-ați dat",
		}, []string{"Certificatele dumneavoastră"})

	attempt, err := s.Sitting.StartQuiz(t.Context(), person, "little", "final")
	must(t, err)
	ana.get("/learning").check(t, http.StatusOK, []string{"început, nepredat"}, []string{"încă nu l-ați dat"})
	_, _, err = s.Sitting.SubmitQuiz(t.Context(), person, attempt.ID)
	must(t, err)
	ana.get("/learning").check(t, http.StatusOK, []string{"nu a fost promovat", "0 %"}, []string{"nepredat"})

	for _, key := range []string{"first", "second"} {
		ana.get("/courses/digital-literacy-basics/lessons/" + key)
		ana.post("/courses/digital-literacy-basics/lessons/"+key+"/complete", nil)
	}
	ana.get("/learning").check(t, http.StatusOK, []string{"Certificatele dumneavoastră", "/pdf"}, []string{">Continuați</a>"})
}

func TestWhatOnePersonLearnsIsNobodyElses(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(littleCourse())
	s.person("ana@example.org", access.RoleLearner)
	s.person("ion@example.org", access.RoleLearner)
	ana, ion := s.as("ana@example.org"), s.as("ion@example.org")
	ana.get("/courses/little/lessons/start")
	ana.post("/courses/little/lessons/start/complete", nil)
	ion.get("/learning").check(t, http.StatusOK, []string{"You have not started anything yet"}, []string{"little"})
	ion.get("/courses/little").check(t, http.StatusOK, []string{"Start the course"}, []string{"✓"})
	guest := s.guest().get("/learning")
	if guest.Status != http.StatusSeeOther || guest.Header.Get("Location") != "/login?next=%2Flearning" {
		t.Errorf("a guest gets %d and is sent to %q", guest.Status, guest.Header.Get("Location"))
	}
}
