package web

import (
	"net/netip"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"vatra/lms"
	"vatra/lms/fault"
	"vatra/lms/i18n"
)

// visit is one request and who makes it.
type visit struct {
	*fiber.Ctx
	ID    string // in the log line and on error pages; made here, never taken from outside
	Actor lms.Actor
	P     *i18n.Printer // the reader's language and time zone

	route      *Route // nil: nothing in the table matched
	identified bool
	browser    string // see csrf.go
}

// visitKey is where a request keeps its visit.
type visitKey struct{}

func visitOf(c *fiber.Ctx) *visit {
	v, ok := c.Locals(visitKey{}).(*visit)
	if !ok {
		v = &visit{Ctx: c, ID: newRequestID(), Actor: lms.Guest(i18n.Fallback), P: i18n.For(i18n.Fallback)}
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

// run is what every request of a route goes through before its handler.
func (s *Server) run(route Route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v := visitOf(c)
		v.route = &route
		if route.Shared {
			v.Set(fiber.HeaderAccessControlAllowOrigin, "*")
			v.Set(fiber.HeaderAccessControlExposeHeaders, fiber.HeaderRetryAfter)
		}
		if err := s.checkBody(v); err != nil {
			return err
		}
		if route.Anonymous {
			// Not by the site's settings: these routes must answer while the database is away.
			s.speak(v, i18n.Match(v.Get(fiber.HeaderAcceptLanguage), i18n.Fallback))
		} else if err := s.identify(v); err != nil {
			return err
		}
		if err := s.checkOrigin(v); err != nil {
			return err
		}
		if err := v.Actor.Require(route.Needs); err != nil {
			return err
		}
		if err := s.checkToken(v); err != nil {
			return err
		}
		if route.Limit != "" {
			if err := s.Limits.Take(v.UserContext(), lms.Hit{Limit: route.Limit, Whose: v.Address()}); err != nil {
				return err
			}
		}
		return route.handle(v)
	}
}

// checkBody refuses what is too large before reading it. A body of unknown length is refused, since browsers always
// tell it; so is a packed one, which no browser sends and which could become larger than it says.
func (s *Server) checkBody(v *visit) error {
	length := v.Request().Header.ContentLength()
	limit := v.route.Body
	if limit == 0 {
		limit = formBody
	}
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

// Address is the visitor's network address. What a proxy says of it is believed only of a proxy that stands on this
// machine or in a private network, and only the last entry that is not private itself.
func (v *visit) Address() string {
	peer, ok := netip.AddrFromSlice(v.Context().RemoteIP())
	if !ok {
		return ""
	}
	peer = peer.Unmap()
	if !nearby(peer) {
		return peer.String()
	}
	entries := strings.Split(v.Get(fiber.HeaderXForwardedFor), ",")
	for i := len(entries) - 1; i >= 0; i-- {
		entry, err := netip.ParseAddr(strings.TrimSpace(entries[i]))
		if err != nil {
			break
		}
		peer = entry.Unmap()
		if !nearby(peer) {
			break
		}
	}
	return peer.String()
}

// nearby reports whether an address is of this machine or a private network.
func nearby(a netip.Addr) bool { return a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() }

// direct reports whether the request came from nearby and through no proxy, as a monitoring system's does.
func (v *visit) direct() bool {
	peer, ok := netip.AddrFromSlice(v.Context().RemoteIP())
	return ok && nearby(peer.Unmap()) && v.Get(fiber.HeaderXForwardedFor) == "" && v.Get(fiber.HeaderForwarded) == ""
}

// Visitor is where the request comes from, for lms.People.
func (s *Server) visitor(v *visit) lms.Visitor {
	return lms.Visitor{Address: v.Address(), Agent: v.Get(fiber.HeaderUserAgent), Token: v.Cookies(s.cookieName(sessionCookie))}
}

// wantsJSON reports whether a program asks: below /api, or by its Accept header.
func (v *visit) wantsJSON() bool {
	return strings.HasPrefix(v.Path(), "/api/") || strings.HasPrefix(v.Get(fiber.HeaderAccept), fiber.MIMEApplicationJSON)
}

// changes reports whether the request's method may change something (RFC 9110, section 9.2.1).
func (v *visit) changes() bool {
	switch v.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodOptions:
		return false
	}
	return true
}
