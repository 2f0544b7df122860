package account_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/descope/virtualwebauthn"

	"vatra/lms/access"
	"vatra/lms/factors"
	"vatra/lms/web/webtest"
)

// phone makes passkeys and answers with them, as a browser and a phone do together.
type phone struct {
	s    *webtest.Site
	auth virtualwebauthn.Authenticator
	key  virtualwebauthn.Credential
}

func newPhone(s *webtest.Site, owner access.Actor) *phone {
	return &phone{
		s:    s,
		auth: virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: owner.UserID[:]}),
		key:  newKey(),
	}
}

// newKey is one that the library writes rightly: it leaves out the zeros that a coordinate begins with, as one in 128 does,
// and no browser takes that (RFC 9053, section 7.1.1, asks for all 32 bytes).
func newKey() virtualwebauthn.Credential {
	const whole = 77 // bytes of a COSE key on P-256
	for {
		key := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
		if len(key.Key.AttestationData()) == whole {
			return key
		}
	}
}

func (p *phone) site() virtualwebauthn.RelyingParty {
	return virtualwebauthn.RelyingParty{ID: "localhost", Name: "Vatra", Origin: p.s.URL}
}

// options asks as the script does.
func options(r *webtest.Reader, path string, fields url.Values) webtest.Answer {
	r.Header.Set("Accept", "application/json")
	defer r.Header.Del("Accept")
	return r.Post(path, fields)
}

// add makes a passkey on the page of the second step.
func (p *phone) add(r *webtest.Reader, name string) webtest.Answer {
	p.s.T.Helper()
	r.Get(factors.Path).Check(p.s.T, http.StatusOK, []string{`data-passkey="add"`, "passkey.js"}, nil)
	asked := options(r, factors.Path+"/passkeys/options", nil)
	asked.Check(p.s.T, http.StatusOK, []string{`"residentKey":"required"`, `"userVerification":"required"`, `"rp":{"name":"Vatra","id":"localhost"}`}, nil)
	parsed, err := virtualwebauthn.ParseAttestationOptions(asked.Body)
	webtest.Must(p.s.T, err)
	return r.Post(factors.Path+"/passkeys", webtest.Form("passkey_name", name,
		"credential", virtualwebauthn.CreateAttestationResponse(p.site(), p.auth, p.key, *parsed)))
}

// answer is what the phone says to a challenge of the login.
func (p *phone) answer(r *webtest.Reader, second string) string {
	p.s.T.Helper()
	asked := options(r, "/login/passkey/options", webtest.Form("second", second))
	asked.Check(p.s.T, http.StatusOK, []string{`"userVerification":"required"`}, nil)
	parsed, err := virtualwebauthn.ParseAssertionOptions(asked.Body)
	webtest.Must(p.s.T, err)
	p.key.Counter++
	return virtualwebauthn.CreateAssertionResponse(p.site(), p.auth, p.key, *parsed)
}

func TestAPasskeyLetsInWithoutAPassword(t *testing.T) {
	t.Parallel()
	s := webtest.WithPasskeys(t)
	phone := newPhone(s, s.Person(ana, access.RoleLearner))
	owner := s.As(ana)
	owner.Get(factors.Path)
	s.Exec(`UPDATE sessions SET proved_at = now() - interval '1 hour'`)
	options(owner, factors.Path+"/passkeys/options", nil).
		Check(t, http.StatusForbidden, []string{`"code":"login.prove_needed"`}, []string{"challenge"})
	owner.Last = owner.Post(factors.Path+"/passkeys", webtest.Form("passkey_name", "My phone", "credential", "")) // as the script does then
	owner.Last.Check(t, http.StatusForbidden, []string{s.Says("login.prove_title")}, nil)
	kept := keptForm.FindStringSubmatch(owner.Last.Body)[1]
	owner.Post("/account/prove", webtest.Form("kept", kept, "password", webtest.Password)).
		Check(t, http.StatusOK, []string{s.Says("factors.passkey_once_more"), `name="passkey_name" type="text" value="My phone"`}, nil)
	phone.add(owner, "My phone").Check(t, http.StatusOK, []string{s.Says("factors.passkey_added"), s.Says("factors.codes_new_title")}, nil)
	owner.Get(factors.Path).Check(t, http.StatusOK, []string{">My phone</a>", s.Says("factors.passkey_unused"), "10 recovery codes are left"}, nil)

	r := s.Guest()
	r.Get("/login?next=/certificates").Check(t, http.StatusOK, []string{`data-passkey="use"`, s.Says("factors.passkey_sign_in")}, nil)
	answer := phone.answer(r, "")
	went := r.Post("/login/passkey", webtest.Form("next", "/certificates", "credential", answer))
	if went.Header.Get("Location") != "/certificates" {
		t.Fatalf("%d: the passkey does not let in:\n%s", went.Status, went.Body)
	}
	r.Get("/account").Check(t, http.StatusOK, []string{ana, s.Says("factors.state_on")}, nil)
	owner.Get(factors.Path).Check(t, http.StatusOK, []string{"Last used on"}, []string{s.Says("factors.passkey_unused")})

	other := s.Guest()
	other.Get("/login")
	other.Post("/login/passkey", webtest.Form("credential", answer)).
		Check(t, http.StatusUnprocessableEntity, []string{s.Says("factors.passkey_late"), "<h1>Log in</h1>"}, nil)
	for _, nonsense := range []string{"", "{}", "null", "[1]", strings.Repeat("{", 9000)} {
		other.Post("/login/passkey", webtest.Form("credential", nonsense)).
			Check(t, http.StatusUnprocessableEntity, []string{s.Says("factors.passkey_failed")}, nil)
	}
}

