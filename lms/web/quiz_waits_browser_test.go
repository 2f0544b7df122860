//go:build whole

package web_test

import (
	"testing"

	"vatra/lms/browsertest"
	"vatra/lms/i18n"
)

func TestAnAnswerOfWhoIsNotLoggedInAnyMoreWaitsInTheBrowser(t *testing.T) {
	t.Parallel()
	for _, options := range []browsertest.Options{{Width: 1280, Language: "en"}, {Width: 360, Dark: true, Language: "ro"}} {
		t.Run(options.Language, func(t *testing.T) {
			t.Parallel()
			waits(t, options)
		})
	}
}

func waits(t *testing.T, options browsertest.Options) {
	s, b := sitting(t, "", options)
	words, capital := i18n.For(options.Language), capitals[options.Language]
	address := b.URL()
	s.NobodyIsLoggedIn()
	b.In(capital).Fill(words.T("quiz.your_answer"), "Paris")
	b.MustContain(words.T("quiz.held"), words.T("quiz.logged_out"))
	b.Overflow()
	b.Axe()
	if s.Journal() != 0 {
		t.Fatalf("%d answers of nobody", s.Journal())
	}
	b.Problems() // the browser's own remark on the refusal
	b.Click(words.T("quiz.log_in_again"))
	logInBy(b, words, "ana@example.org")
	eventually(t, "the answer has arrived", func() bool { return s.Journal() == 1 })
	if at := b.URL(); at != address+"#q-4" {
		t.Errorf("logging in leads to %s", at)
	}
	if got := b.In(capital).Value(words.T("quiz.your_answer")); got != "Paris" {
		t.Errorf("the answer is %q", got)
	}
	b.Problems()
}

// TestWithoutScriptsAnAnswerWaitsForTheLoginAndOneThatIsLateIsTold: the session ends in the middle of a question, and then
// the time does.
func TestWithoutScriptsAnAnswerWaitsForTheLoginAndOneThatIsLateIsTold(t *testing.T) {
	t.Parallel()
	for _, options := range []browsertest.Options{
		{Width: 360, NoScript: true, Language: "ro"}, {Width: 1280, NoScript: true, Language: "en"},
	} {
		t.Run(options.Language, func(t *testing.T) {
			t.Parallel()
			s, b := sitting(t, ", time_limit: 30m", options)
			words, capital := i18n.For(options.Language), capitals[options.Language]
			s.NobodyIsLoggedIn()
			b.In(capital).Fill(words.T("quiz.your_answer"), "Paris")
			b.Click(words.T("quiz.save_question", "Number", 4))
			b.MustContain(words.T("login.kept"))
			lookClosely(b, "kept")
			logInBy(b, words, "ana@example.org")
			b.Click(words.T("error.form_send"))
			b.MustContain(words.T("quiz.answered", "Done", 1, "Of", 6))
			if got := b.In(capital).Value(words.T("quiz.your_answer")); got != "Paris" || s.Journal() != 1 {
				t.Errorf("the answer is %q, one of %d", got, s.Journal())
			}
			s.TimeIsOver()
			b.In(capital).Fill(words.T("quiz.your_answer"), "Roma")
			b.Click(words.T("quiz.save_question", "Number", 4))
			b.MustContain(words.T("quiz.not_kept"))
			lookClosely(b, "late")
			b.Click(words.T("quiz.to_result"))
			b.MustContain(words.T("result.failed"), words.T("result.by_clock"))
			b.Problems() // the browser's own remarks on the status of the answers
		})
	}
}
