package learn_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vatra/content/starter"
	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestALessonIsReadAndLeadsOn(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.Person("ana@example.org", access.RoleLearner, "ro")
	ana := s.As("ana@example.org")

	ana.Get("/courses/little/lessons/start").Check(t, http.StatusOK,
		[]string{
			"<h1>Începutul</h1>", "Primul modul", "Lecția 1 din 4", "Prima frază.", `alt="Harta"`, "/assets/",
			`action="/courses/little/lessons/start/complete"`, "Am citit, continui",
			`<a rel="next" href="/courses/little/lessons/more">`, "<details",
			`<a href="/courses/little/lessons/start" aria-current="page">`,
		}, []string{`rel="prev"`, "parcursă"})
	read := ana.Post("/courses/little/lessons/start/complete", nil)
	if to := read.Header.Get("Location"); to != "/courses/little/lessons/more" {
		t.Errorf("it goes on to %q", to)
	}
	ana.Get("/courses/little/lessons/start").Check(t, http.StatusOK,
		[]string{"parcursă", `class="neighbours leading"`}, []string{"Am citit"})
	ana.Get("/courses/little/lessons/end").Check(t, http.StatusOK,
		[]string{`<a rel="prev" href="/courses/little/lessons/more">`, `<a rel="next" href="/courses/little/lessons/final">`}, nil)
	ana.Get("/courses/little/lessons/nowhere").Check(t, http.StatusNotFound, nil, nil)
}

func TestAGuestReadsAndLeavesNoTrace(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	guest := s.Guest()
	guest.Get("/courses/little/lessons/start").Check(t, http.StatusOK,
		[]string{`<h1 lang="ro">Începutul</h1>`, "Prima frază.", "You can read everything without an account", `rel="next"`},
		[]string{"/complete", "I have read this"})
	if refused := guest.Post("/courses/little/lessons/start/complete", nil); refused.Status != http.StatusUnauthorized {
		t.Errorf("a guest who completes a lesson gets %d", refused.Status)
	}
	var rows int
	webtest.Must(t, s.DB.NewRaw("SELECT (SELECT count(*) FROM course_enrolments) + (SELECT count(*) FROM lesson_progress)").
		Scan(t.Context(), &rows))
	if rows > 0 {
		t.Error("what a guest reads is written down")
	}
}

func TestTheLanguageOfACourseIsChosenOnceAndKeepsThePlace(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	guest := s.Guest()
	guest.Header.Set("Accept-Language", "bg")
	guest.Get("/courses/little/lessons/start").Check(t, http.StatusOK, []string{"<h1>Началото</h1>"}, nil)
	guest.Get("/courses/little/lessons/start?lang=ro").Check(t, http.StatusOK,
		[]string{
			`<html lang="bg">`, `<h1 lang="ro">Începutul</h1>`, "Prima frază.", "lesson.js",
			`<a href="/courses/little/lessons/start?lang=bg" lang="bg" hreflang="bg" rel="nofollow">Български</a>`,
		}, []string{"Първото"})
	guest.Get("/courses/little/lessons/end").Check(t, http.StatusOK, []string{`<h1 lang="ro">Sfârșitul</h1>`}, nil)
	guest.Get("/courses/little").Check(t, http.StatusOK, []string{`<h1 lang="ro">Curs mic</h1>`}, nil)
	guest.Get("/courses").Check(t, http.StatusOK, []string{">Малък курс</a>"}, nil)
	guest.Get("/courses/little/lessons/end?lang=xx").Check(t, http.StatusOK, []string{`<h1 lang="ro">Sfârșitul</h1>`}, nil)
}

func TestWhatIsNotTranslatedIsMarked(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	guest := s.Guest()
	guest.Header.Set("Accept-Language", "bg")
	guest.Get("/courses/little/lessons/more").Check(t, http.StatusOK,
		[]string{
			`<h1 lang="ro">Mai departe</h1>`, "Този урок още го няма на български. Показан е на румънски.",
			`class="block" lang="ro">`,
		}, nil)
	guest.Get("/courses/little/lessons/start").Check(t, http.StatusOK, []string{"Първото изречение."}, []string{"още я няма"})
	// Somebody whose language the course does not have at all is told so of the course, and of no part.
	guest.Header.Set("Accept-Language", "sq")
	guest.Get("/courses/little/lessons/start").Check(t, http.StatusOK,
		[]string{`class="block" lang="ro">`, "Ky kurs ende nuk ekziston"}, []string{"Kjo pjesë ende nuk ekziston"})
}

func TestTheLastLessonEndsTheCourseAndTheTrack(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	s.LessonsOnly()
	s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")

	ana.Get("/tracks/digital-literacy")
	ana.Follow(ana.Post("/tracks/digital-literacy/enrol", nil)).Check(t, http.StatusOK, []string{"You are enrolled"}, nil)
	ana.Get("/courses/digital-literacy-basics/lessons/first")
	ana.Follow(ana.Post("/courses/digital-literacy-basics/lessons/first/complete", nil)).Check(t, http.StatusOK,
		[]string{"<h1>Second</h1>", "I have read this, finish"}, nil)
	done := ana.Post("/courses/digital-literacy-basics/lessons/second/complete", nil)
	if to := done.Header.Get("Location"); to != "/certificates" {
		t.Fatalf("it leads to %q", to)
	}
	ana.Follow(done).Check(t, http.StatusOK,
		[]string{"You have completed the track “Digital literacy”. Your certificate is here.", "Download the certificate (PDF)"}, nil)

	// Without the track, the course alone.
	s.Person("ion@example.org", access.RoleLearner)
	ion := s.As("ion@example.org")
	for _, key := range []string{"first", "second"} {
		ion.Get("/courses/digital-literacy-basics/lessons/" + key)
		ion.Last = ion.Follow(ion.Post("/courses/digital-literacy-basics/lessons/"+key+"/complete", nil))
	}
	ion.Last.Check(t, http.StatusOK, []string{"You have completed this course. Congratulations!", "Completed on"}, []string{"certificate is here"})
}

