package sit_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/schooltest"
	"vatra/lms/web/webtest"
)

func TestAQuizIsTakenWithoutScripts(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate(", time_limit: 30m, attempts: 3")
	ana.Last.Check(t, http.StatusOK,
		[]string{
			"<h1>Final quiz</h1>", "Question 1 of 6", "Two and two?", "Choose one answer.", "Choose all right answers.",
			`inputmode="decimal"`, "Time ends at", `data-left="1`, "Answered: 0 of 6", "<option value=\"\">Choose…",
		},
		[]string{"Too few.", "Just so.", "Half of a hundred", "saved <time"})

	form := ana.Fill("q-1", "q1", ana.Value("Four"), "q4", "Lyon")
	ana.Last.Check(t, http.StatusOK, []string{`formaction="` + ana.Path + `/answers#q-1"`}, []string{"vatra1."})
	ana.Saved(ana.Post(ana.Path+"/answers", form)).Check(t, http.StatusOK,
		[]string{"Answered: 2 of 6", `value="Lyon"`, "checked", "saved <time datetime="}, nil)
	receipts := ana.Receipts()
	if s.Journal() != 2 || len(receipts) != 2 {
		t.Errorf("%d entries for two answers, and %d receipts", s.Journal(), len(receipts))
	}
	// The page that answers is loaded again, and the form is sent again with it.
	ana.Saved(ana.Post(ana.Path+"/answers", form))
	if again := ana.Receipts(); s.Journal() != 2 || !slices.Equal(again, receipts) {
		t.Errorf("sending the same again made %d entries, and gave the receipts %q", s.Journal(), again)
	}
	if to := ana.Get(ana.Path + "/answers").Header.Get("Location"); to != ana.Path {
		t.Errorf("where answers are sent leads to %q", to)
	}
	ana.Get(ana.Path)
	unchanged := ana.Post(ana.Path+"/answers", ana.Fill("q-1", "q1", ana.Value("Four"), "q4", "Lyon"))
	if to := unchanged.Header.Get("Location"); to != ana.Path+"#q-1" {
		t.Errorf("saving question 1 with nothing changed leads to %q", to)
	}

	ask := ana.Saved(ana.Post(ana.Path+"/answers", ana.Fill("submit", "q1", ana.Value("Four"), "q4", "Paris")))
	if given := ana.Receipts(); len(given) != 1 || slices.Contains(receipts, given[0]) {
		t.Errorf("before handing in these receipts are given: %q", given)
	}
	ask.Check(t, http.StatusOK,
		[]string{
			"4 questions of 6 are not answered:", `<a href="` + ana.Path + `#q-2">Question 2 of 6</a>`,
			"can no longer be changed", "Hand in now", "Back to the questions",
		}, []string{`#q-1"`, `#q-4"`})
	ana.Get(ana.Path)
	ana.Saved(ana.Post(ana.Path+"/answers", ana.Right("submit"))).Check(t, http.StatusOK,
		[]string{"You have answered all questions."}, nil)
	result := ana.Follow(ana.Post(ana.Path+"/submit", nil))
	result.Check(t, http.StatusOK,
		[]string{
			"Passed", "Mark: 100%", "points: 8 of 8", "Pass mark: at least 50%", "Just so.", "Half of a hundred.", "right answer",
			"your answer", "To the contents of the course", "You have answered every question rightly.",
			"<summary>6 questions answered rightly</summary>",
		}, []string{"Read again:", "Not passed", "Take the quiz again", "Too few."})
}

