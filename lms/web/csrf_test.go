package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vatra/lms/access"
)

// form makes the fields of a form from pairs.
func form(pairs ...string) url.Values {
	fields := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		fields.Set(pairs[i], pairs[i+1])
	}
	return fields
}

func tokenOf(t *testing.T, page answer) string {
	t.Helper()
	found := formToken.FindStringSubmatch(page.Body)
	if found == nil {
		t.Fatalf("the page has no form:\n%s", page.Body)
	}
	return found[1]
}

func TestFormNeedsTheTokenOfItsOwnBrowserAndPerson(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("ana@example.org", access.RoleLearner)
	s.person("ion@example.org", access.RoleLearner)
	ana, ion := s.as("ana@example.org"), s.as("ion@example.org")
	guest := s.guest()
	rename := func(token string) answer {
		return ana.post("/account/name", form("name", "Somebody Else", "csrf", token))
	}
	own := tokenOf(t, ana.get("/account"))
	for what, token := range map[string]string{
		"none":               "",
		"noise":              strings.Repeat("A", 43),
		"another person's":   tokenOf(t, ion.get("/account")),
		"a guest's":          tokenOf(t, guest.get("/login")),
		"one cut short":      own[:20],
		"one letter changed": string(own[0]^1) + own[1:],
	} {
		answer := rename(token)
		answer.check(t, http.StatusForbidden, []string{"Please send the form again", "Nothing was changed"}, nil)
		if strings.Contains(ana.get("/account").Body, "Somebody Else") {
			t.Errorf("%s token: the name was changed", what)
		}
	}
	if other := tokenOf(t, ana.get("/account")); other == own {
		t.Error("two pages carry the same token, which compression would give away")
	}
	if done := rename(own); done.Status != http.StatusSeeOther {
		t.Errorf("an earlier page's token no longer counts: %d", done.Status)
	}
}

func TestPageLeftOpenStillSendsAfterLoggingInAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("ana@example.org", access.RoleLearner)
	r := s.guest()
	r.get("/login")
	in := func() {
		t.Helper()
		r.get("/login")
		r.post("/login", form("email", "ana@example.org", "password", password))
	}
	in()
	token := tokenOf(t, r.get("/account"))
	r.post("/logout", nil)
	refusal := r.post("/account/name", form("name", "Ana Nouă", "csrf", token))
	if refusal.Status != http.StatusUnauthorized {
		t.Fatalf("logged out, and the form was answered %d", refusal.Status)
	}
	in()
	if done := r.post("/account/name", form("name", "Ana Nouă", "csrf", token)); done.Status != http.StatusSeeOther {
		t.Errorf("the page that was open before is refused: %d", done.Status)
	}
	r.get("/account").check(t, http.StatusOK, []string{"Ana Nouă", "Your changes are saved"}, nil)
}

// TestPageOfWhoSatHereBeforeDoesNotSend is about a shared computer: one browser, two people.
func TestPageOfWhoSatHereBeforeDoesNotSend(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("ana@example.org", access.RoleLearner)
	s.person("ion@example.org", access.RoleLearner)
	r := s.guest()
	in := func(email string) string {
		t.Helper()
		r.get("/login")
		r.post("/login", form("email", email, "password", password))
		return tokenOf(t, r.get("/account"))
	}
	token := in("ana@example.org")
	r.post("/logout", nil)
	in("ion@example.org")
	r.post("/account/name", form("name", "Meant By Ana", "csrf", token)).check(t, http.StatusForbidden, nil, nil)
	r.get("/account").check(t, http.StatusOK, nil, []string{"Meant By Ana"})
}

func TestAnotherSiteCannotPost(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("ana@example.org", access.RoleLearner)
	ana := s.as("ana@example.org")
	token := tokenOf(t, ana.get("/account"))
	send := func(header http.Header) answer {
		t.Helper()
		body := form("name", "Somebody Else", "csrf", token).Encode()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/account/name", strings.NewReader(body))
		must(t, err)
		request.Header = header
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return ana.send(request)
	}
	for _, header := range []http.Header{
		{"Sec-Fetch-Site": {"cross-site"}},
		{"Sec-Fetch-Site": {"same-site"}},
		{"Origin": {"https://evil.example"}},
		{"Origin": {"null"}},
		{"Origin": {s.url + ".evil.example"}},
		{"Sec-Fetch-Site": {"cross-site"}, "Origin": {s.url}},
	} {
		if got := send(header); got.Status != http.StatusForbidden {
			t.Errorf("%v: %d", header, got.Status)
		}
	}
	for _, header := range []http.Header{
		{"Sec-Fetch-Site": {"same-origin"}, "Origin": {s.url}}, {"Origin": {s.url}}, {},
	} {
		if got := send(header); got.Status != http.StatusSeeOther {
			t.Errorf("our own page with %v: %d", header, got.Status)
		}
	}
}

func TestForgedBrowserCookieIsNotTaken(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r := s.guest()
	where, err := url.Parse(s.url)
	must(t, err)
	token := tokenOf(t, r.get("/register"))
	for _, cookie := range r.client.Jar.Cookies(where) {
		if cookie.Name == "browser" {
			cookie.Value = "eA." + strings.SplitN(cookie.Value, ".", 2)[1]
			cookie.Path = "/"
			r.client.Jar.SetCookies(where, []*http.Cookie{cookie})
		}
	}
	if got := r.post("/register", form("csrf", token)); got.Status != http.StatusForbidden {
		t.Errorf("a form with a forged cookie: %d", got.Status)
	}
}
