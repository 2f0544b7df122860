package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/people"
)

// letter is the text of the newest mail that waits to be sent to the address.
func (s *site) letter(to string) string {
	s.t.Helper()
	var text string
	must(s.t, s.DB.Pool.QueryRow(s.t.Context(), `SELECT args->'message'->>'text' FROM river_job
		WHERE kind = 'mail.send' AND args->'message'->>'to' = $1 ORDER BY id DESC LIMIT 1`, to).Scan(&text))
	return text
}

var mailedLink = regexp.MustCompile(`http://[^/\s]+(/\S+)`)

// mailedPath is where the link of a mail leads.
func (s *site) mailedPath(to string) string {
	s.t.Helper()
	found := mailedLink.FindStringSubmatch(s.letter(to))
	if found == nil {
		s.t.Fatalf("no link in %q", s.letter(to))
	}
	return found[1]
}

func TestAccountFromRegisteringToLoggingOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r := s.guest()
	r.header.Set("Accept-Language", "ro")
	r.get("/register")
	sent := r.post("/register", form("name", "Ștefan Țepeș", "email", "stefan@example.org", "password", password))
	r.follow(sent).check(t, http.StatusOK, []string{"Verificați-vă e-mailul"}, nil)
	early := r.post("/login", form("email", "stefan@example.org", "password", password))
	early.check(t, http.StatusForbidden, []string{"nu este încă confirmată", `value="stefan@example.org"`}, []string{password})
	if !strings.HasPrefix(s.letter("stefan@example.org"), "Bună ziua") {
		t.Errorf("the mail is not in the language of the page: %s", s.letter("stefan@example.org"))
	}

	link := s.mailedPath("stefan@example.org")
	r.get(link).check(t, http.StatusOK, []string{"Confirmați-vă adresa"}, nil)
	r.post(link, form("password", "a wrong one")).
		check(t, http.StatusUnprocessableEntity, []string{"Parola nu este corectă", `aria-invalid="true"`}, nil)
	in := r.post(link, form("password", password))
	r.follow(in).check(t, http.StatusOK, []string{"Contul dumneavoastră este gata", "Ieșiți din cont"}, nil)
	r.get("/").check(t, http.StatusOK, nil, []string{"Contul dumneavoastră este gata"})
	r.get("/account").check(t, http.StatusOK, []string{`value="Ștefan Țepeș"`, "stefan@example.org"}, nil)

	again := s.guest()
	again.get(link).check(t, http.StatusNotFound, []string{"This link no longer works"}, nil)

	out := r.post("/logout", nil)
	r.follow(out).check(t, http.StatusOK, []string{"Ați ieșit din cont", "Intrați în cont"}, nil)
	if gone := r.get("/account"); gone.Status != http.StatusSeeOther {
		t.Errorf("logged out, and the account answers %d", gone.Status)
	}
}

// asked is the waiting job of whoever asked for a new password by the address.
func (s *site) asked(email string) (job people.SendReset) {
	s.t.Helper()
	must(s.t, s.DB.Pool.QueryRow(s.t.Context(), `SELECT args->>'email', args->>'locale' FROM river_job
		WHERE kind = 'people.reset' AND args->>'email' = $1`, email).Scan(&job.Email, &job.Locale))
	return job
}

func TestForgottenPassword(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("ana@example.org", access.RoleLearner)
	elsewhere := s.as("ana@example.org")
	r := s.guest()
	r.get("/reset")
	known := r.follow(r.post("/reset", form("email", "ana@example.org")))
	r.get("/reset")
	unknown := r.follow(r.post("/reset", form("email", "nobody@example.org")))
	plain := func(a answer) string { return formToken.ReplaceAllString(a.Body, "") }
	if plain(known) != plain(unknown) || known.Status != http.StatusOK {
		t.Error("the page tells whether an address has an account")
	}
	must(t, s.People.SendReset(t.Context(), s.asked("ana@example.org")))
	link := s.mailedPath("ana@example.org")
	r.get(link)
	r.post(link, form("password", "short")).
		check(t, http.StatusUnprocessableEntity, []string{"Please correct the following", `href="#field-password"`}, nil)
	done := r.post(link, form("password", "opt pisici pe acoperiș"))
	r.follow(done).check(t, http.StatusOK, []string{"The new password is set", "<h1>Log in</h1>"}, nil)
	if elsewhere.get("/account").Status != http.StatusSeeOther {
		t.Error("the other device is still logged in")
	}
	in := r.post("/login", form("email", "ana@example.org", "password", "opt pisici pe acoperiș"))
	if in.Status != http.StatusSeeOther {
		t.Errorf("the new password does not log in: %d", in.Status)
	}
}