func TestAPasskeyIsASecondStep(t *testing.T) {
	t.Parallel()
	s := webtest.WithPasskeys(t)
	phone := newPhone(s, s.Person(ana, access.RoleLearner))
	bob := newPhone(s, s.Person("bob@example.org", access.RoleLearner))
	phone.add(s.As(ana), "My phone")
	bob.add(s.As("bob@example.org"), "Bob's")
	r := s.Guest()
	r.Get("/login")
	r.Follow(r.Post("/login", webtest.Form("email", ana, "password", webtest.Password))).
		Check(t, http.StatusOK, []string{`data-passkey="use"`, s.Says("factors.step_passkey"), `name="recovery"`}, []string{`name="code"`})
	r.Post("/login/passkey", webtest.Form("second", "1", "credential", bob.answer(r, "1"))).
		Check(t, http.StatusUnprocessableEntity, []string{s.Says("factors.passkey_failed"), `name="recovery"`}, nil)
	if went := r.Post("/login/passkey", webtest.Form("second", "1", "credential", phone.answer(r, "1"))); went.Status != http.StatusSeeOther {
		t.Fatalf("%d: the passkey does not let in:\n%s", went.Status, went.Body)
	}
	r.Get("/account").Check(t, http.StatusOK, []string{ana}, nil)
	if s.Count(`SELECT count(*) FROM factor_half_open`) != 0 {
		t.Error("the sign-in is still half open")
	}
}

func TestACopiedPasskeyIsShutOff(t *testing.T) {
	t.Parallel()
	s := webtest.WithPasskeys(t)
	phone := newPhone(s, s.Person(ana, access.RoleLearner))
	owner := s.As(ana)
	phone.add(owner, "My phone")
	r := s.Guest()
	r.Get("/login")
	phone.key.Counter = 10
	if went := r.Post("/login/passkey", webtest.Form("credential", phone.answer(r, ""))); went.Status != http.StatusSeeOther {
		t.Fatalf("%d: the passkey does not let in", went.Status)
	}
	thief := s.Guest()
	thief.Get("/login")
	phone.key.Counter = 5
	thief.Post("/login/passkey", webtest.Form("credential", phone.answer(thief, ""))).
		Check(t, http.StatusUnprocessableEntity, []string{s.Says("factors.passkey_doubted")}, nil)
	if text := s.LetterAbout(ana, changedWayIn).Text; !strings.Contains(text, "“My phone” was refused and shut off") {
		t.Errorf("the mail says %q", text)
	}
	phone.key.Counter = 100
	thief.Post("/login/passkey", webtest.Form("credential", phone.answer(thief, ""))).
		Check(t, http.StatusUnprocessableEntity, []string{s.Says("factors.passkey_doubted")}, nil)
	owner.Get(factors.Path).Check(t, http.StatusOK, []string{s.Says("factors.passkey_is_doubted")}, nil)
	const told = `SELECT count(*) FROM security_events WHERE event = ? AND target = ? AND account_id IS NOT NULL`
	if s.Count(told, "factor.doubted", "passkey My phone") != 1 || s.Count(told, "login.failed", "passkey") != 2 {
		t.Error("the security log does not tell of a passkey that was refused")
	}
}

