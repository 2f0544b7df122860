package web_test

import (
	"html"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/browsertest"
	"vatra/lms/i18n"
)

// nobodyIsLoggedIn ends all sessions, as time does.
func (s *site) nobodyIsLoggedIn() {
	s.t.Helper()
	_, err := s.DB.Pool.Exec(s.t.Context(), `DELETE FROM sessions`)
	must(s.t, err)
}

var keptValue = regexp.MustCompile(`name="kept" value="([^"]+)"`)

// loggingIn are the fields of a login beside a form that the page keeps.
func loggingIn(t *testing.T, page answer, email, password string) url.Values {
	t.Helper()
	found := keptValue.FindStringSubmatch(page.Body)
	if found == nil {
		t.Fatalf("the page keeps no form:\n%s", page.Body)
	}
	return form("email", email, "password", password, "kept", html.UnescapeString(found[1]))
}

func TestAFormOfWhoIsNotLoggedInAnyMoreIsKept(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("ana@example.org", access.RoleLearner)
	s.person("ion@example.org", access.RoleLearner)
	ana := s.as("ana@example.org")
	ana.get("/account")
	s.nobodyIsLoggedIn()
	ana.header.Set("Referer", s.url+"/account")
	fields := form("name", `Ana "Nuța" <Pop>`, "password", "secret words", "current", "older words")
	kept := ana.post("/account/name?x=1", fields)
	kept.check(t, http.StatusUnauthorized,
		[]string{"Please log in", "What you wrote is kept on this page", `action="/login"`}, []string{"secret words", "chosen again"})
	if cached := kept.Header.Get("Cache-Control"); cached != "no-store" {
		t.Errorf("what was typed may be kept by the browser: %q", cached)
	}

	ana.last = kept
	again := ana.post("/login", loggingIn(t, kept, "ana@example.org", "a wrong one"))
	again.check(t, http.StatusUnauthorized, []string{"What you wrote is kept on this page", "is not right"}, nil)
	ana.last = again
	in := ana.post("/login", loggingIn(t, again, "ana@example.org", password))
	in.check(t, http.StatusOK, []string{
		`action="/account/name?x=1"`, `name="name" value="Ana &#34;Nuța&#34; &lt;Pop&gt;"`, "You are logged in as Ana Ștefănescu",
		`href="/account"`, "Send again",
	}, []string{"secret words", "older words", fields.Get("csrf")})
	if cached := in.Header.Get("Cache-Control"); cached != "no-store" {
		t.Errorf("what was typed may be kept by the browser: %q", cached)
	}
	if strings.Contains(ana.get("/account").Body, "Nuța") {
		t.Fatal("the form was sent without a click")
	}
	ana.last = in
	ana.follow(ana.post("/account/name", form("name", "Ana Nuța"))).check(t, http.StatusOK, []string{`value="Ana Nuța"`}, nil)

	// The page belongs to its browser: another one gets no form out of it, and nobody one that was changed.
	ion := s.guest()
	ion.get("/login")
	if got := ion.post("/login", loggingIn(t, kept, "ion@example.org", password)); got.Status != http.StatusSeeOther {
		t.Errorf("another browser is shown what was typed here: %d", got.Status)
	}
	changed := loggingIn(t, kept, "ana@example.org", password)
	changed.Set("kept", "A"+changed.Get("kept"))
	ana.post("/logout", nil)
	ana.get("/login")
	if got := ana.post("/login", changed); got.Status != http.StatusSeeOther {
		t.Errorf("a form that was tampered with is shown: %d", got.Status)
	}
}

func TestWhatAnotherSiteMadeUpIsNotKept(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("admin@example.org", access.RoleAdministrator)
	for _, header := range []http.Header{{}, {"Sec-Fetch-Site": {"none"}}, {"Origin": {"https://evil.example"}}} {
		guest := s.guest()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/account/name",
			strings.NewReader(form("name", "Made Up").Encode()))
		must(t, err)
		request.Header = header
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if got := guest.send(request); keptValue.MatchString(got.Body) || got.Status < http.StatusBadRequest {
			t.Errorf("%v: status %d with a form", header, got.Status)
		}
	}
	stranger := s.guest() // whose browser has never been here
	if got := stranger.upload("/admin/imports", "package", "course.zip", []byte("x"), nil); keptValue.MatchString(got.Body) {
		t.Error("an upload from a browser that has never been here is kept")
	}
}

func TestAFileIsChosenAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("admin@example.org", access.RoleAdministrator)
	const page = "/admin/tracks/digital-literacy/enrol"
	const roster = "/admin/tracks/digital-literacy/roster"
	admin := s.as("admin@example.org")
	admin.header.Set("Referer", s.url+page)
	offered := []string{
		`enctype="multipart/form-data"`, `action="` + roster + `"`, `name="list" value="email ana@example.org"`, `type="file"`,
		"Choose again: oameni &amp; &#34;listă&#34;.csv", "Nothing was taken of the file", `href="` + page + `"`,
	}
	typed := map[string]string{"list": "email\nana@example.org", "current": "hidden words"}
	file := []byte("email\nfrom.the.file@example.org\n")
	const name = `oameni & "listă".csv`

	admin.get("/verify")
	admin.last.Body = formToken.ReplaceAllString(admin.last.Body, `name="csrf" value="old"`)
	lacks := []string{"from.the.file", "hidden words"}
	expired := admin.upload(roster, "file", name, file, typed)
	expired.check(t, http.StatusForbidden, append(offered, "Nothing was changed yet"), lacks)

	admin.last = expired // and so with a good token
	s.nobodyIsLoggedIn()
	kept := admin.upload(roster, "file", name, file, typed)
	kept.check(t, http.StatusUnauthorized, []string{"What you wrote is kept on this page", "Nothing was taken of the file"}, lacks)
	admin.last = kept
	in := admin.post("/login", loggingIn(t, kept, "admin@example.org", password))
	in.check(t, http.StatusOK, append(offered, "You are logged in as"), lacks)
	admin.last = in
	admin.upload(roster, "file", name, file, map[string]string{"list": typed["list"]}).
		check(t, http.StatusOK, []string{"from.the.file@example.org"}, nil)

	// An upload of any size is heard to its end, or the browser would show no answer; too long a list is not kept.
	s.nobodyIsLoggedIn()
	for _, send := range []struct {
		to, field string
		file      []byte
		others    map[string]string
		says      string
	}{
		{"/admin/imports", "package", make([]byte, 6<<20), nil, "Nothing was taken of the file"},
		{"/admin/imports", "package", make([]byte, 6<<20), map[string]string{"list": strings.Repeat("x", 300<<10)}, "too much for this page to keep"},
		{roster, "file", file, map[string]string{"list": strings.Repeat("x", 300<<10)}, "too much for this page to keep"},
	} {
		admin.get("/verify")
		got := admin.upload(send.to, send.field, "a.zip", send.file, send.others)
		got.check(t, http.StatusUnauthorized, []string{send.says}, nil)
		if got.Header.Get("Connection") == "close" {
			t.Errorf("%s: the line was cut", send.says)
		}
	}
}

// TestAFormThatWaitsForALogin goes through it as a person does, with scripts and without.
func TestAFormThatWaitsForALogin(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	list := filepath.Join(t.TempDir(), "people.csv")
	must(t, os.WriteFile(list, []byte("email\nana@example.org\n"), 0o600))
	for tag, options := range map[string]browsertest.Options{
		"ro": {Width: 360, NoScript: true},
		"mk": {Width: 1280, Dark: true},
	} {
		email := tag + "@example.org"
		s.person(email, access.RoleAdministrator, tag)
		t.Run(tag, func(t *testing.T) {
			t.Parallel()
			options.Language = tag
			words := i18n.For(tag)
			b := browsertest.New(t, options)
			logIn := func() {
				b.Fill(words.T("account.email"), email)
				b.Fill(words.T("account.password"), password)
				b.In("main").Click(words.T("login.button"))
			}
			expire := func() {
				_, err := s.DB.Pool.Exec(t.Context(), `DELETE FROM sessions USING users
					WHERE users.id = user_id AND users.email = $1`, email)
				must(t, err)
			}
			b.Open(s.url + "/login?next=/admin/tracks/digital-literacy/enrol")
			logIn()
			b.Upload(words.T("staff.roster_file"), list)
			expire()
			b.Click(words.T("staff.enrol_list"))
			b.MustContain(words.T("login.kept"), words.T("error.form_no_file"))
			b.Axe()
			glance(b, options, tag+"/kept")
			logIn()
			again := words.T("error.form_file", "Name", "people.csv")
			b.MustContain(words.T("login.kept_send", "Name", "Ana Ștefănescu"))
			b.Axe()
			glance(b, options, tag+"/again")
			b.Upload(again, list)
			b.Click(words.T("error.form_send"))
			b.MustContain(words.T("staff.roster_report"), "ana@example.org")

			b.Open(s.url + "/account")
			b.Fill(words.T("account.name"), "Ana-Maria Pop")
			expire()
			b.Press("Enter")
			b.MustContain(words.T("login.kept"))
			b.MustNotContain(words.T("error.form_no_file"))
			logIn()
			b.Click(words.T("error.form_send"))
			if name := b.Value(words.T("account.name")); name != "Ana-Maria Pop" {
				t.Errorf("the name is %q", name)
			}
			b.Problems() // the browser's own remarks on the status of the answers
		})
	}
}
