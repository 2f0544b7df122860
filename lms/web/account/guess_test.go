package account_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

// cookie is a browser's own, by its name; empty for none.
func cookie(t *testing.T, s *webtest.Site, r *webtest.Reader, name string) string {
	t.Helper()
	where, err := url.Parse(s.URL)
	webtest.Must(t, err)
	for _, one := range r.Client.Jar.Cookies(where) {
		if one.Name == name {
			return one.Value
		}
	}
	return ""
}

func TestWrongPasswordsOfOthersDoNotShutAKnownBrowserOut(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	logIn := func(r *webtest.Reader, password string) webtest.Answer {
		t.Helper()
		r.Get("/login")
		return r.Post("/login", webtest.Form("email", "ana@example.org", "password", password))
	}
	hers, stranger, forger := s.Guest(), s.Guest(), s.Guest()
	if in := logIn(hers, webtest.Password); in.Status != http.StatusSeeOther || cookie(t, s, hers, "known") == "" {
		t.Fatalf("%d, and the browser is not known", in.Status)
	}
	hers.Get("/account")
	hers.Follow(hers.Post("/logout", nil))
	for range 5 {
		logIn(stranger, "not her password").Check(t, http.StatusUnauthorized, []string{s.Says("people.wrong_login")}, nil)
	}
	// The wait is told in words, and to programs; what was typed is kept, but the password.
	slowed := logIn(stranger, webtest.Password)
	slowed.Check(t, http.StatusTooManyRequests, []string{"seconds", `value="ana@example.org"`}, []string{webtest.Password})
	if slowed.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	where, err := url.Parse(s.URL)
	webtest.Must(t, err)
	text, signature, _ := strings.Cut(cookie(t, s, hers, "known"), ".")
	forger.Client.Jar.SetCookies(where, []*http.Cookie{{Name: "known", Value: text + "." + signature[:len(signature)-4] + "AAAA", Path: "/"}})
	logIn(forger, webtest.Password).Check(t, http.StatusTooManyRequests, nil, nil)
	if in := logIn(hers, webtest.Password); in.Status != http.StatusSeeOther {
		t.Errorf("her own browser is told %d", in.Status)
	}
}

func TestWhoSetsANewPasswordByMailIsKnownThere(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	r := s.Guest()
	r.Get("/reset")
	r.Post("/reset", webtest.Form("email", "ana@example.org"))
	webtest.Must(t, s.People.SendReset(t.Context(), asked(s, "ana@example.org")))
	link := mailedPath(s, "ana@example.org")
	r.Get(link)
	for range 6 {
		r.Get("/login")
		r.Post("/login", webtest.Form("email", "ana@example.org", "password", "not her password"))
	}
	r.Post("/login", webtest.Form("email", "ana@example.org", "password", webtest.Password)).
		Check(t, http.StatusTooManyRequests, nil, nil)
	r.Get(link)
	r.Follow(r.Post(link, webtest.Form("password", "opt pisici pe acoperiș")))
	if in := r.Post("/login", webtest.Form("email", "ana@example.org", "password", "opt pisici pe acoperiș")); in.Status != http.StatusSeeOther {
		t.Errorf("who has just set the password is told %d", in.Status)
	}
}