func TestAResultTeaches(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate(", attempts: 2")
	fields := ana.Fill("submit", "q1", ana.Value("Three"), "q5", "5", ana.Line("Cat"), ana.Value("woof"))
	fields["q2"] = []string{ana.Value("Red")}
	ana.Post(ana.Path+"/answers", fields)
	result := ana.Follow(ana.Post(ana.Path+"/submit", nil))
	result.Check(t, http.StatusOK,
		[]string{
			"Not passed yet", "Mark: 12.5%", "points: 1 of 8", "Too few.", "Think of a hundred.", "partly right", "not answered",
			"Right answer: <strong>Paris</strong>", "Right answer: <strong>miaow</strong>", "You have 1 attempt left.",
			`action="/courses/quizzed/lessons/final/start"`, "Take the quiz again",
			`<li><a href="#q-1">Question 1 of 6</a>`, `Read again: <a href="/courses/quizzed/lessons/learn">Learn</a>`,
		}, []string{"Just so.", "answered rightly"})
	// The same attempt in another language of the course.
	ana.Get(ana.Path+"/result?lang=ro").Check(t, http.StatusOK, []string{`lang="ro"`, "Prea puțin.", "Patru"}, []string{"Too few."})
	ana.Get(ana.Path + "/result?lang=en")

	again := ana.Follow(ana.Post("/courses/quizzed/lessons/final/start", nil))
	again.Check(t, http.StatusOK, []string{"Answered: 0 of 6"}, nil)
	ana.Path = strings.TrimSuffix(ana.Path, "/result")
	second := ana.Follow(ana.Post("/courses/quizzed/lessons/final/start", nil))
	if second.Status != http.StatusOK {
		t.Errorf("starting twice: %d", second.Status)
	}
}

func TestWithoutAttemptsLeftTheLessonSaysSo(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate(", attempts: 1, review: never")
	ana.Follow(ana.Post(ana.Path+"/submit", nil)).Check(t, http.StatusOK,
		[]string{"Not passed yet", "You have no attempt left.", "The right answers of this quiz are not shown."},
		[]string{"Take the quiz again", "Two and two", "Four"})
	refused := ana.Post("/courses/quizzed/lessons/final/start", nil)
	ana.Follow(refused).Check(t, http.StatusOK, []string{"You have no attempt left. Attempts allowed: 1."}, nil)
}

func TestARefusedNumberComesBackInItsPlace(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	refused := ana.Post(ana.Path+"/answers", ana.Fill("submit", "q1", ana.Value("Four"), "q5", "about <fifty>"))
	refused.Check(t, http.StatusUnprocessableEntity,
		[]string{
			"Not every answer was saved", `<a href="#q-5">Question 5 of 6</a>`, `value="about &lt;fifty&gt;"`, `aria-invalid="true"`,
			"“about &lt;fifty&gt;” is not a number", "Answered: 1 of 6",
		}, nil)
	ana.Last = refused
	ana.Saved(ana.Post(ana.Path+"/answers", ana.Fill("q-5", "q1", ana.Value("Four"), "q5", "50"))).Check(t, http.StatusOK,
		[]string{"Answered: 2 of 6"}, []string{"is not a number"})
}

func TestALanguageIsChangedWithoutLosingAnswers(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	ana.Last.Check(t, http.StatusOK, []string{`formaction="` + ana.Path + `/answers?lang=ro"`}, nil)
	switched := ana.Post(ana.Path+"/answers?lang=ro", ana.Fill("lang:ro", "q1", ana.Value("Four"), "q4", "Paris"))
	ana.Saved(switched).Check(t, http.StatusOK,
		[]string{"Test final", "Doi și cu doi?", "Patru", `value="Paris"`, "Answered: 2 of 6"}, []string{"Two and two"})
	again := ana.Post(ana.Path+"/answers?lang=en", ana.Fill("lang:en", "q1", ana.Value("Patru"), "q4", "Paris"))
	ana.Follow(again).Check(t, http.StatusOK, []string{"Two and two", `value="Paris"`}, []string{"Doi și cu doi?"})
}

func TestAnAnswerSentTwiceIsKeptOnce(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	first, seq := webtest.Acknowledged(t, ana.SendAnswer(4, 1, `{"text":"Lyon"}`))
	again, _ := webtest.Acknowledged(t, ana.SendAnswer(4, 1, `{"text":"Lyon"}`))
	if first != again || seq != 1 || s.Journal() != 1 {
		t.Errorf("saved at %s and %s, seq %d, %d entries", first, again, seq, s.Journal())
	}
	webtest.Acknowledged(t, ana.SendAnswer(4, 3, `{"text":"Paris"}`))
	ana.SendAnswer(4, 2, `{"text":"Rome"}`).Check(t, http.StatusConflict, // overtaken on its way
		[]string{"assessment.answer_changed_elsewhere", `"newest":3`}, nil)
	ana.Get(ana.Path).Check(t, http.StatusOK, []string{`value="Paris"`, `data-slot="4" data-seq="3"`}, nil)
	ana.SendAnswer(4, 3, `{"text":"Oslo"}`).Check(t, http.StatusConflict, []string{"assessment.answer_changed_elsewhere"}, nil)
	ana.SendAnswer(5, 1, `{"number":"many"}`).Check(t, http.StatusUnprocessableEntity, []string{"“many” is not a number"}, nil)
	ana.SendAnswer(9, 1, `{"text":"x"}`).Check(t, http.StatusNotFound, []string{"assessment.slot_not_found"}, nil)
	ana.SendAnswer(4, 4, `{"text":`).Check(t, http.StatusUnprocessableEntity, []string{"error.bad_request"}, nil)
}

