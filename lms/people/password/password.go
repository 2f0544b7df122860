// Package password owns how passwords are kept and compared, and which ones are taken. Whose they are is people's.
package password

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"vatra/lms/fault"
)

// Cost is what one hash takes, and with it every guess at a password: argon2id (RFC 9106) in one lane.
type Cost struct {
	KiB    uint32 // of memory
	Passes uint32 // over it
}

// Recommended is what OWASP's Password Storage Cheat Sheet asks for.
var Recommended = Cost{KiB: 19 * 1024, Passes: 2}

func (c Cost) params() argon2id.Params {
	return argon2id.Params{Memory: c.KiB, Iterations: c.Passes, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// patience is how long a login may wait for its turn to hash before it is told that the house is busy.
const patience = 5 * time.Second

// Keeper hashes and compares, a few at once, so that a rush of logins waits instead of eating the memory.
type Keeper struct {
	hashing argon2id.Params
	turns   chan struct{}
	common  map[string]bool
	dummy   string // compared with where there is no account, so that the answer takes as long
}

// New is a keeper that hashes at a cost, one password a processor at one time. The zero cost is Recommended.
func New(cost Cost) *Keeper {
	hashing := cmp.Or(cost, Recommended).params()
	k := &Keeper{hashing: hashing, turns: make(chan struct{}, runtime.GOMAXPROCS(0)), common: commonOnes()}
	// Any hash does that no password is known for; its parameters decide the time.
	k.dummy = fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", hashing.Memory, hashing.Iterations, hashing.Parallelism,
		strings.Repeat("A", 22), strings.Repeat("A", 43))
	return k
}

// Hash makes the PHC string that users.password_hash keeps.
func (k *Keeper) Hash(ctx context.Context, password string) (string, error) {
	done, err := k.turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	hash, err := argon2id.CreateHash(plain(password), &k.hashing)
	if err != nil {
		return "", fmt.Errorf("hashing a password: %w", err)
	}
	return hash, nil
}

// Matches compares, and says whether the hash was made with other parameters than today's. An empty hash stands for an
// account that does not exist: it takes as long and never matches.
func (k *Keeper) Matches(ctx context.Context, password, hash string) (ok, outdated bool, err error) {
	done, err := k.turn(ctx)
	if err != nil {
		return false, false, err
	}
	defer done()
	known := hash != ""
	if !known {
		hash = k.dummy
	}
	ok, params, err := argon2id.CheckHash(plain(password), hash)
	if err != nil {
		return false, false, fmt.Errorf("comparing a password: %w", err)
	}
	return ok && known, *params != k.hashing, nil
}

func (k *Keeper) turn(ctx context.Context) (done func(), err error) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case k.turns <- struct{}{}:
		return func() { <-k.turns }, nil
	case <-timer.C:
		return nil, fault.New(fault.Unavailable, "people.busy")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// plain is the form in which a password is compared, however the keyboard composed it: NIST SP 800-63B asks for NFKC.
// Longer than any password, it is cut before normalising: the length is refused in any case.
func plain(password string) string {
	const most = Max * utf8.UTFMax * 4
	if len(password) > most {
		password = password[:most]
	}
	return norm.NFKC.String(password)
}
