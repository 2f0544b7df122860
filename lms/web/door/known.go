package door

import (
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// A browser that has logged in to an account before is told from those that only guess at its password: it carries a
// signed cookie with an id of its own and the ids of those accounts (OWASP, Slow Down Online Guessing with Device Cookies).
// The cookie opens nothing.
const (
	knownCookie = "known"
	knownLives  = 365 * 24 * time.Hour
	mostKnown   = 8 // accounts, of a computer that many share; the newest stay
)

// known reads the cookie; empty for a browser that has none of ours.
func (d *Door) known(v *Visit) (browser string, accounts []uuid.UUID) {
	text, ours := d.seal.open(knownCookie, v.Cookies(d.CookieName(knownCookie)))
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
func (d *Door) Know(v *Visit, account uuid.UUID) {
	browser, accounts := d.known(v)
	if browser == "" {
		browser = rand.Text()
	}
	accounts = slices.DeleteFunc(accounts, func(one uuid.UUID) bool { return one == account })
	accounts = append([]uuid.UUID{account}, accounts[:min(len(accounts), mostKnown-1)]...)
	words := []string{browser}
	for _, one := range accounts {
		words = append(words, one.String())
	}
	d.SetCookie(v, knownCookie, d.seal.close(knownCookie, strings.Join(words, " ")), knownLives)
}
