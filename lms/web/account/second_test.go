package account_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/factors"
	"vatra/lms/site"
	"vatra/lms/web/webtest"
)

const ana = "ana@example.org"

// halfIn gives the right password, and stands at the page that asks for the second step.
func halfIn(s *webtest.Site, next string) *webtest.Reader {
	s.T.Helper()
	r := s.Guest()
	comeHalfIn(s, r, next)
	return r
}

// comeHalfIn is halfIn for a browser that there is already.
func comeHalfIn(s *webtest.Site, r *webtest.Reader, next string) {
	s.T.Helper()
	r.Get("/login")
	r.Follow(r.Post("/login", webtest.Form("email", ana, "password", webtest.Password, "next", next))).
		Check(s.T, http.StatusOK, []string{`autocomplete="one-time-code"`, `inputmode="numeric"`, `name="recovery"`}, nil)
}

func TestALearnerTurnsOnAnAppAndLogsInWithItsCodes(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person(ana, access.RoleLearner)
	r := s.As(ana)
	r.Get("/account").Check(t, http.StatusOK, []string{s.Says("factors.state_off"), `href="/account/second-step"`}, nil)
	r.Get(factors.Path)
	app := r.BeginApp()
	r.Last.Check(t, http.StatusOK, []string{`<svg class="qr"`, `href="otpauth://totp/Vatra:ana@example.org?`}, nil)
	r.Post(factors.Path+"/app/confirm", webtest.Form("code", "000 00")).
		Check(t, http.StatusUnprocessableEntity, []string{s.Says("factors.code_wrong"), `<svg class="qr"`}, nil)
	if r.Get("/account"); strings.Contains(r.Last.Body, s.Says("factors.state_on")) {
		t.Error("an app that showed no right code yet is on")
	}
	r.Get(factors.Path + "/app")
	done := r.Post(factors.Path+"/app/confirm", webtest.Form("code", app.Code(0)))
	done.Check(t, http.StatusOK, []string{s.Says("factors.app_done"), s.Says("factors.codes_new_title"), "textarea"}, nil)
	if done.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("the recovery codes may be stored: %q", done.Header.Get("Cache-Control"))
	}
	if text := s.LetterAbout(ana, changedWayIn).Text; !strings.Contains(text, "An authenticator app was set up.") || !strings.Contains(text, s.URL+factors.Path) {
		t.Errorf("the mail says %q", text)
	}

	code := app.Code(1)
	in := halfIn(s, "/certificates")
	if got := in.Get("/account"); got.Status != http.StatusSeeOther || !strings.HasPrefix(got.Header.Get("Location"), "/login") {
		t.Errorf("the password alone opened the account: %d", got.Status)
	}
	in.Get("/login/second-step?next=/certificates")
	in.Post("/login/second-step", webtest.Form("code", "123456", "next", "/certificates")).
		Check(t, http.StatusUnprocessableEntity, []string{s.Says("factors.code_wrong"), `value="/certificates"`}, nil)
	went := in.Post("/login/second-step", webtest.Form("code", code[:3]+" "+code[3:], "next", "/certificates"))
	if went.Header.Get("Location") != "/certificates" {
		t.Fatalf("%d %q:\n%s", went.Status, went.Header.Get("Location"), went.Body)
	}
	in.Follow(went).Check(t, http.StatusOK, nil, nil)

	replayed := halfIn(s, "/")
	replayed.Post("/login/second-step", webtest.Form("code", code)).
		Check(t, http.StatusUnprocessableEntity, []string{s.Says("factors.code_wrong")}, nil)
	const failed = `SELECT count(*) FROM security_events WHERE event = 'login.failed' AND target = 'second step' AND account_id IS NOT NULL`
	if n := s.Count(failed); n != 2 {
		t.Errorf("the security log tells of %d of two wrong codes", n)
	}
}

// changedWayIn begins the subject of the letter about a second step that was added, used up or taken away.
const changedWayIn = "The way you log in has changed"

