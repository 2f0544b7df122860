package door

import (
	"time"

	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/sessions"
)

// The cookies, by the names they have without https. Nobody else reads them, and none tracks anybody.
const (
	SessionCookie = "session" // the token of sessions.Session
	LocaleCookie  = "locale"  // the language that a guest goes on in: chosen, or that of whoever was logged in
	zoneCookie    = "zone"    // the time zone, written by app.js
	flashCookie   = "flash"   // a message for the next page
)

// How long cookies live.
const (
	LocaleLives = 365 * 24 * time.Hour
	flashLives  = 5 * time.Minute
)

// CookieName is what a cookie of ours is called on this site: see cookies.Jar.
func (d *Door) CookieName(name string) string { return d.cookies.Name(name) }

// SetCookie writes a cookie that scripts cannot read; a life of zero takes it away.
func (d *Door) SetCookie(v *Visit, name, value string, life time.Duration) {
	d.cookies.Set(v.Ctx, name, value, life)
}

// Know lets the account know this browser, whose owner has proved here who they are.
func (d *Door) Know(v *Visit, account uuid.UUID) { d.cookies.Know(v.Ctx, account) }

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
		v.Actor, v.recent, v.Running = session.Actor, session.Recent, session.Running
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
	d.keepLocale(v, session.Actor.Locale)
	v.Actor = session.Actor
	v.Actor.From = d.from(v)
	d.Speak(v, session.Actor.Locale)
}

// Leave takes the session from the browser.
func (d *Door) Leave(v *Visit) {
	d.SetCookie(v, SessionCookie, "", 0)
	d.keepLocale(v, v.P.Lang())
	v.Actor = access.Guest(v.P.Lang())
}

// keepLocale lets the browser go on in the language of whoever was logged in, once their session has ended.
func (d *Door) keepLocale(v *Visit, locale string) {
	if v.Cookies(d.CookieName(LocaleCookie)) != locale {
		d.SetCookie(v, LocaleCookie, locale, LocaleLives)
	}
}