// TestAPasskeyThatAsksForNothingLetsNobodyIn has one answer without a finger, a face or a PIN, and one for another site.
func TestAPasskeyThatAsksForNothingLetsNobodyIn(t *testing.T) {
	t.Parallel()
	s := webtest.WithPasskeys(t)
	phone := newPhone(s, s.Person(ana, access.RoleLearner))
	phone.add(s.As(ana), "My phone")
	r := s.Guest()
	r.Get("/login")
	phone.auth.Options.UserNotVerified = true
	r.Post("/login/passkey", webtest.Form("credential", phone.answer(r, ""))).
		Check(t, http.StatusUnprocessableEntity, []string{s.Says("factors.passkey_failed")}, nil)
	phone.auth.Options.UserNotVerified = false
	asked, err := virtualwebauthn.ParseAssertionOptions(options(r, "/login/passkey/options", nil).Body)
	webtest.Must(t, err)
	elsewhere := virtualwebauthn.RelyingParty{ID: "localhost", Origin: "http://localhost.evil.example"}
	r.Post("/login/passkey", webtest.Form("credential", virtualwebauthn.CreateAssertionResponse(elsewhere, phone.auth, phone.key, *asked))).
		Check(t, http.StatusUnprocessableEntity, []string{s.Says("factors.passkey_failed")}, nil)
}

func TestAPasskeyIsNamedAndRemoved(t *testing.T) {
	t.Parallel()
	s := webtest.WithPasskeys(t)
	phone := newPhone(s, s.Person(ana, access.RoleLearner))
	s.Person("bob@example.org", access.RoleLearner)
	owner, bob := s.As(ana), s.As("bob@example.org")
	phone.add(owner, "").Check(t, http.StatusUnprocessableEntity, []string{`href="#field-passkey_name"`}, nil)
	phone.add(owner, "My phone")
	var id string
	webtest.Must(t, s.DB.NewRaw(`SELECT id FROM factor_passkeys`).Scan(t.Context(), &id))
	page := factors.Path + "/passkeys/" + id
	for _, path := range []string{page, factors.Path + "/passkeys/x"} {
		if got := bob.Get(path); got.Status != http.StatusNotFound || strings.Contains(got.Body, "My phone") {
			t.Errorf("somebody else's passkey: %d", got.Status)
		}
	}
	bob.Get("/account")
	bob.Post(page+"/remove", nil).Check(t, http.StatusNotFound, nil, nil)
	owner.Get(page).Check(t, http.StatusOK, []string{"<h1>My phone</h1>"}, nil)
	owner.Follow(owner.Post(page+"/name", webtest.Form("name", " Old  phone "))).Check(t, http.StatusOK, []string{">Old phone</a>"}, nil)
	owner.Get(page)
	owner.Follow(owner.Post(page+"/remove", nil)).
		Check(t, http.StatusOK, []string{s.Says("factors.passkey_removed"), s.Says("factors.state_off")}, []string{"Old phone"})
	if text := s.LetterAbout(ana, changedWayIn).Text; !strings.Contains(text, "“Old phone” was removed") {
		t.Errorf("the mail says %q", text)
	}
}

// TestThePasskeyOfAnotherThanTheOneWhosePasswordWasRightIsTold has Bob at the second step of Ana.
func TestThePasskeyOfAnotherThanTheOneWhosePasswordWasRightIsTold(t *testing.T) {
	t.Parallel()
	s := webtest.WithPasskeys(t)
	her, him := s.Person(ana, access.RoleLearner), s.Person("bob@example.org", access.RoleLearner)
	newPhone(s, her).add(s.As(ana), "Hers")
	bob := newPhone(s, him)
	bob.add(s.As("bob@example.org"), "Bob's")
	r := s.Guest()
	r.Get("/login")
	r.Follow(r.Post("/login", webtest.Form("email", ana, "password", webtest.Password)))
	bob.key.Counter++
	if in := r.Post("/login/passkey", webtest.Form("second", "1", "credential", bob.answer(r, ""))); in.Status != http.StatusSeeOther {
		t.Fatalf("%d:\n%s", in.Status, in.Body)
	}
	r.Get("/account").Check(t, http.StatusOK, []string{"bob@example.org"}, []string{ana})
	const told = `SELECT count(*) FROM security_events WHERE event = ? AND actor_id = ? AND account_id = ?`
	if s.Count(told, "login.other", him.UserID, her.UserID) != 1 || s.Count(`SELECT count(*) FROM factor_half_open`) != 0 {
		t.Error("nobody is told that another came in than the one whose password was right")
	}
}