func TestARecoveryCodeLetsInOnce(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person(ana, access.RoleLearner)
	owner := s.As(ana)
	_, codes := owner.SetUpApp()
	if len(codes) != 10 {
		t.Fatalf("there are %d recovery codes", len(codes))
	}
	file := owner.Post(factors.Path+"/codes.txt", webtest.Form("recovery_codes", strings.Join(codes, "\n")))
	file.Check(t, http.StatusOK, []string{"Recovery codes for Vatra, ana@example.org", codes[0], codes[9]}, []string{"<"})
	if got := file.Header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment") {
		t.Errorf("the file comes as %q", got)
	}
	owner.Post(factors.Path+"/codes.txt", webtest.Form("recovery_codes", "anything at all")).
		Check(t, http.StatusUnprocessableEntity, nil, []string{"anything at all"})

	in := halfIn(s, "/")
	typed := strings.ToUpper(strings.ReplaceAll(codes[3], "-", " "))
	if went := in.Post("/login/second-step/recovery", webtest.Form("recovery", typed)); went.Header.Get("Location") != "/" {
		t.Fatalf("%d: the code does not let in:\n%s", went.Status, went.Body)
	}
	in.Get(factors.Path).Check(t, http.StatusOK, []string{"9 recovery codes are left"}, []string{codes[4]})
	if text := s.LetterAbout(ana, changedWayIn).Text; !strings.Contains(text, "A recovery code was used. 9 are left.") {
		t.Errorf("the mail says %q", text)
	}
	again := halfIn(s, "/")
	again.Post("/login/second-step/recovery", webtest.Form("recovery", codes[3])).
		Check(t, http.StatusUnprocessableEntity, []string{s.Says("factors.recovery_wrong"), "<details class=\"confirm calm\" open>"}, nil)

	in.Get(factors.Path)
	fresh := in.Post(factors.Path+"/codes", nil)
	fresh.Check(t, http.StatusOK, []string{s.Says("factors.codes_new_title")}, []string{codes[4]})
	again.Post("/login/second-step/recovery", webtest.Form("recovery", codes[4])).
		Check(t, http.StatusUnprocessableEntity, []string{s.Says("factors.recovery_wrong")}, nil)
	if s.Count(`SELECT count(*) FROM factor_codes c WHERE c::text LIKE ?`, "%"+codes[5]+"%") != 0 {
		t.Error("a recovery code is in the database in clear")
	}
}

func TestAnAdministratorIsLedToSetUpASecondStep(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person(ana, access.RoleAdministrator)
	s.Demand(site.SecondStepAdministrators)
	r := s.Guest()
	r.Get("/login?next=/admin/people")
	in := r.Post("/login", webtest.Form("email", ana, "password", webtest.Password, "next", "/admin/people"))
	r.Follow(in).Check(t, http.StatusOK, []string{s.Says("factors.must"), `name="next" value="/admin/people"`}, nil)
	form := r.Post("/admin/settings", webtest.Form("site_name", "Școala satului", "registration", "open"))
	form.Check(t, http.StatusForbidden, []string{s.Says("factors.demanded_kept"), `value="Școala satului"`}, nil)
	options(r, "/admin/settings", webtest.Form("site_name", "Școala satului")).
		Check(t, http.StatusForbidden, []string{`"code":"factors.demanded"`}, nil)
	if got := r.Get("/admin/people?q=ion"); got.Header.Get("Location") != "/account/second-step?next=%2Fadmin%2Fpeople%3Fq%3Dion" {
		t.Errorf("led to %q", got.Header.Get("Location"))
	}
	r.Get(factors.Path)
	page := r.Follow(r.Post(factors.Path+"/app", webtest.Form("next", "/admin/people")))
	page.Check(t, http.StatusOK, []string{`name="next" value="/admin/people"`}, nil)
	app := r.BeginApp()
	r.Post(factors.Path+"/app/confirm", webtest.Form("code", app.Code(0), "next", "/admin/people")).
		Check(t, http.StatusOK, []string{`href="/admin/people"`}, nil)
	r.Get("/admin/people").Check(t, http.StatusOK, []string{ana}, nil)
}

func TestAnInvitedAdministratorIsLedToo(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Demand(site.SecondStepAdministrators)
	webtest.Must(t, s.People.Invite(t.Context(), access.Operator(), ana, access.RoleAdministrator, "en"))
	r, link := s.Guest(), mailedPath(s, ana)
	r.Get(link)
	r.Follow(r.Post(link, webtest.Form("name", "Ana Pop", "password", webtest.Password))).
		Check(t, http.StatusOK, []string{s.Says("register.confirm_done"), s.Says("factors.must")}, nil)
}

