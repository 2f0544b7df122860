package door

import (
	"errors"
	"os"

	"github.com/gofiber/fiber/v2"

	"vatra/content/blobs"
	"vatra/lms/fault"
	"vatra/lms/web/cookies"
)

// A form is taken when two things hold: the browser says that it comes from this site, and it carries a token that is
// bound to this browser (a signed cookie, which guests have too) and to the person who is logged in. It is bound to the person and
// not to the session, so a page that was left open still sends after its reader has logged in again.

// tokenHeader is for scripts.
const tokenHeader = "X-Csrf-Token" //nolint:gosec // the name of a header

// tooSlow tells a body that did not come in its time from one for which there was no room here.
func tooSlow(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return fault.Wrap(err, fault.Invalid, slowFault)
	}
	return err
}

func expired() error { return fault.New(fault.Forbidden, "error.form_expired") }

// checkOrigin refuses a change that another site's page asks for (Fetch Metadata; else the Origin header). Programs,
// which send neither, rest on the token.
func (d *Door) checkOrigin(v *Visit) error {
	if !v.changes() || v.route != nil && v.route.Signed {
		return nil
	}
	switch v.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return nil
	case "":
	default:
		return expired()
	}
	claimed := v.Get(fiber.HeaderOrigin)
	if claimed == "" {
		return nil
	}
	// The site's own address counts, and the one at which it was reached, say that of the machine on the office's network.
	host := string(v.Request().Host())
	if claimed == d.origin || host != d.host && claimed == v.Protocol()+"://"+host {
		return nil
	}
	return expired()
}

func (d *Door) checkToken(v *Visit) error {
	if !v.changes() || v.route.Signed {
		return nil
	}
	given := v.Get(tokenHeader)
	if given == "" {
		if _, err := v.MultipartForm(); blobs.Away(err) || errors.Is(err, os.ErrDeadlineExceeded) {
			return tooSlow(err) // not taken for reasons of its own: the token may be as good as it likes
		}
		given = v.FormValue(cookies.TokenField)
	}
	browser, known := d.knownBrowser(v)
	if !known || !d.cookies.Proves(given, browser, v.Actor.UserID.String()) {
		return expired()
	}
	return nil
}

// sentFromHere reports whether the browser itself says that one of our pages has sent the request.
func (d *Door) sentFromHere(v *Visit) bool {
	if site := v.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin"
	}
	return v.Get(fiber.HeaderOrigin) != "" && d.checkOrigin(v) == nil
}

// token is for the forms of a page: one for all of them.
func (d *Door) token(v *Visit) string {
	if v.token != "" {
		return v.token
	}
	if _, known := d.knownBrowser(v); !known {
		v.browser = d.cookies.NewBrowser(v.Ctx)
	}
	v.token = d.cookies.Token(v.browser, v.Actor.UserID.String())
	return v.token
}

func (d *Door) knownBrowser(v *Visit) (string, bool) {
	if v.browser != "" {
		return v.browser, true
	}
	browser, ok := d.cookies.Browser(v.Ctx)
	if ok {
		v.browser = browser
	}
	return browser, ok
}
