package door

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/web/views/ui"
)

// A public page has an address without a language, which speaks that of whoever reads, and one for each language, which speaks
// no other: /courses/x and /bg/courses/x. Links and forms of a page go to the first, so that a reader stays in their own
// language; machines, which have none, are led to the second by the head of the page and by the sitemap.

// InTongue is the address of a path in a language.
func InTongue(tag, path string) string { return "/" + tag + path }

// cutTongue is a path without the language that it begins with; none in tag where there is none.
func cutTongue(path string) (tag, rest string) {
	tag, rest, _ = strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if !strings.HasPrefix(path, "/") || !i18n.Known(tag) {
		return "", path
	}
	return tag, "/" + rest
}

// WithoutTongue is the address that speaks the language of its reader. What is left of one that a stranger gave may lead
// elsewhere: OwnPath comes after.
func WithoutTongue(path string) string {
	way, query, asked := strings.Cut(path, "?")
	_, rest := cutTongue(way)
	if asked {
		rest += "?" + query
	}
	return rest
}

// hear takes the language out of the path, so that the table is searched for the rest.
func (v *Visit) hear() (heard bool) {
	tag, rest := cutTongue(v.Ctx.Path())
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
func (d *Door) robots(v *Visit, silent string) ui.Robots {
	if v.route == nil || !v.route.Tongues || v.Method() == fiber.MethodPost || v.Actor.LoggedIn() {
		return ui.Robots{}
	}
	robots := ui.Robots{Canonical: d.BaseURL + InTongue(v.P.Lang(), v.Ctx.Path())}
	for _, language := range i18n.Languages() {
		robots.Alternates = append(robots.Alternates, ui.Alternate{Lang: language.Tag, URL: d.BaseURL + InTongue(language.Tag, v.Ctx.Path())})
	}
	// Whoever reads none of these languages gets the site's, at the other address too.
	robots.Alternates = append(robots.Alternates, ui.Alternate{Lang: "x-default", URL: d.BaseURL + InTongue(silent, v.Ctx.Path())})
	return robots
}
