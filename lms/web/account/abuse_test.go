package account_test

import (
	"net/http"
	"regexp"
	"testing"

	"vatra/lms/access"
	"vatra/lms/sessions"
	"vatra/lms/web/webtest"
)

// TestWrongCodesAreSlowedWhereTheyComeFrom has somebody who knows the password try codes: they wait, and its owner does not.
func TestWrongCodesAreSlowedWhereTheyComeFrom(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person(ana, access.RoleLearner)
	app, codes := s.As(ana).SetUpApp()
	hers := s.Guest()
	comeHalfIn(s, hers, "/")
	hers.Follow(hers.Post("/login/second-step", webtest.Form("code", app.Code(1))))
	hers.Get("/account")
	hers.Post("/logout", nil)

	first, second := halfInFrom(s, "203.0.113.7"), halfInFrom(s, "203.0.113.7")
	for i, r := range []*webtest.Reader{first, second, first, second, first} {
		path, field := "/login/second-step", "code"
		if i%2 == 1 {
			path, field = path+"/recovery", "recovery"
		}
		r.Post(path, webtest.Form(field, "000000")).Check(t, http.StatusUnprocessableEntity, nil, nil)
	}
	slowed := first.Post("/login/second-step/recovery", webtest.Form("recovery", codes[0]))
	slowed.Check(t, http.StatusTooManyRequests, []string{"30 seconds", `name="recovery"`}, nil)
	if slowed.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	second.Post("/login/second-step/recovery", webtest.Form("recovery", codes[0])).Check(t, http.StatusTooManyRequests, nil, nil)
	if n := s.Count(`SELECT count(*) FROM security_events WHERE event = 'login.failed' AND target = 'too many tries'
		AND account_id IS NOT NULL AND address = '203.0.113.7'`); n != 1 {
		t.Errorf("the security log tells %d times that somebody has to wait, not once", n)
	}

	elsewhere := halfInFrom(s, "198.51.100.9")
	if in := elsewhere.Post("/login/second-step/recovery", webtest.Form("recovery", codes[0])); in.Status != http.StatusSeeOther {
		t.Errorf("in another place the owner is told %d", in.Status)
	}
	hers.Header.Set("X-Forwarded-For", "203.0.113.7")
	comeHalfIn(s, hers, "/")
	if in := hers.Post("/login/second-step/recovery", webtest.Form("recovery", codes[1])); in.Status != http.StatusSeeOther {
		t.Errorf("in a browser that the account knows the owner is told %d", in.Status)
	}
}

// halfInFrom is halfIn at a network address.
func halfInFrom(s *webtest.Site, address string) *webtest.Reader {
	s.T.Helper()
	r := s.Guest()
	r.Header.Set("X-Forwarded-For", address)
	comeHalfIn(s, r, "/")
	return r
}

// TestALoginThatEndsWhileItsCodeIsLookedAtBeginsAnew has its time run out in the moment in which a wrong code is told.
func TestALoginThatEndsWhileItsCodeIsLookedAtBeginsAnew(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person(ana, access.RoleLearner)
	s.As(ana).SetUpApp()
	late := halfIn(s, "/certificates")
	s.Exec(`CREATE FUNCTION time_runs_out() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN UPDATE factor_half_open SET expires_at = now() - interval '1 second'; RETURN NEW; END $$`)
	s.Exec(`CREATE TRIGGER time_runs_out AFTER INSERT ON security_events FOR EACH ROW EXECUTE FUNCTION time_runs_out()`)
	late.Follow(late.Post("/login/second-step", webtest.Form("code", "000000", "next", "/certificates"))).
		Check(t, http.StatusOK, []string{"<h1>Log in</h1>", s.Says("factors.too_late"), `value="/certificates"`}, nil)
}

