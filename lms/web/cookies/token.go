package cookies

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"time"

	"github.com/gofiber/fiber/v2"
)

// TokenField of a form has its token.
const TokenField = "csrf"

const (
	browserCookie = "browser" // what forms are bound to
	browserLives  = 30 * 24 * time.Hour
	macBytes      = 16
)

// Browser is the id to which the forms of this browser are bound; false for one that has none of ours.
func (j *Jar) Browser(c *fiber.Ctx) (string, bool) { return j.Signed(c, browserCookie) }

// NewBrowser gives the browser an id.
func (j *Jar) NewBrowser(c *fiber.Ctx) string {
	fresh := make([]byte, macBytes)
	_, _ = rand.Read(fresh) // never fails: it ends the program instead
	browser := base64.RawURLEncoding.EncodeToString(fresh)
	j.SetSigned(c, browserCookie, browser, browserLives)
	return browser
}

// Token is for the forms of a page that somebody reads in a browser. It looks different each time, since pages are compressed
// and a page that repeats what its reader typed would else give the token away by its size (BREACH).
func (j *Jar) Token(browser, whose string) string {
	masked := make([]byte, 2*macBytes)
	_, _ = rand.Read(masked[:macBytes])
	subtle.XORBytes(masked[macBytes:], j.tokenFor(browser, whose), masked[:macBytes])
	return base64.RawURLEncoding.EncodeToString(masked)
}

// Proves reports whether the token is one of that browser and that person.
func (j *Jar) Proves(token, browser, whose string) bool {
	masked, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(masked) != 2*macBytes {
		return false
	}
	subtle.XORBytes(masked[macBytes:], masked[macBytes:], masked[:macBytes])
	return subtle.ConstantTimeCompare(masked[macBytes:], j.tokenFor(browser, whose)) == 1
}

func (j *Jar) tokenFor(browser, whose string) []byte {
	return j.mac(TokenField, browser, whose)[:macBytes]
}
