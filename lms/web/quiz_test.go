package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/schooltest"
)

func TestAQuizIsTakenWithoutScripts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.candidate(", time_limit: 30m, attempts: 3")
	ana.last.check(t, http.StatusOK,
		[]string{
			"<h1>Final quiz</h1>", "Question 1 of 6", "Two and two?", "Choose one answer.", "Choose all right answers.",
			`inputmode="decimal"`, "Time ends at", `data-left="1`, "Answered: 0 of 6", "<option value=\"\">Choose…",
		},
		[]string{"Too few.", "Just so.", "Half of a hundred", "saved <time"})

	saved := ana.post(ana.path+"/answers", ana.fill("q-1", "q1", ana.value("Four"), "q4", "Lyon"))
	if to := saved.Header.Get("Location"); to != ana.path+"#q-1" {
		t.Errorf("saving question 1 leads to %q", to)
	}
	ana.follow(saved).check(t, http.StatusOK, []string{"Answered: 2 of 6", `value="Lyon"`, "checked", "saved <time datetime="}, nil)
	if s.journal() != 2 {
		t.Errorf("%d entries for two answers", s.journal())
	}
	ana.post(ana.path+"/answers", ana.fill("save", "q1", ana.value("Four"), "q4", "Lyon"))
	if s.journal() != 2 {
		t.Errorf("sending the same again made %d entries", s.journal())
	}

	ask := ana.follow(ana.post(ana.path+"/answers", ana.fill("submit", "q1", ana.value("Four"), "q4", "Paris")))
	ask.check(t, http.StatusOK,
		[]string{
			"4 questions of 6 are not answered:", `<a href="` + ana.path + `#q-2">Question 2 of 6</a>`,
			"can no longer be changed", "Hand in now", "Back to the questions",
		}, []string{`#q-1"`, `#q-4"`})
	ana.get(ana.path)
	ana.follow(ana.post(ana.path+"/answers", ana.right("submit"))).check(t, http.StatusOK,
		[]string{"You have answered all questions."}, nil)
	result := ana.follow(ana.post(ana.path+"/submit", nil))
	result.check(t, http.StatusOK,
		[]string{
			"Passed", "Mark: 100%", "points: 8 of 8", "Pass mark: at least 50%", "Just so.", "Half of a hundred.", "right answer",
			"your answer", "To the contents of the course",
		}, []string{"Not passed", "Take the quiz again", "Too few."})
}

func TestAResultTeaches(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.candidate(", attempts: 2")
	fields := ana.fill("submit", "q1", ana.value("Three"), "q5", "5", ana.line("Cat"), ana.value("woof"))
	fields["q2"] = []string{ana.value("Red")}
	ana.post(ana.path+"/answers", fields)
	result := ana.follow(ana.post(ana.path+"/submit", nil))
	result.check(t, http.StatusOK,
		[]string{
			"Not passed yet", "Mark: 12.5%", "points: 1 of 8", "Too few.", "Think of a hundred.", "partly right", "not answered",
			"Right answer: <strong>Paris</strong>", "Right answer: <strong>miaow</strong>", "You have 1 attempt left.",
			`action="/courses/quizzed/lessons/final/start"`, "Take the quiz again",
		}, []string{"Just so."})
	// The same attempt in another language of the course.
	ana.get(ana.path+"/result?lang=ro").check(t, http.StatusOK, []string{`lang="ro"`, "Prea puțin.", "Patru"}, []string{"Too few."})
	ana.get(ana.path + "/result?lang=en")

	again := ana.follow(ana.post("/courses/quizzed/lessons/final/start", nil))
	again.check(t, http.StatusOK, []string{"Answered: 0 of 6"}, nil)
	ana.path = strings.TrimSuffix(ana.path, "/result")
	second := ana.follow(ana.post("/courses/quizzed/lessons/final/start", nil))
	if second.Status != http.StatusOK {
		t.Errorf("starting twice: %d", second.Status)
	}
}

