package people

import (
	"context"
	_ "embed"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"vatra/lms/fault"
	"vatra/lms/text"
)

// Lengths of a password in characters. There are no rules of composition: NIST SP 800-63B section 5.1.1.2.
const (
	passwordMin = 10
	passwordMax = 200
)

// hashing is argon2id as OWASP's Password Storage Cheat Sheet has it: 19 MiB, two passes, one lane.
var hashing = argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// patience is how long a login may wait for its turn to hash before it is told that the house is busy.
const patience = 5 * time.Second

//go:embed passwords.txt
var commonList string

// passwords hashes and compares, a few at once, so that a rush of logins waits instead of eating the memory.
type passwords struct {
	turns  chan struct{}
	common map[string]bool
	dummy  string // compared with where there is no account, so that the answer takes as long
}

func newPasswords(atOnce int) *passwords {
	if atOnce < 1 {
		atOnce = runtime.GOMAXPROCS(0)
	}
	p := &passwords{turns: make(chan struct{}, atOnce), common: map[string]bool{}}
	for line := range strings.Lines(commonList) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			p.common[text.Fold(line)] = true
		}
	}
	// Any hash does that no password is known for; its parameters decide the time.
	p.dummy = fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", hashing.Memory, hashing.Iterations, hashing.Parallelism,
		strings.Repeat("A", 22), strings.Repeat("A", 43))
	return p
}

// hash makes the PHC string that users.password_hash keeps.
func (p *passwords) hash(ctx context.Context, password string) (string, error) {
	done, err := p.turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	hash, err := argon2id.CreateHash(plain(password), &hashing)
	if err != nil {
		return "", fmt.Errorf("hashing a password: %w", err)
	}
	return hash, nil
}

// matches compares, and says whether the hash was made with other parameters than today's. An empty hash stands for an
// account that does not exist: it takes as long and never matches.
func (p *passwords) matches(ctx context.Context, password, hash string) (ok, outdated bool, err error) {
	done, err := p.turn(ctx)
	if err != nil {
		return false, false, err
	}
	defer done()
	known := hash != ""
	if !known {
		hash = p.dummy
	}
	ok, params, err := argon2id.CheckHash(plain(password), hash)
	if err != nil {
		return false, false, fmt.Errorf("comparing a password: %w", err)
	}
	return ok && known, *params != hashing, nil
}

func (p *passwords) turn(ctx context.Context) (done func(), err error) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case p.turns <- struct{}{}:
		return func() { <-p.turns }, nil
	case <-timer.C:
		return nil, fault.New(fault.Unavailable, "people.busy")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// check notes what is wrong with a new password for the person with this address and name.
func (p *passwords) check(fields fault.Fields, field, password, email, name string) {
	password = plain(password)
	length, folded := utf8.RuneCountInString(password), text.Fold(password)
	mailbox, _, _ := strings.Cut(email, "@")
	switch {
	case length < passwordMin:
		fields.Add(field, "people.password_short", "Min", passwordMin)
	case length > passwordMax:
		fields.Add(field, "people.password_long", "Max", passwordMax)
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		fields.Add(field, "people.strange_characters")
	case folded == text.Fold(email), folded == text.Fold(mailbox), folded == text.Fold(name),
		folded == strings.ReplaceAll(text.Fold(name), " ", ""):
		fields.Add(field, "people.password_personal")
	case p.common[folded], distinct(folded) < 4:
		fields.Add(field, "people.password_common")
	}
}

// plain is the form in which a password is compared, however the keyboard composed it: NIST SP 800-63B asks for NFKC.
// Longer than any password, it is cut before normalising: the length is refused in any case.
func plain(password string) string {
	const most = passwordMax * utf8.UTFMax * 4
	if len(password) > most {
		password = password[:most]
	}
	return norm.NFKC.String(password)
}

// distinct counts the characters that differ.
func distinct(text string) int {
	return len(slices.Compact(slices.Sorted(slices.Values([]rune(text)))))
}
