package sit_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/lms/web/webtest"
)

func TestAScriptIsGivenAReceiptAtEachSave(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	first := webtest.ReceiptOf(t, ana.SendAnswer(4, 7, `{"text":"Paris"}`))
	again := webtest.ReceiptOf(t, ana.SendAnswer(4, 7, `{"text":"Paris"}`))
	other := webtest.ReceiptOf(t, ana.SendAnswer(4, 8, `{"text":"Lyon"}`))
	if !strings.HasPrefix(first, "vatra1.") || first != again || first == other {
		t.Errorf("%q, again %q, of another answer %q", first, again, other)
	}
	told, err := s.Quizzes.Testify(t.Context(), []string{first, other})
	webtest.Must(t, err)
	if !told[0].Holds() || told[0].Newest || !told[1].Holds() || !told[1].Newest {
		t.Errorf("%+v", told)
	}
}

// TestThePageOfReceiptsMakesNone: it says what the site has, for the script to hold what the browser has kept beside it.
func TestThePageOfReceiptsMakesNone(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	ana.Get(ana.Path+"/receipts").Check(t, http.StatusOK, []string{"No answer has been saved yet.", "The site has no answer."},
		[]string{"data-print", "vatra1."})
	ana.Get(ana.Path)
	receipt := webtest.ReceiptOf(t, ana.SendAnswer(4, 7, `{"text":"Paris"}`))
	told, err := s.Quizzes.Testify(t.Context(), []string{receipt})
	webtest.Must(t, err)
	ana.Get(ana.Path+"/receipts").Check(t, http.StatusOK,
		[]string{
			"Question 4 of 6", "The site has an answer:", `data-seq="7"`, `data-print="` + told[0].Receipt.Print + `"`,
			"Browsers keep receipts only with scripts.", "receipts.js", "Back to the questions",
		}, []string{"vatra1.", "Paris", "No answer has been saved yet."})
}

func TestTooManyAnswersAreToldAndStayAsTheyWereTyped(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	spent := func(set string) {
		_, err := s.DB.Pool.Exec(t.Context(), `UPDATE attempts SET `+set)
		webtest.Must(t, err)
	}
	spent(`saves_paid_until = now() + interval '1 hour'`)
	told := ana.SendAnswer(4, 1, `{"text":"Paris"}`)
	told.Check(t, http.StatusTooManyRequests, []string{"assessment.saves_too_fast", "not saved yet"}, nil)
	if wait := told.Header.Get("Retry-After"); len(wait) != 4 { // an hour, less half a minute
		t.Errorf("it is to be tried again after %q", wait)
	}
	form := ana.Post(ana.Path+"/answers", ana.Fill("submit", "q1", ana.Value("Four"), "q4", "Paris"))
	form.Check(t, http.StatusTooManyRequests,
		[]string{"Not every answer was saved", "faster than anybody can give them", `value="Paris"`, `<a href="#q-4">`, "Hand in"}, nil)

	spent(`saves_paid_until = now(), saves_left = 1`)
	webtest.Acknowledged(t, ana.SendAnswer(4, 1, `{"text":"Paris"}`))
	last := ana.SendAnswer(4, 2, `{"text":"Lyon"}`)
	last.Check(t, http.StatusTooManyRequests, []string{"assessment.saves_used_up", "you can still hand in"}, nil)
	if wait := last.Header.Get("Retry-After"); wait != "" {
		t.Errorf("what is never taken is to be tried again after %q", wait)
	}
	ana.Get(ana.Path)
	ana.Post(ana.Path+"/answers", ana.Fill("save", "q4", "Lyon")).Check(t, http.StatusTooManyRequests,
		[]string{"no more changes are saved", `value="Lyon"`}, nil)
	if s.Journal() != 1 {
		t.Errorf("%d answers were kept", s.Journal())
	}
}

func TestALongAnswerIsToldAtItsField(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	ana.Last.Check(t, http.StatusOK, []string{"Write a short answer, at most 1,000 characters.", `maxlength="1000"`, `maxlength="40"`}, nil)
	ana.SendAnswer(4, 1, `{"text":"`+strings.Repeat("x", 1001)+`"}`).Check(t, http.StatusRequestEntityTooLarge,
		[]string{"assessment.answer_too_large", "1,000"}, nil)
	ana.SendAnswer(1, 1, `{"text":"`+strings.Repeat("x", 900)+`"}`).Check(t, http.StatusRequestEntityTooLarge,
		[]string{"assessment.answer_no_room"}, nil)
}
