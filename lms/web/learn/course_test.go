package learn_test

import (
	"net/http"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestTheCatalogueIsForEverybody(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	guest := s.Guest()
	guest.Get("/courses").Check(t, http.StatusOK, []string{"There are no courses yet"}, nil)
	s.InstallFiles(webtest.LittleCourse())
	guest.Get("/courses").Check(t, http.StatusOK,
		[]string{
			`<a href="/courses/little" lang="ro">Curs mic</a>`, `<p lang="ro">Despre puțin.</p>`, "4 lessons",
			"Languages: Romanian and Bulgarian",
		}, []string{"There are no courses yet", "<progress"})

	s.Person("ana@example.org", access.RoleLearner, "bg")
	ana := s.As("ana@example.org")
	ana.Get("/courses").Check(t, http.StatusOK,
		[]string{`<a href="/courses/little">Малък курс</a>`, "4 урока"}, []string{"<progress"})
	ana.Get("/courses/little/lessons/start")
	ana.Get("/courses").Check(t, http.StatusOK, []string{`<progress max="4" value="0"`, "0 от 4"}, nil)
}

func TestACoursePageShowsTheWayThroughIt(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.Person("ana@example.org", access.RoleLearner, "ro")

	s.Guest().Get("/courses/little").Check(t, http.StatusOK,
		[]string{
			`<h1 lang="ro">Curs mic</h1>`, `<a class="button" href="/courses/little/lessons/start">Start the course`,
			"You can read everything without an account", `<a href="/login?next=%2Fcourses%2Flittle">Log in</a>`,
			`<h3 lang="ro">Primul modul</h3>`, `<a href="/courses/little/lessons/final" lang="ro">Test final</a>`, "Quiz",
			`<a href="https://creativecommons.org/licenses/by/4.0/" rel="license noopener">CC BY 4.0</a>`,
			"Primăria Vatra", `<a href="https://example.org/curs" rel="noopener">`,
			`<a href="/courses/little?lang=bg" lang="bg" hreflang="bg" rel="nofollow">Български</a>`,
			`hreflang="ro" rel="nofollow" aria-current="true">Română</a>`,
		}, []string{"<progress", "✓"})

	ana := s.As("ana@example.org")
	ana.Get("/courses/little").Check(t, http.StatusOK, []string{"<h1>Curs mic</h1>", "Începeți cursul"}, []string{"fără cont"})
	ana.Get("/courses/little/lessons/start")
	ana.Follow(ana.Post("/courses/little/lessons/start/complete", nil))
	ana.Get("/courses/little").Check(t, http.StatusOK,
		[]string{
			`<progress max="4" value="1" aria-label="Lecții parcurse">`, "1 din 4",
			`<a class="button" href="/courses/little/lessons/more">Continuați`,
			`<a href="/courses/little/lessons/more" aria-current="step">Mai departe</a>`,
			`<span class="tick done" aria-hidden="true">✓</span><span><a href="/courses/little/lessons/start">Începutul</a> <span class="unseen">(parcursă)</span>`,
		}, []string{"Începeți cursul"})

	s.Guest().Get("/courses/nowhere").Check(t, http.StatusNotFound, []string{"There is no such course"}, nil)
}

func TestTheFilesOfACourseNameTheirOrigin(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.Guest().Get("/courses/little/credits").Check(t, http.StatusOK,
		[]string{"images/map.svg", "CC0 1.0", "Ion Pop", `<a href="/courses/little" lang="ro">Curs mic</a>`}, nil)
}