func TestTurningTheLastFactorOffAsksForThePassword(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person(ana, access.RoleAdministrator)
	r := s.As(ana)
	r.SetUpApp()
	s.Demand(site.SecondStepAdministrators)
	r.Get(factors.Path).Check(t, http.StatusOK, []string{s.Says("factors.demanded_last")}, []string{`action="/account/second-step/app/remove"`})
	r.Post(factors.Path+"/app/remove", nil).
		Check(t, http.StatusConflict, []string{s.Says("factors.demanded_last")}, nil)
	s.Demand(site.SecondStepNobody)
	r.Get(factors.Path)
	s.Exec(`UPDATE sessions SET proved_at = now() - interval '1 hour'`)
	r.Last = r.Post(factors.Path+"/app/remove", nil)
	r.Last.Check(t, http.StatusForbidden, []string{s.Says("login.prove_title")}, nil)
	kept := keptForm.FindStringSubmatch(r.Last.Body)[1]
	r.Post("/account/prove", webtest.Form("kept", kept, "password", "a wrong one")).
		Check(t, http.StatusUnprocessableEntity, []string{s.Says("people.password_wrong")}, nil)
	if s.Count(`SELECT count(*) FROM factor_apps`) != 1 {
		t.Error("the app was taken away by a wrong password")
	}
	r.Follow(r.Post("/account/prove", webtest.Form("kept", kept, "password", webtest.Password))).
		Check(t, http.StatusOK, []string{s.Says("factors.app_removed"), s.Says("factors.state_off")}, nil)
	if s.Count(`SELECT count(*) FROM factor_codes`) != 0 {
		t.Error("recovery codes outlived what they stand in for")
	}
	s.As(ana).Get("/account").Check(t, http.StatusOK, nil, nil)
}

func TestAnAppMovesToAnotherPhoneThoughItIsDemanded(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person(ana, access.RoleAdministrator)
	s.Demand(site.SecondStepAdministrators)
	r := s.As(ana)
	old, codes := r.SetUpApp()
	moved := r.BeginApp()
	in := halfIn(s, "/")
	if went := in.Post("/login/second-step", webtest.Form("code", old.Code(1))); went.Status != http.StatusSeeOther {
		t.Errorf("the old phone stopped working before the new one was set up: %d", went.Status)
	}
	r.Get(factors.Path + "/app")
	r.Follow(r.Post(factors.Path+"/app/confirm", webtest.Form("code", moved.Code(0)))).
		Check(t, http.StatusOK, []string{s.Says("factors.app_done"), "10 recovery codes are left"}, []string{codes[0]})
	in = halfIn(s, "/")
	in.Post("/login/second-step", webtest.Form("code", old.Code(0))).Check(t, http.StatusUnprocessableEntity, nil, nil)
	if went := in.Post("/login/second-step", webtest.Form("code", moved.Code(1))); went.Status != http.StatusSeeOther {
		t.Errorf("the new phone does not let in: %d", went.Status)
	}
}

// TestAChangedSecondStepEndsTheOtherSessions turns an app on and off, each time with another browser logged in.
func TestAChangedSecondStepEndsTheOtherSessions(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	actor := s.Person(ana, access.RoleLearner)
	here, elsewhere := s.As(ana), s.As(ana)
	told := func() int {
		return s.Count(`SELECT count(*) FROM security_events WHERE event = 'session.others_ended' AND account_id = ? AND target = '1'`, actor.UserID)
	}
	here.SetUpApp()
	here.Last.Check(t, http.StatusOK, []string{"All other devices were logged out."}, nil)
	if elsewhere.Get("/account").Status != http.StatusSeeOther || told() != 1 {
		t.Errorf("another browser goes on without the second step; the log tells of %d", told())
	}
	here.Get("/account").Check(t, http.StatusOK, []string{s.Says("factors.state_on")}, nil)

	s.Exec(`INSERT INTO sessions (token_hash, user_id, expires_at, idle, agent)
		VALUES (sha256('elsewhere'), ?, now() + interval '1 day', 10000, 'x')`, actor.UserID)
	here.Get(factors.Path)
	here.Follow(here.Post(factors.Path+"/app/remove", nil)).
		Check(t, http.StatusOK, []string{s.Says("factors.app_removed"), "All other devices were logged out."}, nil)
	if s.Count(`SELECT count(*) FROM sessions WHERE user_id = ?`, actor.UserID) != 1 || told() != 2 {
		t.Error("a session outlived the app that was taken away")
	}
}
