package door

import (
	"bytes"

	"github.com/gofiber/fiber/v2"

	"vatra/lms/fault"
)

// checkMessage refuses what HTTP does not allow and the server below lets pass: a coding that does not say where the body ends
// (RFC 9112, section 6.3), and a Host that is no host (section 3.2). The connection ends with it, since what stands before this
// server may have read on elsewhere.
func checkMessage(c *fiber.Ctx) error {
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
