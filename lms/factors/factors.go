// Package factors owns the second step when signing in: apps that show codes (TOTP), passkeys, recovery codes, and
// sign-ins that are half open because their second step is due. It sees people only by id: what a person is told goes
// through Config.Tell, and a session is opened by lms/people, which asks Has after the right password.
package factors

import (
	"context"
	"fmt"
	"net/netip"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/limits"
	"vatra/lms/pg"
	"vatra/lms/sessions"
	"vatra/lms/site"
)

// Path is where people look after their own second step; mails link to it.
const Path = "/account/second-step"

// Factors keeps what people show beside their password.
type Factors struct {
	db     *pg.DB
	limits *limits.Limits
	keys   keys
	web    *webauthn.WebAuthn // nil: no browser makes passkeys for the site's address
	conf   Config
}

// Config is what Factors needs beside the database.
type Config struct {
	// BaseURL is where readers find the site. Its host is the relying party of passkeys: at another address they do not
	// work (Web Authentication, section 4).
	BaseURL string
	// Secret, the same on all nodes, is what the keys for secrets and codes are derived from.
	Secret []byte
	// Log is told what is done to factors.
	Log *audit.Log
	// Tell mails somebody what was changed, in the transaction that changes it.
	Tell func(ctx context.Context, tx bun.Tx, userID uuid.UUID, what fault.Message) error
}

// ceremony is how long a browser may take to answer a challenge.
const ceremony = 5 * time.Minute

// New keeps factors in db. It refuses a secret that no key can be derived from.
func New(db *pg.DB, limits *limits.Limits, conf Config) (*Factors, error) {
	keys, err := newKeys(conf.Secret)
	if err != nil {
		return nil, err
	}
	f := &Factors{db: db, limits: limits, keys: keys, conf: conf}
	f.web, err = relyingParty(conf.BaseURL)
	return f, err
}

// relyingParty is nil where the site is reached by a bare network address: a relying party is a domain.
func relyingParty(address string) (*webauthn.WebAuthn, error) {
	base, err := url.Parse(address)
	if err != nil || base.Hostname() == "" {
		return nil, nil //nolint:nilerr,nilnil // a school that is at no address, as a command may be, has no passkeys
	}
	if _, err := netip.ParseAddr(base.Hostname()); err == nil {
		return nil, nil //nolint:nilnil // see above
	}
	limit := webauthn.TimeoutConfig{Enforce: true, Timeout: ceremony, TimeoutUVD: ceremony}
	web, err := webauthn.New(&webauthn.Config{
		RPID: base.Hostname(), RPDisplayName: base.Hostname(), RPOrigins: []string{base.Scheme + "://" + base.Host},
		Timeouts: webauthn.TimeoutsConfig{Login: limit, Registration: limit},
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired,
		},
		// Browsers with a password manager in them report extensions that nobody asked for.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
	if err != nil {
		return nil, fmt.Errorf("passkeys for %s: %w", address, err)
	}
	return web, nil
}

// Origin is the address at which passkeys work, as browsers write it; empty where the site can have none.
func (f *Factors) Origin() string {
	if f.web == nil {
		return ""
	}
	return f.web.Config.RPOrigins[0]
}

// change runs f with the person's factors to itself.
func (f *Factors) change(ctx context.Context, userID uuid.UUID, act func(context.Context, bun.Tx, audit.Note) error) error {
	return f.conf.Log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		const hold = `INSERT INTO factor_holders (user_id) VALUES (?) ON CONFLICT (user_id) DO UPDATE SET changed_at = now()`
		if _, err := tx.ExecContext(ctx, hold, userID); err != nil {
			return fmt.Errorf("holding the factors of a person: %w", err)
		}
		return act(ctx, tx, note)
	})
}

// changeWays is change for what they sign in with: it ends all their sessions but the one of the token here, since whoever is
// logged in elsewhere came in without what counts from now on, or by what counts no longer. The row of users is locked first:
// see sessions.Open.
func (f *Factors) changeWays(
	ctx context.Context, actor access.Actor, userID uuid.UUID, here string, act func(context.Context, bun.Tx, audit.Note) error,
) error {
	return f.change(ctx, userID, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if _, err := tx.ExecContext(ctx, `SELECT FROM users WHERE id = ? FOR NO KEY UPDATE`, userID); err != nil {
			return fmt.Errorf("holding a person: %w", err)
		}
		if err := act(ctx, tx, note); err != nil {
			return err
		}
		_, err := sessions.EndAll(ctx, tx, note, actor, userID, here)
		return err
	})
}

// mayLose refuses to take the last factor of somebody whose role the site demands one of: Conflict
// factors.demanded_last.
func mayLose(ctx context.Context, tx bun.Tx, actor access.Actor) error {
	settings, err := site.ReadSettings(ctx, tx)
	if err != nil {
		return err
	}
	state, err := stateIn(ctx, tx, actor.UserID)
	if err != nil {
		return err
	}
	if state.Factors() == 1 && settings.SecondStep.Of(actor.Role) {
		return fault.New(fault.Conflict, "factors.demanded_last")
	}
	return nil
}
