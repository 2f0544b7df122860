//go:build whole

package web_test

import (
	"testing"

	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/browsertest"
	"vatra/lms/i18n"
	"vatra/lms/web/webtest"
)

const (
	pageWeight = 30 << 10 // what any page may weigh on a first visit, all that it loads included
	homeWeight = 14 << 10 // what those may that people come to first, on a slow line: one round trip of TCP
	faceWeight = 18 << 10 // the home page has a picture for each track, which come after all that is read
)

// TestPagesOfTheShell looks at the home page and the login family in every language, on a phone and on a desk, light and
// dark.
func TestPagesOfTheShell(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	for i, l := range i18n.Languages() {
		t.Run(l.Tag, func(t *testing.T) {
			t.Parallel()
			options := browsertest.Options{Width: 360, Language: l.Tag, Dark: i%2 == 1}
			if i%3 == 2 {
				options.Width = 1280
			}
			b := browsertest.New(t, options)
			for _, path := range []string{"/", "/register", "/login", "/reset", "/register/sent", "/nosuch", "/pages/privacy", "/pages/contact"} {
				b.Open(s.URL + path)
				glance(b, options, l.Tag+path)
			}
			b.Open(s.URL + "/register")
			b.Click(i18n.For(l.Tag).T("register.button"))
			b.MustContain(i18n.For(l.Tag).T("shell.form_problem"))
			glance(b, options, l.Tag+"/refused")
		})
	}
}

// TestAHistoryIsSetAlike measures that what happened and why stand beside the day, or below it where the page is narrow,
// whichever event it is.
func TestAHistoryIsSetAlike(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	code := s.Award(uuid.Must(uuid.NewV7())).Code
	boss := uuid.Must(uuid.NewV7())
	webtest.Must(t, s.Awards.Revoke(t.Context(), s.DB, string(code), boss, "The exam was taken by another person than the holder"))
	webtest.Must(t, s.Awards.Reinstate(t.Context(), s.DB, string(code), boss, "The mistake was ours"))
	for _, width := range []int{320, 480, 600, 900} {
		b := browsertest.New(t, browsertest.Options{Width: width, Language: "en"})
		b.Open(s.URL + "/verify/" + code.Printed())
		b.Overflow()
		const places = `[...new Set([...document.querySelectorAll(".history li")].map((li) => {
			const day = li.querySelector("time").getBoundingClientRect()
			return [...li.querySelectorAll("div, strong")].map((e) => {
				const told = e.getBoundingClientRect()
				return told.left >= day.right ? "beside" : told.left === day.left && told.top >= day.bottom ? "below" : "astray"
			}).join()
		}))].join(" or ")`
		want := `"below,below"`
		if width == 900 {
			want = `"beside,beside"`
		}
		if set := b.Eval(places); set != want {
			t.Errorf("on a page of %d pixels what happened stands %s to its day", width, set)
		}
		if inside := b.Eval(`[...document.querySelectorAll(".history span")].every((e) => e.parentElement.matches("div"))`); inside != "true" {
			t.Errorf("on a page of %d pixels a reason stands outside its event", width)
		}
		b.Screenshot("history")
	}
}

// glance asks of the page that is shown what the house asks of every page. Whoever goes through the whole job runs axe in
// the light, so it runs here in the dark. On a desk the page is weighed too, which asks for it once more: not one that answers a form.
func glance(b *browsertest.Browser, options browsertest.Options, picture string) {
	b.Overflow()
	if options.Dark {
		b.Axe()
	}
	b.Validate()
	b.Screenshot(picture)
	if options.Width >= 1280 && !options.NoScript && !b.Posted() { // scripts only add
		b.MustWeigh(pageWeight)
	}
}

func TestFirstVisitIsLight(t *testing.T) {
	t.Parallel()
	weigh(webtest.WithPasskeys(t), map[string]int{"/": faceWeight, "/register": homeWeight, "/login": homeWeight, "/nosuch": pageWeight, "/pages/privacy": pageWeight})
}

// weigh fails when a first visit of a page moves more bytes than it may.
func weigh(s *webtest.Site, pages map[string]int) {
	s.T.Helper()
	for path, most := range pages {
		b := browsertest.New(s.T, browsertest.Options{Language: "bg"})
		b.Open(s.URL + path)
		b.MustWeigh(most)
	}
}

func TestAccountPageByKeyboardAndWithoutScripts(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	b := browsertest.New(t, browsertest.Options{Width: 360, NoScript: true, Language: "en"})
	b.Open(s.URL + "/account")
	b.Fill("E‑mail address", "ana@example.org")
	b.Fill("Password", webtest.Password)
	b.Press("Enter")
	b.MustContain("My account")
	b.Click("Menu")
	b.Click("My learning")
	b.MustContain("My learning")
	b.Click("Language: English")
	b.Click("Български")
	b.MustContain("Моето обучение")
	b.Click("Меню")
	b.Click("Изход")
	b.MustContain("Излязохте от профила си")
}

// TestAFormAloneStandsInTheMiddle measures, on a desk, the room to the left and to the right of what somebody fills in.
func TestAFormAloneStandsInTheMiddle(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	b := browsertest.New(t, browsertest.Options{Width: 1280, Language: "en"})
	for _, path := range []string{"/login", "/register", "/reset"} {
		b.Open(s.URL + path)
		const upright = `(() => {
			const form = document.querySelector("main .narrow").getBoundingClientRect()
			return Math.abs(form.left - (document.documentElement.clientWidth - form.right)) <= 2
		})()`
		if b.Eval(upright) != "true" {
			t.Errorf("%s leans to one side of the page", path)
		}
		b.Overflow()
	}
}

// TestACourseAndATrackHaveTheirCardBesideThem measures, on a desk, whether the way through them begins without scrolling.
func TestACourseAndATrackHaveTheirCardBesideThem(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	b := browsertest.New(t, browsertest.Options{Width: 1280, Language: "en"})
	for _, path := range []string{"/courses/digital-literacy-basics", "/tracks/digital-literacy"} {
		b.Open(s.URL + path)
		const beside = `(() => {
			const card = document.querySelector(".columns .beside").getBoundingClientRect(), title = document.querySelector("h1").getBoundingClientRect()
			return card.left > title.right && card.top <= title.bottom
		})()`
		if b.Eval(beside) != "true" {
			t.Errorf("%s has its card below its title", path)
		}
	}
}
