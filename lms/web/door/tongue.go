package door

import (
	"github.com/gofiber/fiber/v2"

	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/web/views/ui"
)

// A public page has an address without a language, which speaks that of whoever reads, and one for each language, which speaks
// no other: /courses/x and /bg/courses/x. Links and forms of a page go to the first, so that a reader stays in their own
// language; machines, which have none, are led to the second by the head of the page and by the sitemap.

// hear takes the language out of the path, so that the table is searched for the rest.
func (v *Visit) hear() (heard bool) {
	tag, rest := i18n.CutPath(v.Path())
	if tag == "" {
		return false
	}
	v.tongue = tag
	v.Path(rest)
	return true
}

// speakTongue answers in the language of the address. A guest who comes by it and has chosen none goes on in it.
func (d *Door) speakTongue(v *Visit) error {
	if v.tongue == "" {
		return nil
	}
	if !v.route.Tongues {
		return fault.New(fault.NotFound, "error.not_found")
	}
	d.Speak(v, v.tongue)
	if !v.Actor.LoggedIn() && !v.route.Anonymous {
		v.Actor.Locale = v.tongue
		if !i18n.Known(v.Cookies(d.CookieName(LocaleCookie))) {
			d.SetCookie(v, LocaleCookie, v.tongue, LocaleLives)
		}
	}
	return nil
}

// robots are the addresses of the page for machines, which are never logged in.
func (d *Door) robots(v *Visit) ui.Robots {
	if v.route == nil || !v.route.Tongues || v.Method() == fiber.MethodPost || v.Actor.LoggedIn() {
		return ui.Robots{}
	}
	return ui.Robots{Canonical: d.BaseURL + i18n.InPath(v.P.Lang(), v.Path())}
}