func TestAFormKeepsOnlyWhatItsReaderChanged(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	old := ana.Fill("save", "q1", ana.Value("Four"), "q4", "")
	webtest.Acknowledged(t, ana.SendAnswer(4, 1, `{"text":"Paris"}`)) // in another window, after this page was opened
	ana.Saved(ana.Post(ana.Path+"/answers", old)).Check(t, http.StatusOK, []string{`value="Paris"`, "Answered: 2 of 6"}, nil)
}

func TestALateAnswerIsToldWhereItStands(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate(", time_limit: 30m")
	webtest.Acknowledged(t, ana.SendAnswer(1, 1, `{"choices":["`+ana.Value("Four")+`"]}`))
	s.TimeIsOver()
	ana.SendAnswer(4, 1, `{"text":"Paris"}`).Check(t, http.StatusConflict, []string{"assessment.too_late", "The time ended at"}, nil)
	// What was acknowledged is acknowledged again, however late the question comes.
	webtest.Acknowledged(t, ana.SendAnswer(1, 1, `{"choices":["`+ana.Value("Four")+`"]}`))
	ana.Post(ana.Path+"/answers", ana.Fill("q-4", "q1", ana.Value("Four"), "q4", "Paris")).Check(t, http.StatusConflict,
		[]string{
			"Not every answer was saved", "The time ended at", `<a href="#q-4">`, `value="Paris"`, "See the result",
			`href="` + ana.Path + `/result"`,
		}, []string{`<a href="#q-1">`, "Hand in", "quiz.js"})
	// Looking again closes it at its deadline, with what was saved.
	closed := ana.Follow(ana.Get(ana.Path))
	closed.Check(t, http.StatusOK, []string{"points: 1 of 8", "(because the time was over)"}, nil)
}

func TestHandingInTwiceGivesOneResult(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	ana.Post(ana.Path+"/answers", ana.Right("submit"))
	first := ana.Post(ana.Path+"/submit", nil)
	second := ana.Post(ana.Path+"/submit", nil)
	if first.Status != http.StatusSeeOther || second.Status != http.StatusSeeOther {
		t.Fatalf("handing in: %d, then %d", first.Status, second.Status)
	}
	ana.Follow(second).Check(t, http.StatusOK, []string{"Mark: 100%"}, nil)
	for _, path := range []string{ana.Path, ana.Path + "/submit"} {
		if to := ana.Get(path).Header.Get("Location"); to != ana.Path+"/result" {
			t.Errorf("%s of a quiz handed in leads to %q", path, to)
		}
	}
	ana.Get("/courses/quizzed/lessons/final")
	ana.Post(ana.Path+"/answers", ana.Fill("q-4", "q4", "Rome", "q1.was", "")).Check(t, http.StatusConflict,
		[]string{"has been handed in", `value="Rome"`}, nil)
}

func TestAScriptIsToldThatNobodyIsLoggedInAnyMore(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	s.NobodyIsLoggedIn()
	ana.Header.Set("Origin", s.URL)
	told := ana.SendAnswer(4, 7, `{"text":"Paris"}`)
	told.Check(t, http.StatusUnauthorized, []string{`"code":"people.login_needed"`}, []string{"<", "Paris"})
}

