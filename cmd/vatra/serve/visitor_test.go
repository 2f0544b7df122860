//go:build whole

package serve_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"vatra/lms/browsertest"
	"vatra/lms/i18n"
)

// What a first visit of a page may move, in bytes: one round trip of TCP for the page that people come to from a link.
const (
	pageBudget   = 30 << 10
	courseBudget = 14 << 10
	lessonBudget = 20 << 10 // of the courses that come with Vatra, without their pictures
)

// visitor is one person at a browser of their own, who reads the site in one language. They find things by the words of
// the catalogue, as they are on the page.
type visitor struct {
	*browsertest.Browser
	t     *testing.T
	s     *site
	lang  string
	words *i18n.Printer
	phone bool // too narrow for the menu to stand open
	plain bool // without scripts
	quick bool // looks at no page closely, since others did
	seen  int
}

func (s *site) visitor(t *testing.T, options browsertest.Options) *visitor {
	t.Helper()
	return &visitor{
		Browser: browsertest.New(t, options), t: t, s: s, lang: options.Language, words: i18n.For(options.Language),
		phone: options.Width < 768, plain: options.NoScript,
	}
}

// say is what the catalogue calls a thing.
func (v *visitor) say(key string, args ...any) string { return v.words.T(key, args...) }

// click clicks what the catalogue names so.
func (v *visitor) click(key string, args ...any) {
	v.t.Helper()
	v.Click(v.say(key, args...))
}

// see waits for the catalogue's words.
func (v *visitor) see(keys ...string) {
	v.t.Helper()
	for _, key := range keys {
		v.MustContain(v.say(key))
	}
}

// look asks of the page that is shown what the house asks of every page, and pictures it.
func (v *visitor) look(name string) {
	v.t.Helper()
	v.lookWithin(name, pageBudget)
}

func (v *visitor) lookWithin(name string, budget int) {
	v.t.Helper()
	if v.Status() != http.StatusOK {
		v.t.Fatalf("%s answers %d:\n%s", v.URL(), v.Status(), v.Text())
	}
	v.inspect(name)
	if !v.quick && !v.plain { // scripts only add
		v.MustWeigh(budget)
	}
}

// lookAtRefusal is look for a page that says no.
func (v *visitor) lookAtRefusal(name string) {
	v.t.Helper()
	if v.Status() < 400 || v.Status() >= 500 {
		v.t.Fatalf("%s answers %d instead of a refusal:\n%s", v.URL(), v.Status(), v.Text())
	}
	v.inspect(name)
}

func (v *visitor) inspect(name string) {
	v.t.Helper()
	v.seen++
	v.Screenshot(fmt.Sprintf("%02d-%s", v.seen, name))
	if v.quick {
		return
	}
	v.Axe()
	v.Overflow()
	v.Validate()
}

// menu goes where a menu leads. On a phone there is one, which has to be opened first; on a desk what is one's own stands under
// one's name, and what the staff has at the side of their pages.
func (v *visitor) menu(key string) {
	v.t.Helper()
	switch {
	case v.phone:
		v.click("nav.menu")
	case slices.Contains([]string{"nav.certificates", "nav.account", "nav.logout"}, key):
		v.Eval(`document.querySelector("details.me").open = true`)
	case slices.Contains([]string{"nav.teaching", "nav.people", "nav.imports", "nav.staff_tracks", "nav.staff_certificates"}, key):
		v.In("header").Click(v.say("nav.desk"))
		v.Click(v.say(key))
		return
	}
	v.In("header").Click(v.say(key))
}

// enter logs in from wherever the visitor is.
func (v *visitor) enter(email string) {
	v.t.Helper()
	v.Open(v.s.BaseURL + "/login")
	v.Fill(v.say("account.email"), email)
	v.Fill(v.say("account.password"), password)
	v.click("login.button")
}

// bare is the text of a piece of HTML, as it is read.
func bare(source string) string {
	var text strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(source))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(text.String()), " ")
		case html.TextToken:
			text.Write(tokens.Text())
		}
	}
}
