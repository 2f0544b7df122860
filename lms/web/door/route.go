package door

import (
	"github.com/gofiber/fiber/v2"

	"vatra/lms/access"
	"vatra/lms/limits"
)

// Route is one row of the table.
type Route struct {
	Method string
	Path   string            // the pattern to match; a secret in it stays out of the log, which has the pattern
	Needs  access.Capability // what the visitor has to be allowed to
	Menu   string            // the catalogue key under which a menu leads here, for those who may
	Own    bool              // that entry stands under the visitor's own name, not in the menu of the house
	Limit  limits.Limit      // counted by network address; none when empty
	Body   int64             // the most bytes that a request may bring; FormBody when 0
	// Long routes move files: they have no deadline but those of the connection, and for each single statement that of a page.
	Long bool
	// Anonymous routes never ask who comes: no session is read, so they must need what a guest may do.
	Anonymous bool
	// Shared routes may be read by the scripts of any site (CORS, see https://fetch.spec.whatwg.org); never by a
	// visitor's session.
	Shared bool

	// Tongues routes are pages for everybody that have an address of their own in each language: see i18n.InPath.
	Tongues bool

	// Recent routes matter: whoever has not given their password for a while is asked for it again before they are answered,
	// and what they sent is kept meanwhile. See sessions.Recently.
	Recent bool

	// Signed routes have in their path what only we can have written, and change nothing but what it names. They take a post
	// that no page of ours has sent, and so neither ask for a form's token nor where it comes from (RFC 8058 section 3.2).
	Signed bool

	Handle func(*Visit) error

	section string // Menu of the entry that the page belongs to: see Sections
}

// The methods of routes.
const (
	Get  = fiber.MethodGet
	Post = fiber.MethodPost
)

// FormBody is enough for any form without files.
const FormBody = 256 << 10
