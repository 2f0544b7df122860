package door

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"time"

	"vatra/lms/text"
	"vatra/lms/web/wellformed"

	"github.com/gofiber/fiber/v2"
)

// The policy allows what the pages need and nothing else (CSP level 3): no inline script or style, no other origin, no
// frame around a page.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; media-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// OneYear in seconds.
const OneYear = "31536000"

func (d *Door) protect(c *fiber.Ctx) {
	c.Set(fiber.HeaderContentSecurityPolicy, contentPolicy)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	// Links in mails hold a secret in their path: it goes to no other site. Ours needs the Origin header, which
	// "no-referrer" would take away.
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")
	c.Set(fiber.HeaderXFrameOptions, "DENY")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	if d.secure {
		c.Set(fiber.HeaderStrictTransportSecurity, "max-age="+OneYear)
	}
}

// Frame is around every request: it protects the answer, turns a panic into an error page, counts, and writes the one
// log line.
func (d *Door) Frame(c *fiber.Ctx) error {
	began := time.Now()
	v := visitOf(c)
	if v.framed {
		return c.Next()
	}
	v.framed = true
	d.protect(c)
	defer d.metrics.Begin()()
	err := wellformed.Message(c)
	if err == nil {
		next := c.Next
		if v.hear() {
			next = c.RestartRouting
		}
		err = guarded(next)
	}
	if err != nil {
		if failing := guarded(func() error { return d.fail(c, err) }); failing != nil {
			// The error page itself cannot be drawn: a line without any part that could be at fault.
			c.Status(fiber.StatusInternalServerError)
			c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
			err = errors.Join(err, failing, c.SendString("Error "+text.SpokenCode(v.ID)+"\n"))
		}
	}
	finishBody(c)
	d.note(v, time.Since(began), err)
	return nil
}

// Unframed answers what could not even be read as a request, so that nothing of it is known: no language, no cookie.
func (d *Door) Unframed(c *fiber.Ctx, err error) error {
	began := time.Now()
	v := visitOf(c)
	d.protect(c)
	status := fiber.StatusBadRequest
	if e, ok := errors.AsType[*fiber.Error](err); ok {
		status = e.Code
	}
	c.Context().SetConnectionClose()
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	sending := c.Status(status).SendString("Error " + text.SpokenCode(v.ID) + "\n")
	d.note(v, time.Since(began), err)
	return sending
}

// leftover is how much of a body that nobody wanted is still read, so that its sender gets to see the answer.
const leftover = 4 << 20

// finishBody reads what is left of the request's body. The server would take it for the next request of the connection,
// which whoever wrote the body could have made up; where too much is left, the connection ends.
func finishBody(c *fiber.Ctx) {
	if !c.Request().IsBodyStream() {
		return
	}
	body := c.Context().RequestBodyStream()
	if body == nil {
		return
	}
	read, err := io.Copy(io.Discard, io.LimitReader(body, leftover))
	if err != nil || read == leftover {
		c.Context().SetConnectionClose()
	}
}

// guarded turns a panic into an error with the place where it began.
func guarded(work func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("panic: %v\n%s", value, debug.Stack())
		}
	}()
	return work()
}

// note writes the log line. It has the route's pattern and never the address that was asked for, which may hold a
// secret, and the error only where it is ours.
func (d *Door) note(v *Visit, took time.Duration, err error) {
	pattern := "none"
	if v.route != nil {
		pattern = v.route.Path
	}
	status := v.Response().StatusCode()
	d.metrics.Count(v.Method(), pattern, status, took)
	level := slog.LevelInfo
	switch {
	case status >= fiber.StatusInternalServerError:
		level = slog.LevelError
	case pattern == "/healthz", pattern == "/readyz", pattern == "/metrics":
		level = slog.LevelDebug
	}
	size := v.Response().Header.ContentLength()
	if !v.Response().IsBodyStream() {
		size = len(v.Response().Body())
	}
	attributes := []slog.Attr{
		slog.String("id", v.ID), slog.String("method", v.Method()), slog.String("route", pattern),
		slog.Int("status", status), slog.Float64("ms", float64(took.Microseconds())/1000), slog.Int("bytes", size),
	}
	if v.Actor.LoggedIn() {
		attributes = append(attributes, slog.String("user", v.Actor.UserID.String()))
	}
	if status >= fiber.StatusBadRequest {
		attributes = append(attributes, slog.String("code", text.SpokenCode(v.ID)))
	}
	if err != nil && status != fiber.StatusNotFound {
		attributes = append(attributes, slog.String("error", err.Error()))
	}
	d.Log.LogAttrs(v.UserContext(), level, "request", attributes...)
}

// SendMetrics answers with the metrics of this server.
func (d *Door) SendMetrics(v *Visit) error { return d.metrics.Send(v.Ctx) }
