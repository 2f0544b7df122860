//go:build whole

package web_test

import (
	"regexp"
	"testing"

	"vatra/lms/access"
	"vatra/lms/browsertest"
	"vatra/lms/i18n"
	"vatra/lms/web/webtest"
)

// logInBy fills in the login page.
func logInBy(b *browsertest.Browser, words *i18n.Printer, email string) {
	b.Fill(words.T("account.email"), email)
	b.Fill(words.T("account.password"), webtest.Password)
	b.In("main").Click(words.T("login.button"))
}

// TestAPasskeyInTheBrowser makes one, logs in with it and with nothing else, and has it as a second step.
func TestAPasskeyInTheBrowser(t *testing.T) {
	t.Parallel()
	s := webtest.WithPasskeys(t)
	s.Person("ana@example.org", access.RoleLearner, "bg")
	words := i18n.For("bg")
	options := browsertest.Options{Width: 360, Language: "bg", Dark: true}
	b := browsertest.New(t, options)
	b.Authenticator()
	b.Open(s.URL + "/login?next=/account/second-step")
	glance(b, options, "second/login")
	logInBy(b, words, "ana@example.org")
	b.MustContain(words.T("factors.title"), words.T("factors.passkeys_text"))
	glance(b, options, "second/off")
	passkeys := b.In(words.T("factors.passkeys_title"))
	passkeys.Fill(words.T("factors.passkey_name"), "Телефон")
	s.Exec(`UPDATE sessions SET proved_at = now() - interval '1 hour'`)
	passkeys.Click(words.T("factors.passkey_add"))
	b.MustContain(words.T("login.prove_title"))
	b.Problems() // the browser notes that the server said no
	b.Fill(words.T("account.password"), webtest.Password)
	b.Click(words.T("login.prove_button"))
	b.MustContain(words.T("factors.passkey_once_more"))
	passkeys.Click(words.T("factors.passkey_add"))
	b.MustContain(words.T("factors.passkey_added"), words.T("factors.codes_new_text"))
	glance(b, options, "second/codes")
	b.Click(words.T("factors.go_on"))
	b.MustContain("Телефон", words.T("factors.state_on"))
	glance(b, options, "second/on")
	b.Click("Телефон")
	b.MustContain(words.T("factors.passkey_unused"))
	glance(b, options, "second/passkey")

	leave := func() {
		_, err := s.DB.Pool.Exec(t.Context(), `DELETE FROM sessions`)
		webtest.Must(t, err)
	}
	leave()
	b.Open(s.URL + "/login?next=/account")
	b.Click(words.T("factors.passkey_sign_in"))
	b.MustContain("ana@example.org", words.T("factors.state_on"))
	leave()
	b.Open(s.URL + "/login?next=/account")
	logInBy(b, words, "ana@example.org")
	b.MustContain(words.T("factors.step_passkey"))
	glance(b, options, "second/step-passkey")
	b.Click(words.T("factors.step_use_passkey"))
	b.MustContain("ana@example.org", words.T("factors.state_on"))
}

var secretShown = regexp.MustCompile(`[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}`)

// TestAnAppWithoutScriptsOnAPhone sets one up and logs in by its code and by a recovery code; nothing tells of passkeys
// that could not be used.
func TestAnAppWithoutScriptsOnAPhone(t *testing.T) {
	t.Parallel()
	s := webtest.WithPasskeys(t)
	s.Person("ana@example.org", access.RoleAdministrator, "ro")
	s.Demand("administrators")
	words := i18n.For("ro")
	options := browsertest.Options{Width: 360, NoScript: true, Language: "ro"}
	b := browsertest.New(t, options)
	b.Open(s.URL + "/login?next=/admin/people")
	b.MustNotContain(words.T("factors.passkey_sign_in"))
	logInBy(b, words, "ana@example.org")
	b.MustContain(words.T("factors.must"))
	b.MustNotContain(words.T("factors.passkey_add"))
	look := func(picture string) {
		b.Axe()
		glance(b, options, picture)
	}
	look("second/must")
	b.Click(words.T("factors.app_begin"))
	b.MustContain(words.T("factors.app_scan"))
	look("second/app")
	app := webtest.NewApp(t, secretShown.FindString(b.Text()))
	b.Fill(words.T("factors.code"), "000000")
	b.Press("Enter")
	b.MustContain(words.T("factors.code_wrong"))
	look("second/app-wrong")
	b.Fill(words.T("factors.code"), app.Code(0))
	b.Press("Enter")
	b.MustContain(words.T("factors.codes_new_title"))
	look("second/codes-new")
	codes := b.Value(words.T("factors.codes_title"))
	b.Click(words.T("factors.go_on"))
	b.MustContain(words.T("nav.people"))

	leave := func() {
		_, err := s.DB.Pool.Exec(t.Context(), `DELETE FROM sessions`)
		webtest.Must(t, err)
	}
	leave()
	b.Open(s.URL + "/login?next=/account/second-step")
	logInBy(b, words, "ana@example.org")
	b.MustContain(words.T("factors.step_app"))
	look("second/step")
	b.Fill(words.T("factors.code"), app.Code(1))
	b.Press("Enter")
	b.MustContain(words.T("factors.demanded_last"))
	look("second/demanded")
	leave()
	b.Open(s.URL + "/login?next=/account/second-step")
	logInBy(b, words, "ana@example.org")
	b.Click(words.T("factors.step_use_recovery"))
	b.Fill(words.T("factors.recovery"), regexp.MustCompile(`[a-z2-9-]{14}`).FindString(codes))
	look("second/step-recovery")
	b.Press("Enter")
	b.MustContain(words.N("factors.codes_left", 9))
}

// TestTheSecondStepInEveryLanguage looks at its pages on a phone.
func TestTheSecondStepInEveryLanguage(t *testing.T) {
	t.Parallel()
	s := webtest.WithPasskeys(t)
	for i, l := range i18n.Languages() {
		email, words := l.Tag+"@example.org", i18n.For(l.Tag)
		s.Person(email, access.RoleLearner, l.Tag)
		options := browsertest.Options{Width: 360, Language: l.Tag, Dark: i%2 == 1}
		b := browsertest.New(t, options)
		b.Open(s.URL + "/login?next=/account/second-step")
		logInBy(b, words, email)
		glance(b, options, l.Tag+"/second")
		b.Click(words.T("factors.app_begin"))
		b.Fill(words.T("factors.code"), webtest.NewApp(t, secretShown.FindString(b.Text())).Code(0))
		b.Click(words.T("factors.app_confirm"))
		glance(b, options, l.Tag+"/codes")
		b.Click(words.T("factors.go_on"))
		glance(b, options, l.Tag+"/on")
	}
}