func TestAQuizTellsItsRulesBeforeItBegins(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	ana := s.Person("ana@example.org", access.RoleLearner)
	s.Guest().Get("/courses/little/lessons/final").Check(t, http.StatusOK,
		[]string{
			"<dt>Questions</dt><dd>2</dd>", "<dt>Time</dt><dd>30 minutes</dd>", "<dt>Attempts left</dt><dd>3 of 3</dd>",
			"at least 70%", "your best attempt", "Log in to take the quiz", `href="/login?next=`,
		}, []string{"Start the quiz", "/final/start"})

	reader := s.As("ana@example.org")
	reader.Get("/courses/little/lessons/final").Check(t, http.StatusOK,
		[]string{"Start the quiz", `action="/courses/little/lessons/final/start"`, "does not stop when you close the page"},
		[]string{"earlier attempts", "Log in to take"})

	attempt, err := s.Sitting.StartQuiz(t.Context(), ana, "little", "final")
	webtest.Must(t, err)
	reader.Get("/courses/little/lessons/final").Check(t, http.StatusOK,
		[]string{"Go on with the quiz you have begun", "Its time ends at", "2 of 3"}, []string{"Start the quiz"})
	_, _, err = s.Sitting.SubmitQuiz(t.Context(), ana, attempt.ID)
	webtest.Must(t, err)
	reader.Get("/courses/little/lessons/final").Check(t, http.StatusOK,
		[]string{
			"Take the quiz again", "Your earlier attempts", "not passed · 0%",
			`<a href="/attempts/` + attempt.ID.String() + `/result">Attempt 1</a>`,
		}, []string{"Go on with", "You have passed"})
	for range 2 {
		attempt, err = s.Sitting.StartQuiz(t.Context(), ana, "little", "final")
		webtest.Must(t, err)
		_, _, err = s.Sitting.SubmitQuiz(t.Context(), ana, attempt.ID)
		webtest.Must(t, err)
	}
	reader.Get("/courses/little/lessons/final").Check(t, http.StatusOK,
		[]string{"You have no attempt left. Attempts allowed: 3.", "0 of 3"}, []string{"/final/start"})
}

func TestAQuizThatIsNotOpenSaysWhen(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.Rules("opens_at = '2100-01-02 10:00Z', closes_at = '2100-01-03 10:00Z'")
	s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	ana.Get("/courses/little/lessons/final").Check(t, http.StatusOK,
		[]string{"This quiz opens on 2 January 2100", "<dt>Open from</dt>", "<dt>Closes</dt>"}, []string{"/final/start"})
}

func TestAnAttemptWhoseTimeIsOverIsNotGoneOnWith(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate(", attempts: 2, time_limit: 30m")
	s.TimeIsOver()
	ana.Get("/courses/quizzed/lessons/final").Check(t, http.StatusOK,
		[]string{"Take the quiz again", "1 of 2", `<a href="` + ana.Path + `/result">Attempt 1</a>`},
		[]string{"Go on with the quiz you have begun", "Its time ends at", "not passed"})
	closed := ana.Follow(ana.Get(ana.Path + "/result"))
	ana.Get("/courses/quizzed/lessons/final").Check(t, http.StatusOK, []string{"not passed · 0%"}, nil)
	closed.Check(t, http.StatusOK, []string{"(because the time was over)"}, nil)
}

func TestALessonPageAsksForNothingItDoesNotNeed(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	page := s.Guest().Get("/courses/digital-literacy-basics/lessons/first")
	page.Check(t, http.StatusOK, nil, []string{"lesson.js", `class="reading"`, "style=", "onclick="})
	if strings.Count(page.Body, "<h1") != 1 {
		t.Error("a page has one main heading")
	}
	for _, script := range strings.Split(page.Body, "<script")[1:] {
		src, _, _ := strings.Cut(script, ">")
		if !strings.Contains(src, `src="/static/`) {
			t.Errorf("a script stands in the page: %s", url.QueryEscape(src))
		}
	}
}

func TestNamesAreInTheReadersLanguageWhereTextsAreNot(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallStarterOf(starter.DigitalisationExpert)
	const lesson = "/courses/digitalisation-expert-basics/lessons/measuring"
	guest := s.Guest()
	guest.Header.Set("Accept-Language", "bg")
	guest.Get(lesson).Check(t, http.StatusOK,
		[]string{"<h1>Да измерим общината</h1>", `class="block" lang="ro">`, `hreflang="ro" rel="nofollow" aria-current="true"`},
		[]string{"още я няма"})
	guest.Get(lesson+"?lang=en").Check(t, http.StatusOK,
		[]string{`<h1 lang="en">The commune, measured</h1>`, `class="block" lang="en">`}, []string{"Да измерим общината"})
}
