package account_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/people"
	"vatra/lms/web/webtest"
)

var mailedLink = regexp.MustCompile(`http://[^/\s]+(/\S+)`)

// mailedPath is where the link of a mail leads.
func mailedPath(s *webtest.Site, to string) string {
	s.T.Helper()
	found := mailedLink.FindStringSubmatch(s.Letter(to).Text)
	if found == nil {
		s.T.Fatalf("no link in %q", s.Letter(to).Text)
	}
	return found[1]
}

func TestAccountFromRegisteringToLoggingOut(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	r := s.Guest()
	r.Header.Set("Accept-Language", "ro")
	r.Get("/register")
	sent := r.Post("/register", webtest.Form("name", "Ștefan Țepeș", "email", "stefan@example.org", "password", webtest.Password))
	r.Follow(sent).Check(t, http.StatusOK, []string{"Verificați‑vă e‑mailul"}, nil)
	early := r.Post("/login", webtest.Form("email", "stefan@example.org", "password", webtest.Password))
	early.Check(t, http.StatusForbidden, []string{"nu este încă confirmată", `value="stefan@example.org"`}, []string{webtest.Password})
	if !strings.HasPrefix(s.Letter("stefan@example.org").Text, "Bună ziua") {
		t.Errorf("the mail is not in the language of the page: %s", s.Letter("stefan@example.org").Text)
	}

	link := mailedPath(s, "stefan@example.org")
	r.Get(link).Check(t, http.StatusOK, []string{"Confirmați‑vă adresa"}, nil)
	r.Post(link, webtest.Form("password", "a wrong one")).
		Check(t, http.StatusUnprocessableEntity, []string{"Parola nu este corectă", `aria-invalid="true"`}, nil)
	in := r.Post(link, webtest.Form("password", webtest.Password))
	r.Follow(in).Check(t, http.StatusOK, []string{"Contul dumneavoastră este gata", "Ieșiți din cont"}, nil)
	r.Get("/").Check(t, http.StatusOK, nil, []string{"Contul dumneavoastră este gata"})
	r.Get("/account").Check(t, http.StatusOK, []string{`value="Ștefan Țepeș"`, "stefan@example.org"}, nil)

	again := s.Guest()
	again.Get(link).Check(t, http.StatusNotFound, []string{"This link no longer works"}, nil)

	out := r.Post("/logout", nil)
	r.Follow(out).Check(t, http.StatusOK, []string{"Ați ieșit din cont", "Intrați în cont"}, nil)
	if gone := r.Get("/account"); gone.Status != http.StatusSeeOther {
		t.Errorf("logged out, and the account answers %d", gone.Status)
	}
}

// TestALinkToConfirmDoesNothingForAConfirmedAccount has one left over: it must not be a way in past the second step.
func TestALinkToConfirmDoesNothingForAConfirmedAccount(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	r := s.Guest()
	r.Get("/register")
	r.Post("/register", webtest.Form("name", "Ana Pop", "email", ana, "password", webtest.Password))
	link := mailedPath(s, ana)
	form := r.Get(link)
	form.Check(t, http.StatusOK, []string{`name="password"`}, nil)
	s.Exec(`UPDATE users SET confirmed_at = now()`)
	login := []string{s.Says("people.confirmed_before"), "<h1>Log in</h1>"}
	r.Follow(r.Post(link, webtest.Form("password", webtest.Password))).Check(t, http.StatusOK, login, nil)
	if r.Get("/account").Status != http.StatusSeeOther {
		t.Error("the link logs in to an account that was confirmed before")
	}
	r.Follow(r.Get(link)).Check(t, http.StatusOK, login, nil)
}

// asked is the waiting job of whoever asked for a new password by the address.
func asked(s *webtest.Site, email string) (job people.SendReset) {
	s.T.Helper()
	webtest.Must(s.T, s.DB.Pool.QueryRow(s.T.Context(), `SELECT args->>'email', args->>'locale' FROM river_job
		WHERE kind = 'people.reset' AND args->>'email' = $1`, email).Scan(&job.Email, &job.Locale))
	return job
}

