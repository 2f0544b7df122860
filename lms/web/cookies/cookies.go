// Package cookies owns what a browser carries for us between requests: cookies that stay with this site, texts that are signed
// so that they come back as they went out, the tokens of forms, and the accounts that know a browser. It knows no page and no
// route.
package cookies

import (
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Jar writes and reads the cookies of one site.
type Jar struct {
	secure bool
	keyed  *sync.Pool // of hash.Hash, which have taken the secret in already
}

// New is the jar of a site with the secret, of at least SecretBytes. secure is for one that is reached by https.
func New(secret []byte, secure bool) *Jar { return &Jar{secure: secure, keyed: keyed(secret)} }

// Name binds a cookie to this very host when the site is reached by https (RFC 6265bis, section 4.1.3.2), so that no
// neighbouring subdomain can plant it.
func (j *Jar) Name(name string) string {
	if j.secure {
		return "__Host-" + name
	}
	return name
}

// Set writes a cookie that scripts cannot read; a life of zero takes it away.
func (j *Jar) Set(c *fiber.Ctx, name, value string, life time.Duration) {
	cookie := &fiber.Cookie{
		Name: j.Name(name), Value: value, Path: "/", HTTPOnly: true, Secure: j.secure,
		SameSite: fiber.CookieSameSiteLaxMode, MaxAge: int(life.Seconds()),
	}
	if life <= 0 {
		cookie.MaxAge, cookie.Expires = 0, time.Unix(1, 0)
	}
	c.Cookie(cookie)
}

// Get is the value of a cookie as it came; empty where there is none.
func (j *Jar) Get(c *fiber.Ctx, name string) string { return c.Cookies(j.Name(name)) }

// SetSigned is Set for a text that Signed gives back.
func (j *Jar) SetSigned(c *fiber.Ctx, name, text string, life time.Duration) {
	j.Set(c, name, j.Close(name, text), life)
}

// Signed is what SetSigned wrote; false for a cookie that is not there, or not ours.
func (j *Jar) Signed(c *fiber.Ctx, name string) (text string, ours bool) {
	return j.Open(name, j.Get(c, name))
}
