// Package wellformed refuses requests that HTTP does not allow, or that are no text, before anything is made of them.
package wellformed

import (
	"bytes"
	"net/url"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"vatra/lms/fault"
)

// Message refuses what HTTP does not allow and the server below lets pass: a coding that does not say where the body ends
// (RFC 9112, section 6.3), and a Host that is no host (section 3.2). The connection ends with it, since what stands before this
// server may have read on elsewhere. Invalid error.bad_request.
func Message(c *fiber.Ctx) error {
	const chunks = -1 // the length of what comes in chunks
	header := &c.Request().Header
	coded := header.ContentLength() != chunks && names(header.RawHeaders(), "transfer-encoding:")
	if !coded && !bytes.ContainsAny(header.Host(), `@/\?#`) {
		return nil
	}
	c.Context().SetConnectionClose()
	return fault.New(fault.Invalid, "error.bad_request")
}

// names reports whether a line of the headers begins with that name, however it is written.
func names(headers []byte, name string) bool {
	for line := range bytes.Lines(headers) {
		if len(line) >= len(name) && bytes.EqualFold(line[:len(name)], []byte(name)) {
			return true
		}
	}
	return false
}

// Address refuses what is no text in an address: NotFound error.not_found for a path, Invalid error.bad_request for what is asked
// of it. No database keeps such bytes, and no page of ours leads there. Forms are the handlers' own: they say at the field what
// is wrong.
func Address(c *fiber.Ctx) error {
	path, err := url.PathUnescape(c.Path())
	if err != nil || !isText([]byte(path)) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	for name, value := range c.Context().QueryArgs().All() {
		if !isText(name) || !isText(value) {
			return fault.New(fault.Invalid, "error.bad_request")
		}
	}
	return nil
}

func isText(given []byte) bool { return utf8.Valid(given) && bytes.IndexByte(given, 0) < 0 }
