package door

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/pg"
	"vatra/lms/sessions"
	"vatra/lms/web/wellformed"
)

// Visit is one request and who makes it.
type Visit struct {
	*fiber.Ctx
	ID    string // in the log line and on error pages; made here, never taken from outside
	Actor access.Actor
	P     *i18n.Printer // the reader's language and time zone

	Running *sessions.Running // the attempt of theirs whose time is running; nil: none

	route      *Route // nil: nothing in the table matched
	tongue     string // the language that the address begins with, see tongue.go
	identified bool
	recent     bool   // they have given their password a short while ago
	refused    bool   // see Refuse
	framed     bool   // see Replay
	browser    string // what its forms are bound to, see csrf.go
	token      string // of those forms
}

// FormValue is a field of the form in the body, or what is given where there is none. The address of a request never
// speaks for its body: fiber's own would let a link fill in a form, and would take a password from an address, which is
// logged by everybody on the way.
func (v *Visit) FormValue(name string, otherwise ...string) string {
	if posted := v.Context().PostArgs(); posted.Has(name) {
		return string(posted.Peek(name))
	}
	if parts, err := v.MultipartForm(); err == nil && len(parts.Value[name]) > 0 {
		return parts.Value[name][0]
	}
	return cmp.Or(otherwise...)
}

// visitKey is where a request keeps its visit.
type visitKey struct{}

func visitOf(c *fiber.Ctx) *Visit {
	v, ok := c.Locals(visitKey{}).(*Visit)
	if !ok {
		v = &Visit{Ctx: c, ID: newRequestID(), Actor: access.Guest(i18n.Fallback), P: i18n.For(i18n.Fallback)}
		c.Locals(visitKey{}, v)
	}
	return v
}

func newRequestID() string {
	id, err := uuid.NewV7()
	if err != nil {
		return "unknown" // no randomness is to be had: the request still gets its answer
	}
	return id.String()
}

// Run is what every request of a route goes through before its handler.
func (d *Door) Run(route Route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v := visitOf(c)
		v.route = &route
		// Until the body is read nothing may take longer, however large it is.
		done := v.within(requestTime)
		defer func() { done() }()
		if route.Shared {
			v.Set(fiber.HeaderAccessControlAllowOrigin, "*")
			v.Set(fiber.HeaderAccessControlExposeHeaders, fiber.HeaderRetryAfter)
		}
		if err := wellformed.Address(v.Ctx); err != nil {
			return err
		}
		if err := d.checkBody(v); err != nil {
			return err
		}
		if err := d.meet(v); err != nil {
			return err
		}
		if err := d.checkOrigin(v); err != nil {
			return err
		}
		if err := v.Actor.Require(route.Needs); err != nil {
			if fault.Is(err, fault.Unauthenticated) && d.canSendAgain(v) {
				return d.showLogInFirst(v)
			}
			return err
		}
		// Before the token, which may be in the body itself.
		if route.Body > FormBody {
			deadline := time.Now().Add(d.timeFor(c))
			if err := c.Context().Conn().SetReadDeadline(deadline); err != nil {
				return err
			}
		}
		unproved := d.checkToken(v)
		done() // the body may have taken its time
		done = d.timeToAnswer(v)
		if unproved != nil {
			if fault.Is(unproved, fault.Forbidden) && d.canSendAgain(v) {
				return d.showSendAgain(v)
			}
			return unproved
		}
		if err := d.requireSecondStep(v); err != nil {
			return d.leadToSetUp(v, err)
		}
		if route.Recent && !v.recent {
			return d.askAgain(v)
		}
		if route.Limit != "" {
			if err := d.Limits.Take(v.UserContext(), route.Limit.Of(d.address(v))); err != nil {
				return err
			}
		}
		return route.Handle(v)
	}
}

// meet finds out who comes, and in which language they are answered.
func (d *Door) meet(v *Visit) error {
	if v.route.Anonymous {
		// Not by the site's settings: these routes must answer while the database is away.
		d.Speak(v, i18n.Match(v.Get(fiber.HeaderAcceptLanguage), i18n.Fallback))
	} else if err := d.identify(v); err != nil {
		return err
	}
	return d.speakTongue(v)
}

// timeToAnswer is for all that comes once the visitor and what they sent are known.
func (d *Door) timeToAnswer(v *Visit) (done func()) {
	if v.route.Long {
		v.SetUserContext(pg.Patient(v.UserContext(), requestTime))
		return func() {}
	}
	return v.within(d.timeFor(v.Ctx))
}

// within gives the visit a deadline until done, which may be called again.
func (v *Visit) within(limit time.Duration) (done func()) {
	whole := v.UserContext()
	ctx, cancel := context.WithTimeout(whole, limit)
	v.SetUserContext(ctx)
	return func() {
		cancel()
		v.SetUserContext(whole)
	}
}

const (
	// faultTime is for the page that says what went wrong, which may itself ask who is there.
	faultTime = 2 * time.Second
	// requestTime is how long a visitor waits for a page, however slow or stuck what it asks is. It is more than the slowest
	// honest page needs, on a small machine under load.
	requestTime = 10 * time.Second
	slowLine    = 4 << 10 // bytes a second
)

// TimeToCome is how long so many bytes may take on a slow line.
func TimeToCome(bytes int) time.Duration { return time.Duration(max(0, bytes)/slowLine) * time.Second }

func (d *Door) timeFor(c *fiber.Ctx) time.Duration {
	length := c.Request().Header.ContentLength()
	if d.SlowLine > 0 {
		return requestTime + time.Duration(length/d.SlowLine)*time.Second
	}
	return requestTime + TimeToCome(length)
}

// checkBody refuses what is too large before reading it. A body of unknown length is refused, since browsers always
// tell it; so is a packed one, which no browser sends and which could become larger than it says.
func (d *Door) checkBody(v *Visit) error {
	length := v.Request().Header.ContentLength()
	limit := cmp.Or(v.route.Body, FormBody)
	switch {
	case length == -1, len(v.Request().Header.ContentEncoding()) > 0:
		v.Context().SetConnectionClose()
		return fault.New(fault.Invalid, "error.bad_request")
	case int64(length) > limit:
		v.Context().SetConnectionClose()
		return fault.New(fault.TooLarge, "error.too_large", "Limit", v.P.Size(limit))
	}
	return nil
}

// address is the visitor's network address.
func (d *Door) address(v *Visit) string { return d.TrustedProxies.Address(v.Ctx) }

// Visitor is where the request comes from, for the rooms that let people in.
func (d *Door) Visitor(v *Visit) sessions.Visitor {
	browser, accounts := d.cookies.Known(v.Ctx)
	return sessions.Visitor{
		Address: d.address(v), Request: v.ID, Agent: v.Get(fiber.HeaderUserAgent), Token: v.Cookies(d.CookieName(SessionCookie)),
		Browser: browser, Knows: accounts,
	}
}

func (d *Door) from(v *Visit) access.Origin {
	return access.Origin{Address: d.address(v), Request: v.ID}
}

// wantsJSON reports whether a program asks: below /api, or by its Accept header.
func (v *Visit) wantsJSON() bool {
	return strings.HasPrefix(v.Path(), "/api/") || strings.HasPrefix(v.Get(fiber.HeaderAccept), fiber.MIMEApplicationJSON)
}

// changes reports whether the request's method may change something (RFC 9110, section 9.2.1).
func (v *Visit) changes() bool {
	switch v.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodOptions:
		return false
	}
	return true
}
