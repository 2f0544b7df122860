package cookies

import (
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

const (
	knownCookie = "known"
	knownLives  = 365 * 24 * time.Hour
	mostKnown   = 8 // accounts, of a computer that many share; the newest stay
)

// Known is which accounts have been logged in to in this browser before, and its id among those that they know; empty for a
// browser that carries nothing of it. So it is told from those that only guess at a password (OWASP, Slow Down Online Guessing
// with Device Cookies). The cookie opens nothing.
func (j *Jar) Known(c *fiber.Ctx) (browser string, accounts []uuid.UUID) {
	text, ours := j.Signed(c, knownCookie)
	if !ours {
		return "", nil
	}
	browser, list, _ := strings.Cut(text, " ")
	for _, id := range strings.Fields(list) {
		if account, err := uuid.Parse(id); err == nil {
			accounts = append(accounts, account)
		}
	}
	return browser, accounts
}

// Know lets the account know this browser, whose owner has proved here who they are.
func (j *Jar) Know(c *fiber.Ctx, account uuid.UUID) {
	browser, accounts := j.Known(c)
	if browser == "" {
		browser = rand.Text()
	}
	accounts = slices.DeleteFunc(accounts, func(one uuid.UUID) bool { return one == account })
	accounts = append([]uuid.UUID{account}, accounts[:min(len(accounts), mostKnown-1)]...)
	words := []string{browser}
	for _, one := range accounts {
		words = append(words, one.String())
	}
	j.SetSigned(c, knownCookie, strings.Join(words, " "), knownLives)
}
