package learn_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/content/starter"
	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

// TestACourseWithoutTheReadersLanguageSaysSo is read in the language that the browser asks for next, and offers the others.
func TestACourseWithoutTheReadersLanguageSaysSo(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.InstallFiles(webtest.QuizCourse(""))
	guest := s.Guest()
	guest.Header.Set("Accept-Language", "sq, fr;q=0.9, bg;q=0.8, ro;q=0.7")
	const notice = "Ky kurs ende nuk ekziston në shqip. Shfaqet në bullgarisht."
	for path, title := range map[string]string{
		"/courses/little": `<h1 lang="bg">Малък курс</h1>`, "/courses/little/lessons/start": `<h1 lang="bg">Началото</h1>`,
	} {
		page := guest.Get(path)
		page.Check(t, http.StatusOK, []string{
			notice, title, `<a href="` + path + `?lang=bg" lang="bg" hreflang="bg" rel="nofollow">Български</a> <a href="` + path + `?lang=ro" lang="ro"`,
		}, nil)
		if found := strings.Count(page.Body, `class="fallback"`); found != 1 {
			t.Errorf("%s has %d notices", path, found)
		}
	}
	guest.Get("/courses/little?lang=ro").Check(t, http.StatusOK, []string{`<h1 lang="ro">Curs mic</h1>`}, []string{`class="fallback"`})
	guest.Get("/courses/quizzed?lang=en").Check(t, http.StatusOK, nil, []string{`class="fallback"`})
	guest.Get("/courses/little/lessons/start").Check(t, http.StatusOK, // what was chosen in one course is not forgotten in another
		[]string{`<h1 lang="ro">Începutul</h1>`}, []string{`class="fallback"`})

	silent := s.Guest() // whose browser asks for nothing that the course has
	silent.Header.Set("Accept-Language", "sq")
	settings, err := s.House.Settings(t.Context())
	webtest.Must(t, err)
	settings.DefaultLocale = "bg"
	webtest.Must(t, s.House.ChangeSettings(t.Context(), access.Operator(), settings))
	silent.Get("/courses/little").Check(t, http.StatusOK, []string{notice, `<h1 lang="bg">Малък курс</h1>`}, nil)
}

func TestNamesInTheReadersLanguageDoNotHideWhatTheTextIsIn(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallStarterOf(starter.DigitalisationExpert)
	guest := s.Guest()
	guest.Header.Set("Accept-Language", "bg, en;q=0.5")
	page := guest.Get("/courses/digitalisation-expert-basics/lessons/measuring")
	page.Check(t, http.StatusOK,
		[]string{"<h1>Да измерим общината</h1>", "Този курс още го няма на български. Показан е на английски.", `class="block" lang="en">`},
		[]string{`class="block" lang="ro">`})
	if found := strings.Count(page.Body, `class="fallback"`); found != 1 {
		t.Errorf("%d notices", found)
	}
}