func TestWithoutAttemptsLeftTheLessonSaysSo(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.candidate(", attempts: 1, review: never")
	ana.follow(ana.post(ana.path+"/submit", nil)).check(t, http.StatusOK,
		[]string{"Not passed yet", "You have no attempt left.", "The right answers of this quiz are not shown."},
		[]string{"Take the quiz again", "Two and two", "Four"})
	refused := ana.post("/courses/quizzed/lessons/final/start", nil)
	ana.follow(refused).check(t, http.StatusOK, []string{"You have no attempt left. Attempts allowed: 1."}, nil)
}

func TestARefusedNumberComesBackInItsPlace(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.candidate("")
	refused := ana.post(ana.path+"/answers", ana.fill("submit", "q1", ana.value("Four"), "q5", "about <fifty>"))
	refused.check(t, http.StatusUnprocessableEntity,
		[]string{
			"Not every answer was saved", `<a href="#q-5">Question 5 of 6</a>`, `value="about &lt;fifty&gt;"`, `aria-invalid="true"`,
			"“about &lt;fifty&gt;” is not a number", "Answered: 1 of 6",
		}, nil)
	ana.last = refused
	ana.follow(ana.post(ana.path+"/answers", ana.fill("q-5", "q1", ana.value("Four"), "q5", "50"))).check(t, http.StatusOK,
		[]string{"Answered: 2 of 6"}, []string{"is not a number"})
}

func TestALanguageIsChangedWithoutLosingAnswers(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.candidate("")
	switched := ana.post(ana.path+"/answers", ana.fill("lang:ro", "q1", ana.value("Four"), "q4", "Paris"))
	ana.follow(switched).check(t, http.StatusOK,
		[]string{"Test final", "Doi și cu doi?", "Patru", `value="Paris"`, "Answered: 2 of 6"}, []string{"Two and two"})
}

func TestAnAnswerSentTwiceIsKeptOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.candidate("")
	first, seq := acknowledged(t, ana.send(4, 1, `{"text":"Lyon"}`))
	again, _ := acknowledged(t, ana.send(4, 1, `{"text":"Lyon"}`))
	if first != again || seq != 1 || s.journal() != 1 {
		t.Errorf("saved at %s and %s, seq %d, %d entries", first, again, seq, s.journal())
	}
	acknowledged(t, ana.send(4, 3, `{"text":"Paris"}`))
	ana.send(4, 2, `{"text":"Rome"}`).check(t, http.StatusConflict, // overtaken on its way
		[]string{"assessment.answer_changed_elsewhere", `"newest":3`}, nil)
	ana.get(ana.path).check(t, http.StatusOK, []string{`value="Paris"`, `data-slot="4" data-seq="3"`}, nil)
	ana.send(4, 3, `{"text":"Oslo"}`).check(t, http.StatusConflict, []string{"assessment.answer_changed_elsewhere"}, nil)
	ana.send(5, 1, `{"number":"many"}`).check(t, http.StatusUnprocessableEntity, []string{"“many” is not a number"}, nil)
	ana.send(9, 1, `{"text":"x"}`).check(t, http.StatusNotFound, []string{"assessment.slot_not_found"}, nil)
	ana.send(4, 4, `{"text":`).check(t, http.StatusUnprocessableEntity, []string{"error.bad_request"}, nil)
}

func TestAFormKeepsOnlyWhatItsReaderChanged(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.candidate("")
	old := ana.fill("save", "q1", ana.value("Four"), "q4", "")
	acknowledged(t, ana.send(4, 1, `{"text":"Paris"}`)) // in another window, after this page was opened
	ana.follow(ana.post(ana.path+"/answers", old)).check(t, http.StatusOK, []string{`value="Paris"`, "Answered: 2 of 6"}, nil)
}