func TestForgottenPassword(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	elsewhere := s.As("ana@example.org")
	r := s.Guest()
	r.Get("/reset")
	known := r.Follow(r.Post("/reset", webtest.Form("email", "ana@example.org")))
	r.Get("/reset")
	unknown := r.Follow(r.Post("/reset", webtest.Form("email", "nobody@example.org")))
	plain := func(a webtest.Answer) string { return webtest.FormToken.ReplaceAllString(a.Body, "") }
	if plain(known) != plain(unknown) || known.Status != http.StatusOK {
		t.Error("the page tells whether an address has an account")
	}
	webtest.Must(t, s.People.SendReset(t.Context(), asked(s, "ana@example.org")))
	link := mailedPath(s, "ana@example.org")
	r.Get(link)
	r.Post(link, webtest.Form("password", "short")).
		Check(t, http.StatusUnprocessableEntity, []string{"Please correct the following", `<title>Error: `, `href="#field-password">New password: `, ` autofocus`}, nil)
	done := r.Post(link, webtest.Form("password", "opt pisici pe acoperiș"))
	r.Follow(done).Check(t, http.StatusOK, []string{"The new password is set", "<h1>Log in</h1>"}, nil)
	if elsewhere.Get("/account").Status != http.StatusSeeOther {
		t.Error("the other device is still logged in")
	}
	in := r.Post("/login", webtest.Form("email", "ana@example.org", "password", "opt pisici pe acoperiș"))
	if in.Status != http.StatusSeeOther {
		t.Errorf("the new password does not log in: %d", in.Status)
	}
}

func TestInvitationSpeaksItsOwnLanguage(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	webtest.Must(t, s.People.Invite(t.Context(), access.Operator(), "petar@example.org", access.RoleTrainer, "sr"))
	link := mailedPath(s, "petar@example.org")
	r := s.Guest()
	r.Get(link).Check(t, http.StatusOK, []string{`<html lang="sr">`, "petar@example.org", "Предавач"}, nil)
	r.Post(link, webtest.Form("name", "", "password", webtest.Password)).
		Check(t, http.StatusUnprocessableEntity, []string{`<html lang="sr">`, "Име и презиме"}, nil)
	in := r.Post(link, webtest.Form("name", "Петар Петровић", "password", webtest.Password))
	r.Follow(in).Check(t, http.StatusOK, []string{"Ваш налог је спреман"}, nil)
	r.Get("/account").Check(t, http.StatusOK, []string{"Петар Петровић"}, nil)
}

func TestAccountPage(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	r, elsewhere := s.As("ana@example.org"), s.As("ana@example.org")

	r.Get("/account")
	r.Post("/account/name", webtest.Form("name", "12345")).
		Check(t, http.StatusUnprocessableEntity, []string{`value="12345"`, "field-name-error"}, nil)
	r.Get("/account")
	r.Post("/account/password", webtest.Form("current", "wrong", "password", "opt pisici pe acoperiș")).
		Check(t, http.StatusUnprocessableEntity, []string{"field-current-error"}, []string{"opt pisici"})
	r.Get("/account")
	changed := r.Post("/account/password", webtest.Form("current", webtest.Password, "password", "opt pisici pe acoperiș"))
	r.Follow(changed).Check(t, http.StatusOK, []string{"The password is changed"}, nil)
	if elsewhere.Get("/account").Status != http.StatusSeeOther {
		t.Error("another device stayed logged in after the password was changed")
	}
}

func TestLanguageIsKeptAndThePageToo(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	actor := s.Person("ana@example.org", access.RoleLearner)
	guest := s.Guest()
	guest.Get("/login?next=/courses").Check(t, http.StatusOK, []string{`value="/login?next=/courses"`}, nil)
	chosen := guest.Post("/language", webtest.Form("next", "/login?next=/courses", "locale", "mk"))
	if chosen.Header.Get("Location") != "/login?next=/courses" {
		t.Errorf("the page was left for %q", chosen.Header.Get("Location"))
	}
	guest.Get("/login").Check(t, http.StatusOK, []string{`<html lang="mk">`, "Најава"}, nil)
	guest.Post("/login", webtest.Form("email", "ana@example.org", "password", webtest.Password))
	guest.Get("/account").Check(t, http.StatusOK, []string{`<html lang="en">`}, nil)
	guest.Post("/language", webtest.Form("next", "/account", "locale", "sq"))
	guest.Get("/account").Check(t, http.StatusOK, []string{`<html lang="sq">`}, nil)
	person, err := s.People.Person(t.Context(), access.Operator(), actor.UserID)
	webtest.Must(t, err)
	if person.Locale != "sq" {
		t.Errorf("mails go out in %s", person.Locale)
	}
	guest.Get("/account")
	if got := guest.Post("/language", webtest.Form("locale", "xx")); got.Status != http.StatusUnprocessableEntity {
		t.Errorf("an unknown language: %d", got.Status)
	}
}

func TestRefusedFormComesBackFilledIn(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	r := s.Guest()
	r.Get("/register")
	r.Post("/register", webtest.Form("name", `Ana "Nuța" <Pop>`, "email", "no address", "password", webtest.Password)).
		Check(t, http.StatusUnprocessableEntity, []string{
			`value="Ana &#34;Nuța&#34; &lt;Pop&gt;"`, `value="no address"`, `aria-describedby="field-email-error"`,
			`href="#field-email"`, `role="alert"`,
		}, []string{webtest.Password, "<Pop>"})
}
