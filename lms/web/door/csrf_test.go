package door_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestFormNeedsTheTokenOfItsOwnBrowserAndPerson(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	s.Person("ion@example.org", access.RoleLearner)
	ana, ion := s.As("ana@example.org"), s.As("ion@example.org")
	guest := s.Guest()
	rename := func(token string) webtest.Answer {
		return ana.Post("/account/name", webtest.Form("name", "Somebody Else", "csrf", token))
	}
	own := webtest.TokenOf(t, ana.Get("/account"))
	for what, token := range map[string]string{
		"none":               "",
		"noise":              strings.Repeat("A", 43),
		"another person's":   webtest.TokenOf(t, ion.Get("/account")),
		"a guest's":          webtest.TokenOf(t, guest.Get("/login")),
		"one cut short":      own[:20],
		"one letter changed": string(own[0]^1) + own[1:],
	} {
		answer := rename(token)
		answer.Check(t, http.StatusForbidden, []string{"Please send the form again", "Nothing was changed"}, nil)
		if strings.Contains(ana.Get("/account").Body, "Somebody Else") {
			t.Errorf("%s token: the name was changed", what)
		}
	}
	if other := webtest.TokenOf(t, ana.Get("/account")); other == own {
		t.Error("two pages carry the same token, which compression would give away")
	}
	if done := rename(own); done.Status != http.StatusSeeOther {
		t.Errorf("an earlier page's token no longer counts: %d", done.Status)
	}
}

func TestPageLeftOpenStillSendsAfterLoggingInAgain(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	r := s.Guest()
	r.Get("/login")
	in := func() {
		t.Helper()
		r.Get("/login")
		r.Post("/login", webtest.Form("email", "ana@example.org", "password", webtest.Password))
	}
	in()
	token := webtest.TokenOf(t, r.Get("/account"))
	r.Post("/logout", nil)
	refusal := r.Post("/account/name", webtest.Form("name", "Ana Nouă", "csrf", token))
	if refusal.Status != http.StatusUnauthorized {
		t.Fatalf("logged out, and the form was answered %d", refusal.Status)
	}
	in()
	if done := r.Post("/account/name", webtest.Form("name", "Ana Nouă", "csrf", token)); done.Status != http.StatusSeeOther {
		t.Errorf("the page that was open before is refused: %d", done.Status)
	}
	r.Get("/account").Check(t, http.StatusOK, []string{"Ana Nouă", "Your changes are saved"}, nil)
}

// TestPageOfWhoSatHereBeforeDoesNotSend is about a shared computer: one browser, two people.
func TestPageOfWhoSatHereBeforeDoesNotSend(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	s.Person("ion@example.org", access.RoleLearner)
	r := s.Guest()
	in := func(email string) string {
		t.Helper()
		r.Get("/login")
		r.Post("/login", webtest.Form("email", email, "password", webtest.Password))
		return webtest.TokenOf(t, r.Get("/account"))
	}
	token := in("ana@example.org")
	r.Post("/logout", nil)
	in("ion@example.org")
	r.Post("/account/name", webtest.Form("name", "Meant By Ana", "csrf", token)).Check(t, http.StatusForbidden, nil, nil)
	r.Get("/account").Check(t, http.StatusOK, nil, []string{"Meant By Ana"})
}

func TestAnotherSiteCannotPost(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	token := webtest.TokenOf(t, ana.Get("/account"))
	send := func(header http.Header) webtest.Answer {
		t.Helper()
		body := webtest.Form("name", "Somebody Else", "csrf", token).Encode()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/account/name", strings.NewReader(body))
		webtest.Must(t, err)
		request.Header = header
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return ana.Send(request)
	}
	for _, header := range []http.Header{
		{"Sec-Fetch-Site": {"cross-site"}},
		{"Sec-Fetch-Site": {"same-site"}},
		{"Origin": {"https://evil.example"}},
		{"Origin": {strings.Replace(s.URL, "http:", "https:", 1)}},
		{"Origin": {"null"}},
		{"Origin": {s.URL + ".evil.example"}},
		{"Sec-Fetch-Site": {"cross-site"}, "Origin": {s.URL}},
	} {
		if got := send(header); got.Status != http.StatusForbidden {
			t.Errorf("%v: %d", header, got.Status)
		}
	}
	for _, header := range []http.Header{
		{"Sec-Fetch-Site": {"same-origin"}, "Origin": {s.URL}}, {"Origin": {s.URL}}, {},
	} {
		if got := send(header); got.Status != http.StatusSeeOther {
			t.Errorf("our own page with %v: %d", header, got.Status)
		}
	}
}

func TestForgedBrowserCookieIsNotTaken(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	r := s.Guest()
	where, err := url.Parse(s.URL)
	webtest.Must(t, err)
	token := webtest.TokenOf(t, r.Get("/register"))
	for _, cookie := range r.Client.Jar.Cookies(where) {
		if cookie.Name == "browser" {
			cookie.Value = "eA." + strings.SplitN(cookie.Value, ".", 2)[1]
			cookie.Path = "/"
			r.Client.Jar.SetCookies(where, []*http.Cookie{cookie})
		}
	}
	if got := r.Post("/register", webtest.Form("csrf", token)); got.Status != http.StatusForbidden {
		t.Errorf("a form with a forged cookie: %d", got.Status)
	}
}