func TestALateAnswerIsToldWhereItStands(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.candidate(", time_limit: 30m")
	acknowledged(t, ana.send(1, 1, `{"choices":["`+ana.value("Four")+`"]}`))
	s.timeIsOver()
	ana.send(4, 1, `{"text":"Paris"}`).check(t, http.StatusConflict, []string{"assessment.too_late", "The time ended at"}, nil)
	// What was acknowledged is acknowledged again, however late the question comes.
	acknowledged(t, ana.send(1, 1, `{"choices":["`+ana.value("Four")+`"]}`))
	ana.post(ana.path+"/answers", ana.fill("q-4", "q1", ana.value("Four"), "q4", "Paris")).check(t, http.StatusConflict,
		[]string{
			"Not every answer was saved", "The time ended at", `<a href="#q-4">`, `value="Paris"`, "See the result",
			`href="` + ana.path + `/result"`,
		}, []string{`<a href="#q-1">`, "Hand in", "quiz.js"})
	// Looking again closes it at its deadline, with what was saved.
	closed := ana.follow(ana.get(ana.path))
	closed.check(t, http.StatusOK, []string{"points: 1 of 8", "(because the time was over)"}, nil)
}

func TestHandingInTwiceGivesOneResult(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.candidate("")
	ana.post(ana.path+"/answers", ana.right("submit"))
	first := ana.post(ana.path+"/submit", nil)
	second := ana.post(ana.path+"/submit", nil)
	if first.Status != http.StatusSeeOther || second.Status != http.StatusSeeOther {
		t.Fatalf("handing in: %d, then %d", first.Status, second.Status)
	}
	ana.follow(second).check(t, http.StatusOK, []string{"Mark: 100%"}, nil)
	for _, path := range []string{ana.path, ana.path + "/submit"} {
		if to := ana.get(path).Header.Get("Location"); to != ana.path+"/result" {
			t.Errorf("%s of a quiz handed in leads to %q", path, to)
		}
	}
	ana.get("/courses/quizzed/lessons/final")
	ana.post(ana.path+"/answers", ana.fill("q-4", "q4", "Rome", "q1.was", "")).check(t, http.StatusConflict,
		[]string{"has been submitted", `value="Rome"`}, nil)
}

func TestReceiptsProveWhatWasSaved(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.candidate("")
	ana.get(ana.path+"/receipts").check(t, http.StatusOK, []string{"No answer has been saved yet."}, nil)
	ana.get(ana.path)
	acknowledged(t, ana.send(4, 7, `{"text":"Paris"}`))
	list := ana.get(ana.path + "/receipts")
	list.check(t, http.StatusOK, []string{"Question 4 of 6", "Copy the receipt", "Back to the questions"}, []string{"Question 1 of 6"})
	_, rest, _ := strings.Cut(list.Body, `readonly value="`)
	receipt, _, _ := strings.Cut(rest, `"`)

	anybody := s.guest()
	anybody.get("/receipts").check(t, http.StatusOK, []string{"Check a receipt"}, []string{"Genuine"})
	anybody.get("/receipts?receipt="+receipt[:40]+"%0A%20"+receipt[40:]).check(t, http.StatusOK,
		[]string{"Genuine", strings.TrimPrefix(ana.path, "/attempts/"), "<dd>4</dd>", "<dd>7</dd>"}, []string{"Paris"})
	anybody.get("/receipts?receipt=%20").check(t, http.StatusUnprocessableEntity,
		[]string{"Please fill in this field.", `aria-invalid="true"`}, []string{"Genuine"})
	anybody.get("/receipts?receipt=x"+receipt).check(t, http.StatusUnprocessableEntity,
		[]string{"This is not a receipt of this site", `aria-invalid="true"`, "x" + receipt}, []string{"Genuine"})
}

func TestQuestionsInALessonTeachAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(quizCourse(""))
	const lesson = "/courses/quizzed/lessons/learn"
	s.guest().get(lesson).check(t, http.StatusOK,
		[]string{"How many legs has a horse?", "Log in to answer", "<fieldset class=\"guest\" disabled>"},
		[]string{"Check the answer", "Yes, four.", "Count again."})

	s.person("ana@example.org", access.RoleLearner)
	ana := &candidate{reader: s.as("ana@example.org")}
	ana.get(lesson).check(t, http.StatusOK,
		[]string{"How many legs has a horse?", "Check the answer", "Then this."}, []string{"Yes, four.", "Log in to answer"})
	refused := ana.post(lesson+"/check", form("question", "legs", "q1", "a few"))
	refused.check(t, http.StatusUnprocessableEntity, []string{"“a few” is not a number", `value="a few"`, "Then this."}, nil)
	none := ana.post(lesson+"/check", form("question", "legs", "q1", " "))
	none.check(t, http.StatusUnprocessableEntity, []string{"Write a number first.", `aria-invalid="true"`}, []string{"Choose an answer first."})
	for _, fields := range []url.Values{form("question", "fruit"), form("question", "fruit", "q2", "no-such-choice")} {
		ana.post(lesson+"/check", fields).check(t, http.StatusUnprocessableEntity, []string{
			"Choose an answer first.", `aria-describedby="q-fruit-error"`, `aria-describedby="q-fruit-hint q-fruit-error"`,
			`action="/courses/quizzed/lessons/learn/check#q-fruit"`,
		}, []string{"Write a number first."})
	}
	if s.journal() != 0 {
		t.Errorf("%d empty answers were kept", s.journal())
	}
	wrong := ana.post(lesson+"/check", form("question", "legs", "q1", "3"))
	if to := wrong.Header.Get("Location"); to != lesson+"#q-legs" {
		t.Errorf("answering leads to %q", to)
	}
	ana.follow(wrong).check(t, http.StatusOK, []string{"wrong", "Count again.", `value="3"`, "Answer again"}, []string{"Yes, four."})
	ana.follow(ana.post(lesson+"/check", form("question", "legs", "q1", "4"))).check(t, http.StatusOK,
		[]string{"right", "Yes, four.", "completed when you have answered"}, []string{"Count again."})
	stone := ana.value("Stone")
	ana.follow(ana.post(lesson+"/check", form("question", "fruit", "q2", stone))).check(t, http.StatusOK,
		[]string{"One cannot eat it.", "completed"}, []string{"completed when you have answered", "It grows on a tree."})
	ana.post(lesson+"/check", form("question", "nothing", "q1", "4")).check(t, http.StatusNotFound, nil, nil)
}

func TestAScriptIsToldThatNobodyIsLoggedInAnyMore(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.candidate("")
	s.nobodyIsLoggedIn()
	ana.header.Set("Origin", s.url)
	told := ana.send(4, 7, `{"text":"Paris"}`)
	told.check(t, http.StatusUnauthorized, []string{`"code":"people.login_needed"`}, []string{"<", "Paris"})
}

func TestAResultClaimsOnlyWhatItsOwnAttemptCompleted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(schooltest.EasyCourse())
	person := s.person("ion@example.org", access.RoleLearner)
	ion := s.as("ion@example.org")
	const claim = "See your certificate"
	result := "/attempts/" + s.Sit(person, "digital-literacy-basics", true).Attempt.ID.String() + "/result"
	ion.get("/tracks/digital-literacy")
	ion.post("/tracks/digital-literacy/enrol", nil)
	for _, key := range []string{"first", "second"} {
		ion.get("/courses/digital-literacy-basics/lessons/" + key)
		last := ion.post("/courses/digital-literacy-basics/lessons/"+key+"/complete", nil)
		if to := last.Header.Get("Location"); key == "second" && to != "/certificates" {
			t.Errorf("the last lesson leads to %q", to)
		}
	}
	ion.get("/certificates").check(t, http.StatusOK, []string{"You have completed the track", "/pdf"}, nil)
	ion.get(result).check(t, http.StatusOK, []string{"Passed"}, []string{claim})
}
