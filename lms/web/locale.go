package web

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/i18n"
)

// chooseLocale is for who is not logged in, or not yet known to be: the language they chose, else what their browser
// asks for, else the site's.
func (s *Server) chooseLocale(v *visit) {
	locale := v.Cookies(s.cookieName(localeCookie))
	if !i18n.Known(locale) {
		silent := i18n.Fallback
		if settings, err := s.House.Settings(v.UserContext()); err == nil {
			silent = settings.DefaultLocale
		}
		locale = i18n.Match(v.Get(fiber.HeaderAcceptLanguage), silent)
	}
	v.Actor = access.Guest(locale)
	s.speak(v, locale)
}

func (s *Server) speak(v *visit, locale string) { v.P = i18n.For(locale).In(v.zone()) }

// zone is the reader's time zone when a script has told it. The name is as it comes from a stranger; i18n knows the
// real ones.
func (v *visit) zone() string {
	zone, err := url.QueryUnescape(v.Cookies(zoneCookie))
	if err != nil || len(zone) > 64 {
		return ""
	}
	return zone
}

// chooseLanguage keeps the choice and goes back to where it was made.
func (s *Server) chooseLanguage(v *visit) error {
	locale := v.FormValue("locale")
	if !i18n.Known(locale) {
		return fault.New(fault.Invalid, "error.bad_request")
	}
	if v.Actor.LoggedIn() {
		if err := s.People.ChangeLocale(v.UserContext(), v.Actor, locale); err != nil {
			return err
		}
	}
	s.setCookie(v, localeCookie, locale, localeLives)
	return s.redirect(v, ownPath(v.FormValue("next")))
}

// ownPath is a path of this site to go on to, as far as next is one, else the home page: nobody is led elsewhere by a
// link that begins with our address.
func ownPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}
