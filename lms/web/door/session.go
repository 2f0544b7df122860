package door

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/sessions"
)

// The cookies, by the names they have without https. Nobody else reads them, and none tracks anybody.
const (
	SessionCookie = "session" // the token of sessions.Session
	browserCookie = "browser" // what forms are bound to, see csrf.go
	LocaleCookie  = "locale"  // the language chosen by a guest
	zoneCookie    = "zone"    // the time zone, written by app.js
	flashCookie   = "flash"   // a message for the next page
)

// How long cookies live.
const (
	browserLives = 30 * 24 * time.Hour
	LocaleLives  = 365 * 24 * time.Hour
	flashLives   = 5 * time.Minute
)

// CookieName binds a cookie to this very host when the site is reached by https (RFC 6265bis, section 4.1.3.2), so that
// no neighbouring subdomain can plant it.
func (d *Door) CookieName(name string) string {
	if d.secure {
		return "__Host-" + name
	}
	return name
}

// SetCookie writes a cookie that scripts cannot read; a life of zero takes it away.
func (d *Door) SetCookie(v *Visit, name, value string, life time.Duration) {
	cookie := &fiber.Cookie{
		Name: d.CookieName(name), Value: value, Path: "/", HTTPOnly: true, Secure: d.secure,
		SameSite: fiber.CookieSameSiteLaxMode, MaxAge: int(life.Seconds()),
	}
	if life <= 0 {
		cookie.MaxAge, cookie.Expires = 0, time.Unix(1, 0)
	}
	v.Cookie(cookie)
}

// identify finds out who comes and in which language they read. A session that is over makes a guest.
func (d *Door) identify(v *Visit) error {
	v.identified = true
	v.Actor.From = d.from(v)
	token := v.Cookies(d.CookieName(SessionCookie))
	if token == "" {
		d.chooseLocale(v)
		return nil
	}
	session, err := d.Sessions.Current(v.UserContext(), token)
	if err == nil {
		v.Actor, v.recent = session.Actor, session.Recent
		v.Actor.From = d.from(v)
		d.Speak(v, v.Actor.Locale)
		return nil
	}
	d.chooseLocale(v)
	if fault.Is(err, fault.Unauthenticated) {
		d.SetCookie(v, SessionCookie, "", 0)
		return nil
	}
	return err
}

// Enter gives the browser its session after a login.
func (d *Door) Enter(v *Visit, session sessions.Session) {
	d.SetCookie(v, SessionCookie, session.Token, time.Until(session.ExpiresAt))
	d.Know(v, session.Actor.UserID)
	v.Actor = session.Actor
	v.Actor.From = d.from(v)
	d.Speak(v, session.Actor.Locale)
}

// Leave takes the session from the browser.
func (d *Door) Leave(v *Visit) {
	d.SetCookie(v, SessionCookie, "", 0)
	v.Actor = access.Guest(v.P.Lang())
}