func TestAHalfOpenLoginEndsWithItsPasswordAndItsTime(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	actor := s.Person(ana, access.RoleLearner)
	app, _ := s.As(ana).SetUpApp()

	late := halfIn(s, "/certificates")
	s.Exec(`UPDATE factor_half_open SET expires_at = now()`)
	late.Follow(late.Post("/login/second-step", webtest.Form("code", app.Code(1), "next", "/certificates"))).
		Check(t, http.StatusOK, []string{"<h1>Log in</h1>", s.Says("factors.too_late"), `value="/certificates"`}, nil)

	stale := halfIn(s, "/")
	webtest.Must(t, s.People.SetPassword(t.Context(), access.Operator(), actor.UserID, "opt pisici pe acoperiș"))
	stale.Post("/login/second-step", webtest.Form("code", app.Code(1))).
		Check(t, http.StatusUnauthorized, []string{s.Says("people.wrong_login"), "<h1>Log in</h1>"}, nil)

	webtest.Must(t, s.People.SetPassword(t.Context(), access.Operator(), actor.UserID, webtest.Password))
	shut := halfIn(s, "/")
	webtest.Must(t, s.People.Disable(t.Context(), access.Operator(), actor.UserID))
	s.Exec(`UPDATE factor_apps SET last_step = 0`)
	shut.Post("/login/second-step", webtest.Form("code", app.Code(1))).
		Check(t, http.StatusForbidden, []string{s.Says("people.disabled")}, nil)
}

func TestTheTokenOfAHalfOpenLoginIsNoSession(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person(ana, access.RoleLearner)
	s.As(ana).SetUpApp()
	if _, err := s.People.LogIn(t.Context(), ana, webtest.Password, sessions.Visitor{Address: "127.0.0.1"}); err == nil {
		t.Fatal("the password alone opened a session")
	}
	r := s.Guest()
	r.Get("/login")
	in := r.Post("/login", webtest.Form("email", ana, "password", webtest.Password))
	for _, cookie := range (&http.Response{Header: in.Header}).Cookies() {
		if cookie.Name == "session" && cookie.Value != "" {
			t.Error("there is a session before the second step")
		}
		if cookie.Name == "half" {
			if !cookie.HttpOnly {
				t.Error("scripts can read the token of a half-open login")
			}
			thief := s.Guest()
			got := thief.Ask(http.MethodGet, "/account", http.Header{"Cookie": {"session=" + cookie.Value}})
			if got.Status != http.StatusSeeOther {
				t.Errorf("the token of a half-open login opens the account: %d", got.Status)
			}
		}
	}
	s.Guest().Get("/login/second-step").Check(t, http.StatusSeeOther, nil, nil)
}

// TestAFormThatWaitsForTheLoginWaitsForTheSecondStep logs in on the page that keeps a form.
func TestAFormThatWaitsForTheLoginWaitsForTheSecondStep(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person(ana, access.RoleLearner)
	r := s.As(ana)
	app, _ := r.SetUpApp()
	r.Get("/account")
	s.NobodyIsLoggedIn()
	r.Last = r.Post("/account/name", webtest.Form("name", "Ana Nouă"))
	r.Last.Check(t, http.StatusUnauthorized, []string{s.Says("login.kept")}, nil)
	kept := keptForm.FindStringSubmatch(r.Last.Body)
	if kept == nil {
		t.Fatal("nothing is kept")
	}
	r.Last = r.Post("/login", webtest.Form("email", ana, "password", webtest.Password, "kept", kept[1]))
	r.Last.Check(t, http.StatusOK, []string{`name="code"`, `name="kept"`}, nil)
	r.Last = r.Post("/login/second-step", webtest.Form("code", "000000", "kept", kept[1]))
	r.Last.Check(t, http.StatusUnprocessableEntity, []string{`name="kept"`}, nil)
	r.Post("/login/second-step", webtest.Form("code", app.Code(1), "kept", kept[1])).
		Check(t, http.StatusOK, []string{`name="name" value="Ana Nouă"`, `action="/account/name"`}, nil)
}

var keptForm = regexp.MustCompile(`name="kept" value="([^"]+)"`)
