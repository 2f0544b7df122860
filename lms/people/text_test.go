package people

import (
	"strings"
	"testing"
	"time"

	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/pgtest"
)

func TestEveryLetterIsWrittenInEveryLanguage(t *testing.T) {
	t.Parallel()
	const link = "https://vatra.example/x"
	for what, linked := range map[letter]bool{
		letterConfirm: true, letterKnown: true, letterReset: true, letterResetUnknown: true, letterResetDisabled: false,
		letterChanged: true, letterInvitation: true,
	} {
		for _, language := range i18n.Languages() {
			p := i18n.For(language.Tag)
			fields := []any{"Site", "Vatra", "Link", link, "Life", tokenLives[what.purpose()], "Until", p.Date(time.Now())}
			subject, text := p.T("people.mail."+string(what)+".subject", fields...), p.T("people.mail."+string(what)+".text", fields...)
			if strings.ContainsAny(subject, "\r\n") || !strings.Contains(subject, "Vatra") {
				t.Errorf("%s in %s has the subject %q", what, language.Tag, subject)
			}
			if strings.Contains(text, "\n"+link+"\n") != linked || !strings.Contains(text, "Vatra") {
				t.Errorf("%s in %s needs its link on a line of its own, and the name of the site:\n%s", what, language.Tag, text)
			}
		}
	}
}

// The password is checked, then somebody changes it and ends all sessions, and only then the login goes on.
func TestLoginThatWasOvertakenOpensNoSession(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for name, change := range map[string]string{
		"new password": `UPDATE users SET password_hash = 'other'`,
		"new role":     `UPDATE users SET role = 'trainer'`,
		"disabled":     `UPDATE users SET disabled_at = now()`,
	} {
		const newPerson = `INSERT INTO users (id, email, name, password_hash, locale, role, confirmed_at)
			VALUES (gen_random_uuid(), 'ana@primarie.example', 'Ana', 'hash', 'ro', 'learner', now()) RETURNING ` + accountColumns
		var person account
		if err := db.NewRaw(newPerson).Scan(t.Context(), &person); err != nil {
			t.Fatal(err)
		}
		if _, err := startSession(t.Context(), db, person, Visitor{}); err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(t.Context(), change); err != nil {
			t.Fatal(err)
		}
		if _, err := startSession(t.Context(), db, person, Visitor{}); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := db.ExecContext(t.Context(), `DELETE FROM users`); err != nil {
			t.Fatal(err)
		}
	}
}
