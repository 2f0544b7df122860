//go:build whole

package web_test

import (
	"testing"

	"vatra/lms/access"
	"vatra/lms/browsertest"
	"vatra/lms/i18n"
	"vatra/lms/web/webtest"
)

// TestSomeoneToAsk is the whole way in Serbian, on a phone without scripts: a learner asks, the trainer answers, the learner
// reads it; an administrator changes the contact page, and a visitor reads that.
func TestSomeoneToAsk(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.Person("mira@example.org", access.RoleLearner, "sr")
	s.Train(s.Person("dragan@example.org", access.RoleTrainer, "sr"), "little")
	s.Person("vera@example.org", access.RoleAdministrator, "sr")
	p := i18n.For("sr")
	options := browsertest.Options{Width: 360, NoScript: true, Language: "sr"}
	person := func(email string) *browsertest.Browser {
		b := browsertest.New(t, options)
		enter(b, s, p, email)
		return b
	}
	look := func(b *browsertest.Browser, name string) {
		t.Helper()
		b.Overflow()
		b.Screenshot("ask/" + name)
	}

	mira := person("mira@example.org")
	mira.Open(s.URL + "/courses/little/lessons/start")
	mira.Click("Питајте предавача")
	mira.MustContain("Ваше питање читају само предавачи курса")
	mira.Click("Пошаљите питање")
	mira.MustContain(p.T("shell.form_problem"))
	look(mira, "refused")
	mira.Fill("Ваше питање", "Шта је мапа? <b>Хвала</b>")
	mira.Click("Пошаљите питање")
	mira.MustContain("Питање је послато.", "Шта је мапа? <b>Хвала</b>", "Чека одговор.")
	look(mira, "asked")

	question := "/teach/questions/" + s.LetterToken("dragan@example.org", "/teach/questions/")
	dragan := person("dragan@example.org")
	dragan.Open(s.URL + question)
	dragan.MustContain("Шта је мапа?")
	look(dragan, "answer")
	dragan.Fill("Ваш одговор", "Слика места.")
	dragan.Click("Пошаљите одговор")
	dragan.MustContain("Одговор је послат", "Нема питања која чекају одговор.")
	dragan.Click("Одговорена питања")
	dragan.MustContain("Слика места.")
	look(dragan, "answered")

	mira.Open(s.URL + "/learning")
	mira.Click(p.T("nav.menu"))
	mira.In("nav").Click("Моја питања")
	mira.MustContain("Слика места.")
	look(mira, "read")

	vera := person("vera@example.org")
	vera.Open(s.URL + "/admin/pages")
	vera.Open(s.URL + "/admin/pages/contact/sr")
	vera.Fill("Текст странице", "Шалтер 3.\n\n- {email}\n\n<script>alert(1)</script>")
	vera.Click("Погледајте како изгледа")
	vera.MustContain("Овако би изгледало (још није сачувано)", "Не може све да се прикаже:", "Шалтер 3.")
	look(vera, "preview")
	vera.Click(p.T("account.save"))
	vera.MustContain("Страница је сачувана.")

	visitor := browsertest.New(t, options)
	visitor.Open(s.URL + "/nosuch")
	visitor.Click("Контакт")
	visitor.MustContain("Шалтер 3.")
	visitor.MustNotContain("alert(1)", "{email}")
	look(visitor, "contact")
}
