package web

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/people"
)

// The cookies, by the names they have without https. None is read by anybody but us, and none is for following anyone.
const (
	sessionCookie = "session" // the token of lms.Session
	browserCookie = "browser" // what forms are bound to, see csrf.go
	localeCookie  = "locale"  // the language chosen by a guest
	zoneCookie    = "zone"    // the time zone, written by app.js
	flashCookie   = "flash"   // a message for the next page
)

const (
	browserLives = 30 * 24 * time.Hour
	localeLives  = 365 * 24 * time.Hour
	flashLives   = 5 * time.Minute
)

// cookieName binds a cookie to this very host when the site is reached by https (RFC 6265bis, section 4.1.3.2), so that
// no neighbouring subdomain can plant it.
func (s *Server) cookieName(name string) string {
	if s.secure {
		return "__Host-" + name
	}
	return name
}

// setCookie writes a cookie that scripts cannot read; a life of zero takes it away.
func (s *Server) setCookie(v *visit, name, value string, life time.Duration) {
	cookie := &fiber.Cookie{
		Name: s.cookieName(name), Value: value, Path: "/", HTTPOnly: true, Secure: s.secure,
		SameSite: fiber.CookieSameSiteLaxMode, MaxAge: int(life.Seconds()),
	}
	if life <= 0 {
		cookie.MaxAge, cookie.Expires = 0, time.Unix(1, 0)
	}
	v.Cookie(cookie)
}

// identify finds out who comes and in which language they read. A session that is over makes a guest.
func (s *Server) identify(v *visit) error {
	v.identified = true
	s.chooseLocale(v)
	token := v.Cookies(s.cookieName(sessionCookie))
	if token == "" {
		return nil
	}
	actor, err := s.People.Session(v.UserContext(), token)
	switch {
	case fault.Is(err, fault.Unauthenticated):
		s.setCookie(v, sessionCookie, "", 0)
		return nil
	case err != nil:
		return err
	}
	v.Actor = actor
	s.speak(v, actor.Locale)
	return nil
}

// enter gives the browser its session after a login.
func (s *Server) enter(v *visit, session people.Session) {
	s.setCookie(v, sessionCookie, session.Token, time.Until(session.ExpiresAt))
	v.Actor = session.Actor
	s.speak(v, session.Actor.Locale)
}

// leave takes the session from the browser.
func (s *Server) leave(v *visit) {
	s.setCookie(v, sessionCookie, "", 0)
	v.Actor = access.Guest(v.P.Lang())
}
