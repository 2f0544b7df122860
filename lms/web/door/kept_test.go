package door_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

var keptValue = regexp.MustCompile(`name="kept" value="([^"]+)"`)

// loggingIn are the fields of a login beside a form that the page keeps.
func loggingIn(t *testing.T, page webtest.Answer, email, password string) url.Values {
	t.Helper()
	found := keptValue.FindStringSubmatch(page.Body)
	if found == nil {
		t.Fatalf("the page keeps no form:\n%s", page.Body)
	}
	return webtest.Form("email", email, "password", password, "kept", html.UnescapeString(found[1]))
}

func TestAFormOfWhoIsNotLoggedInAnyMoreIsKept(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	s.Person("ion@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	ana.Get("/account")
	s.NobodyIsLoggedIn()
	ana.Header.Set("Referer", s.URL+"/account")
	fields := webtest.Form("name", `Ana "Nuța" <Pop>`, "password", "secret words", "current", "older words")
	kept := ana.Post("/account/name?x=1", fields)
	kept.Check(t, http.StatusUnauthorized,
		[]string{"Please log in", "What you wrote is kept on this page", `action="/login"`}, []string{"secret words", "chosen again"})
	if cached := kept.Header.Get("Cache-Control"); cached != "no-store" {
		t.Errorf("what was typed may be kept by the browser: %q", cached)
	}

	ana.Last = kept
	again := ana.Post("/login", loggingIn(t, kept, "ana@example.org", "a wrong one"))
	again.Check(t, http.StatusUnauthorized, []string{"What you wrote is kept on this page", "is not right"}, nil)
	ana.Last = again
	in := ana.Post("/login", loggingIn(t, again, "ana@example.org", webtest.Password))
	in.Check(t, http.StatusOK, []string{
		`action="/account/name?x=1"`, `name="name" value="Ana &#34;Nuța&#34; &lt;Pop&gt;"`, "You are logged in as Ana Ștefănescu",
		`href="/account"`, "Send again",
	}, []string{"secret words", "older words", fields.Get("csrf")})
	if cached := in.Header.Get("Cache-Control"); cached != "no-store" {
		t.Errorf("what was typed may be kept by the browser: %q", cached)
	}
	if strings.Contains(ana.Get("/account").Body, "Nuța") {
		t.Fatal("the form was sent without a click")
	}
	ana.Last = in
	ana.Follow(ana.Post("/account/name", webtest.Form("name", "Ana Nuța"))).Check(t, http.StatusOK, []string{`value="Ana Nuța"`}, nil)

	// The page belongs to its browser: another one gets no form out of it, and nobody one that was changed.
	ion := s.Guest()
	ion.Get("/login")
	if got := ion.Post("/login", loggingIn(t, kept, "ion@example.org", webtest.Password)); got.Status != http.StatusSeeOther {
		t.Errorf("another browser is shown what was typed here: %d", got.Status)
	}
	changed := loggingIn(t, kept, "ana@example.org", webtest.Password)
	changed.Set("kept", "A"+changed.Get("kept"))
	ana.Post("/logout", nil)
	ana.Get("/login")
	if got := ana.Post("/login", changed); got.Status != http.StatusSeeOther {
		t.Errorf("a form that was tampered with is shown: %d", got.Status)
	}
}

func TestWhatAnotherSiteMadeUpIsNotKept(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("admin@example.org", access.RoleAdministrator)
	for _, header := range []http.Header{{}, {"Sec-Fetch-Site": {"none"}}, {"Origin": {"https://evil.example"}}} {
		guest := s.Guest()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/account/name",
			strings.NewReader(webtest.Form("name", "Made Up").Encode()))
		webtest.Must(t, err)
		request.Header = header
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if got := guest.Send(request); keptValue.MatchString(got.Body) || got.Status < http.StatusBadRequest {
			t.Errorf("%v: status %d with a form", header, got.Status)
		}
	}
	stranger := s.Guest() // whose browser has never been here
	if got := stranger.Upload("/admin/imports", "package", "course.zip", []byte("x"), nil); keptValue.MatchString(got.Body) {
		t.Error("an upload from a browser that has never been here is kept")
	}
}

func TestAFileIsChosenAgain(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	s.Person("admin@example.org", access.RoleAdministrator)
	const page = "/admin/tracks/digital-literacy/enrol"
	const roster = "/admin/tracks/digital-literacy/roster"
	admin := s.As("admin@example.org")
	admin.Header.Set("Referer", s.URL+page)
	offered := []string{
		`enctype="multipart/form-data"`, `action="` + roster + `"`, `name="list" value="email ana@example.org"`, `type="file"`,
		"Choose again: oameni &amp; &#34;listă&#34;.csv", "The file was not kept", `href="` + page + `"`,
	}
	typed := map[string]string{"list": "email\nana@example.org", "current": "hidden words"}
	file := []byte("email\nfrom.the.file@example.org\n")
	const name = `oameni & "listă".csv`

	admin.Get("/verify")
	admin.Last.Body = webtest.FormToken.ReplaceAllString(admin.Last.Body, `name="csrf" value="old"`)
	lacks := []string{"from.the.file", "hidden words"}
	expired := admin.Upload(roster, "file", name, file, typed)
	expired.Check(t, http.StatusForbidden, append(offered, "Nothing was changed yet"), lacks)

	admin.Last = expired // and so with a good token
	s.NobodyIsLoggedIn()
	kept := admin.Upload(roster, "file", name, file, typed)
	kept.Check(t, http.StatusUnauthorized, []string{"What you wrote is kept on this page", "The file was not kept"}, lacks)
	admin.Last = kept
	in := admin.Post("/login", loggingIn(t, kept, "admin@example.org", webtest.Password))
	in.Check(t, http.StatusOK, append(offered, "You are logged in as"), lacks)
	admin.Last = in
	admin.Upload(roster, "file", name, file, map[string]string{"list": typed["list"]}).
		Check(t, http.StatusOK, []string{"from.the.file@example.org"}, nil)

	// An upload of any size is heard to its end, or the browser would show no answer; too long a list is not kept.
	s.NobodyIsLoggedIn()
	for _, send := range []struct {
		to, field string
		file      []byte
		others    map[string]string
		says      string
	}{
		{"/admin/imports", "package", make([]byte, 6<<20), nil, "The file was not kept"},
		{"/admin/imports", "package", make([]byte, 6<<20), map[string]string{"list": strings.Repeat("x", 300<<10)}, "too much for this page to keep"},
		{roster, "file", file, map[string]string{"list": strings.Repeat("x", 300<<10)}, "too much for this page to keep"},
	} {
		admin.Get("/verify")
		got := admin.Upload(send.to, send.field, "a.zip", send.file, send.others)
		got.Check(t, http.StatusUnauthorized, []string{send.says}, nil)
		if got.Header.Get("Connection") == "close" {
			t.Errorf("%s: the line was cut", send.says)
		}
	}
}