func TestAResultClaimsOnlyWhatItsOwnAttemptCompleted(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(schooltest.EasyCourse())
	person := s.Person("ion@example.org", access.RoleLearner)
	ion := s.As("ion@example.org")
	const claim = "See your certificate"
	result := "/attempts/" + s.Sit(person, "digital-literacy-basics", true).Attempt.ID.String() + "/result"
	ion.Get("/tracks/digital-literacy")
	ion.Post("/tracks/digital-literacy/enrol", nil)
	for _, key := range []string{"first", "second"} {
		ion.Get("/courses/digital-literacy-basics/lessons/" + key)
		last := ion.Post("/courses/digital-literacy-basics/lessons/"+key+"/complete", nil)
		if to := last.Header.Get("Location"); key == "second" && to != "/certificates" {
			t.Errorf("the last lesson leads to %q", to)
		}
	}
	ion.Get("/certificates").Check(t, http.StatusOK, []string{"You have completed the track", "/pdf"}, nil)
	ion.Get(result).Check(t, http.StatusOK, []string{"Passed"}, []string{claim})
}

func TestAResultBeginsWithWhatToReadAgain(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	course := webtest.QuizCourse("")
	course["01-one/02-more.en.md"] = "# More\n\nColours.\n\n**Is red a colour?** {#red type=truefalse tags=colours}\n\n- [x] True\n- [ ] False\n"
	course["quizzes/final.en.md"] = strings.Replace(course["quizzes/final.en.md"], "{#colours points=2}", "{#colours points=2 tags=colours}", 1)
	course["quizzes/final.ro.md"] = strings.Replace(course["quizzes/final.ro.md"], "{#colours points=2}", "{#colours points=2 tags=colours}", 1)
	ana := s.CandidateIn(course)
	ana.Post(ana.Path+"/answers", ana.Fill("submit", "q1", ana.Value("Four"), "q3", ana.Value("True")))
	result := ana.Follow(ana.Post(ana.Path+"/submit", nil))
	result.Check(t, http.StatusOK, []string{
		`Read again: <a href="/courses/quizzed/lessons/more">More</a> </small>`, // by the subject of the question on colours
		`Read again: <a href="/courses/quizzed/lessons/learn">Learn</a> · <a href="/courses/quizzed/lessons/more">More</a>`,
		`Answered rightly: <a href="#q-1" aria-label="Question 1 of 6">1</a> <a href="#q-3"`,
		"<summary>2 questions answered rightly</summary>",
	}, nil)
	at := func(what string) int { return strings.Index(result.Body, what) }
	for _, pair := range [][2]string{
		{`id="map"`, `id="next"`},
		{`id="next"`, `<article id="q-2"`},
		{`<article id="q-6"`, "2 questions answered rightly"},
		{"2 questions answered rightly", `<article id="q-1"`},
	} {
		if at(pair[0]) < 0 || at(pair[0]) > at(pair[1]) {
			t.Errorf("%q does not stand before %q", pair[0], pair[1])
		}
	}
}

func TestTheServerTellsTheTimeThatIsLeft(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate(", time_limit: 30m")
	left := func(a webtest.Answer) (open bool, seconds float64) {
		t.Helper()
		a.Check(t, http.StatusOK, nil, nil)
		var told struct {
			Open bool
			Left *float64
		}
		webtest.Must(t, json.Unmarshal([]byte(a.Body), &told))
		if told.Left == nil {
			t.Fatalf("nothing is said of the time: %s", a.Body)
		}
		return told.Open, *told.Left
	}
	s.Exec(`UPDATE attempts SET deadline = now() + interval '20 minutes'`)
	for _, answer := range []webtest.Answer{
		ana.SendAnswer(4, 1, `{"text":"Lyon"}`), ana.SendAnswer(4, 1, `{"text":"Lyon"}`), ana.Get(ana.Path + "/time"),
	} {
		if open, seconds := left(answer); !open || seconds > 1200 || seconds < 600 {
			t.Errorf("twenty minutes are %v and %v seconds", open, seconds)
		}
	}
	s.Person("ion@example.org", access.RoleLearner)
	s.As("ion@example.org").Get(ana.Path+"/time").Check(t, http.StatusNotFound, nil, []string{"left"})
	s.TimeIsOver()
	if open, seconds := left(ana.Get(ana.Path + "/time")); open || seconds != 0 {
		t.Errorf("after the end it says %v and %v seconds", open, seconds)
	}
}

func TestWithoutALimitNoTimeIsTold(t *testing.T) {
	t.Parallel()
	ana := webtest.New(t).Candidate("")
	ana.Get(ana.Path+"/time").Check(t, http.StatusOK, []string{`{"open":true}`}, nil)
}
