//go:build whole

package web_test

import (
	"net/url"
	"testing"

	"vatra/lms/access"
	"vatra/lms/browsertest"
	"vatra/lms/web/webtest"
)

// TestEveryLaterTypeInTheBrowser answers what the quiz of QuizCourse does not ask, with scripts and without, on a narrow page.
func TestEveryLaterTypeInTheBrowser(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.TypesCourse(", time_limit: 30m, attempts: 2"))
	for email, plain := range map[string]bool{"ana@example.org": false, "bob@example.org": true} {
		s.Person(email, access.RoleLearner)
		b := browsertest.New(t, browsertest.Options{Width: 360, Language: "en", NoScript: plain, Dark: plain})
		b.Open(s.URL + "/login?next=" + url.QueryEscape("/courses/quizzed/lessons/final"))
		b.Fill("E‑mail address", email)
		b.Fill("Password", webtest.Password)
		b.In("main").Click("Log in")
		b.Click("Start the quiz")
		b.MustContain("Question 1 of 5")
		b.Select("Read", "1")
		b.Select("Sign", "3")
		b.Select("Send", "2")
		b.Fill("Gap 1", "mayor")
		b.Fill("Gap 2", "30")
		b.Select("Gap 3", "letter")
		b.Check("Ana Pop")
		b.In("The budget").Choose("Everybody")
		b.In("A diagnosis").Choose("Nobody")
		b.Choose("Just fine")
		if plain {
			b.Click("Save question 1")
		}
		b.MustContain("Answered: 5 of 5", "saved ")
		b.Overflow()
		b.Axe()
		b.Validate()
		b.Screenshot("attempt")
		if !plain {
			eventually(t, "every part of an answer is in the journal", func() bool {
				var kept int
				webtest.Must(t, s.DB.Pool.QueryRow(t.Context(), `SELECT count(*) FROM answers WHERE response -> 'gaps' IS NOT NULL
					AND (SELECT count(*) FROM jsonb_object_keys(response -> 'gaps')) = 3`).Scan(&kept))
				return kept == 1
			})
		}
		b.Reload()
		if b.Value("Gap 1") != "mayor" || !b.Checked("Ana Pop") || !b.In("The budget").Checked("Everybody") {
			t.Error("after reloading the answers are not there")
		}
		b.Click("Hand in")
		b.MustContain("You have answered all questions.")
		b.Click("Hand in now")
		b.MustContain("points: 2.5 of 4", "thank you")
		b.Overflow()
		b.Axe()
		b.Validate()
		b.Screenshot("result")
	}
}