func TestInvitationSpeaksItsOwnLanguage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	must(t, s.People.Invite(t.Context(), access.Operator(), "petar@example.org", access.RoleTrainer, "sr"))
	link := s.mailedPath("petar@example.org")
	r := s.guest()
	r.get(link).check(t, http.StatusOK, []string{`<html lang="sr">`, "petar@example.org", "Предавач"}, nil)
	r.post(link, form("name", "", "password", password)).
		check(t, http.StatusUnprocessableEntity, []string{`<html lang="sr">`, "Име и презиме"}, nil)
	in := r.post(link, form("name", "Петар Петровић", "password", password))
	r.follow(in).check(t, http.StatusOK, []string{"Ваш налог је спреман"}, nil)
	r.get("/account").check(t, http.StatusOK, []string{"Петар Петровић"}, nil)
}

func TestAccountPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("ana@example.org", access.RoleLearner)
	r, elsewhere := s.as("ana@example.org"), s.as("ana@example.org")

	r.get("/account")
	r.post("/account/name", form("name", "12345")).
		check(t, http.StatusUnprocessableEntity, []string{`value="12345"`, "field-name-error"}, nil)
	r.get("/account")
	r.post("/account/password", form("current", "wrong", "password", "opt pisici pe acoperiș")).
		check(t, http.StatusUnprocessableEntity, []string{"field-current-error"}, []string{"opt pisici"})
	r.get("/account")
	changed := r.post("/account/password", form("current", password, "password", "opt pisici pe acoperiș"))
	r.follow(changed).check(t, http.StatusOK, []string{"The password is changed"}, nil)
	if elsewhere.get("/account").Status != http.StatusSeeOther {
		t.Error("another device stayed logged in after the password was changed")
	}
	r.get("/account")
	r.follow(r.post("/account/logout-everywhere", nil)).check(t, http.StatusOK, []string{"You are logged out"}, nil)
	if r.get("/account").Status != http.StatusSeeOther {
		t.Error("still logged in here after logging out everywhere")
	}
}

func TestLanguageIsKeptAndThePageToo(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	actor := s.person("ana@example.org", access.RoleLearner)
	guest := s.guest()
	guest.get("/login?next=/courses").check(t, http.StatusOK, []string{`value="/login?next=/courses"`}, nil)
	chosen := guest.post("/language", form("next", "/login?next=/courses", "locale", "mk"))
	if chosen.Header.Get("Location") != "/login?next=/courses" {
		t.Errorf("the page was left for %q", chosen.Header.Get("Location"))
	}
	guest.get("/login").check(t, http.StatusOK, []string{`<html lang="mk">`, "Најава"}, nil)
	guest.post("/login", form("email", "ana@example.org", "password", password))
	guest.get("/account").check(t, http.StatusOK, []string{`<html lang="en">`}, nil)
	guest.post("/language", form("next", "/account", "locale", "sq"))
	guest.get("/account").check(t, http.StatusOK, []string{`<html lang="sq">`}, nil)
	person, err := s.People.Person(t.Context(), access.Operator(), actor.UserID)
	must(t, err)
	if person.Locale != "sq" {
		t.Errorf("mails go out in %s", person.Locale)
	}
	guest.get("/account")
	if got := guest.post("/language", form("locale", "xx")); got.Status != http.StatusUnprocessableEntity {
		t.Errorf("an unknown language: %d", got.Status)
	}
}

func TestRefusedFormComesBackFilledIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r := s.guest()
	r.get("/register")
	r.post("/register", form("name", `Ana "Nuța" <Pop>`, "email", "no address", "password", password)).
		check(t, http.StatusUnprocessableEntity, []string{
			`value="Ana &#34;Nuța&#34; &lt;Pop&gt;"`, `value="no address"`, `aria-describedby="field-email-error"`,
			`href="#field-email"`, `role="alert"`,
		}, []string{password, "<Pop>"})
}
