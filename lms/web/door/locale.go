package door

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"vatra/lms/access"
	"vatra/lms/i18n"
)

// chooseLocale is for visitors who are not logged in, or not yet known to be: the language they chose, else what their browser
// asks for, else the site's.
func (d *Door) chooseLocale(v *Visit) {
	locale := v.Cookies(d.CookieName(LocaleCookie))
	if !i18n.Known(locale) {
		silent := i18n.Fallback
		if settings, err := d.House.Settings(v.UserContext()); err == nil {
			silent = settings.DefaultLocale
		}
		locale = i18n.Match(v.Get(fiber.HeaderAcceptLanguage), silent)
	}
	v.Actor = access.Guest(locale)
	d.Speak(v, locale)
}

// Speak answers this visit in the language, with the visitor's time zone.
func (d *Door) Speak(v *Visit, locale string) { v.P = i18n.For(locale).In(v.zone()) }

// zone is the reader's time zone when a script has told it. The name is as it comes from a stranger; i18n knows the
// real ones.
func (v *Visit) zone() string {
	zone, err := url.QueryUnescape(v.Cookies(zoneCookie))
	if err != nil || len(zone) > 64 {
		return ""
	}
	return zone
}
