package factors

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/sessions"
)

// AskPasskey is what a browser is given to ask for a passkey (Web Authentication, section 5.1.4): any that it has for
// this site, or, with the token of a half-open sign-in, one of that person. Its use asks for a finger, a face or a PIN, so
// that it stands for both steps. Faults: Unauthenticated factors.too_late, Conflict factors.passkeys_impossible.
func (f *Factors) AskPasskey(ctx context.Context, token string) (*protocol.CredentialAssertion, error) {
	if err := f.mustHavePasskeys(); err != nil {
		return nil, err
	}
	options, asked, userID, err := f.ask(ctx, token)
	if err != nil {
		return nil, err
	}
	return options, f.keepChallenge(ctx, toSignIn, userID, asked)
}

func (f *Factors) ask(ctx context.Context, token string) (*protocol.CredentialAssertion, *webauthn.SessionData, uuid.UUID, error) {
	verified := webauthn.WithUserVerification(protocol.VerificationRequired)
	if token == "" {
		options, asked, err := f.web.BeginDiscoverableLogin(verified)
		return options, asked, uuid.Nil, err
	}
	proof, err := f.Held(ctx, token)
	if err != nil {
		return nil, nil, uuid.Nil, err
	}
	records, err := recordsOf(ctx, f.db, proof.UserID)
	if err != nil {
		return nil, nil, uuid.Nil, err
	}
	if len(records) == 0 {
		return nil, nil, uuid.Nil, fault.New(fault.Conflict, "factors.passkey_failed")
	}
	options, asked, err := f.web.BeginLogin(holder{id: proof.UserID, records: records}, verified)
	return options, asked, proof.UserID, err
}

// ByPasskey is whose passkey has answered. It is refused when its counter went back, since there may then be a copy of it
// (Web Authentication, section 6.1.1): it lets nobody in any more, and its owner is told. The token is that of the half-open
// sign-in that it ends, if there is one. Faults: Invalid factors.passkey_late, factors.passkey_failed or factors.passkey_doubted.
func (f *Factors) ByPasskey(ctx context.Context, answer []byte, token string, visitor sessions.Visitor) (Proof, error) {
	if err := f.mustHavePasskeys(); err != nil {
		return Proof{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return Proof{}, refused(err)
	}
	asked, err := f.spendChallenge(ctx, toSignIn, parsed.Response.CollectedClientData)
	if err != nil {
		return Proof{}, err
	}
	key, err := passkeyBy(ctx, f.db, parsed.RawID)
	if err != nil {
		return Proof{}, f.refusePasskey(ctx, uuid.Nil, err, visitor)
	}
	held, err := f.Held(ctx, token)
	if err != nil && !fault.Is(err, fault.Unauthenticated) {
		return Proof{}, err
	}
	var doubted bool
	err = f.change(ctx, key.UserID, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		key, err := passkeyBy(ctx, tx, parsed.RawID) // as it is now that nobody else changes it
		if err != nil {
			return err
		}
		me := owner(key.UserID, visitor.Origin())
		if doubted, err = f.use(ctx, tx, note, me, key, asked, parsed); err != nil || doubted {
			return err
		}
		return endHeld(ctx, tx, note, me, held, token)
	})
	switch {
	case err != nil:
		return Proof{}, f.refusePasskey(ctx, key.UserID, err, visitor)
	case doubted:
		return Proof{}, f.refusePasskey(ctx, key.UserID, fault.New(fault.Invalid, "factors.passkey_doubted"), visitor)
	}
	return Proof{UserID: key.UserID}, nil
}

// endHeld ends a half-open sign-in whose second step this passkey was, or whose person came in by it in another way. That it is
// the passkey of somebody else is told.
func endHeld(ctx context.Context, tx bun.Tx, note audit.Note, me access.Actor, held Proof, token string) error {
	if held.UserID == uuid.Nil {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM factor_half_open WHERE token_hash = ?`, hashOf(token)); err != nil {
		return fmt.Errorf("ending a half-open sign-in: %w", err)
	}
	if held.UserID == me.UserID {
		return nil
	}
	return note(me, audit.Entry{Event: audit.LoginOther, Account: held.UserID})
}

// refusePasskey notes a login that came to nothing, and gives the reason back. A challenge was spent for it, of which nobody gets
// many.
func (f *Factors) refusePasskey(ctx context.Context, userID uuid.UUID, reason error, visitor sessions.Visitor) error {
	if !fault.Is(reason, fault.Invalid) {
		return reason
	}
	entry := audit.Entry{Event: audit.LoginFailed, Account: userID, Target: audit.WhyPasskey}
	if err := f.conf.Log.Note(ctx, access.Actor{From: visitor.Origin()}, entry); err != nil {
		return err
	}
	return reason
}

// ownedKey is a passkey with its owner.
type ownedKey struct {
	ID      uuid.UUID `bun:"id"`
	UserID  uuid.UUID `bun:"user_id"`
	Name    string    `bun:"name"`
	Doubted bool      `bun:"doubted"`
}

func passkeyBy(ctx context.Context, db bun.IDB, credentialID []byte) (ownedKey, error) {
	var key ownedKey
	err := db.NewRaw(`SELECT id, user_id, name, doubted_at IS NOT NULL AS doubted FROM factor_passkeys WHERE credential_id = ?`,
		credentialID).Scan(ctx, &key)
	if errors.Is(err, sql.ErrNoRows) {
		return ownedKey{}, fault.New(fault.Invalid, "factors.passkey_unknown")
	}
	if err != nil {
		return ownedKey{}, fmt.Errorf("looking for a passkey: %w", err)
	}
	return key, nil
}

// use holds the answer against the person's records, and notes that the passkey was used.
func (f *Factors) use(
	ctx context.Context, tx bun.Tx, note audit.Note, me access.Actor, key ownedKey, asked webauthn.SessionData,
	answer *protocol.ParsedCredentialAssertionData,
) (doubted bool, err error) {
	records, err := recordsOf(ctx, tx, key.UserID)
	if err != nil {
		return false, err
	}
	record, err := f.validate(holder{id: key.UserID, records: records}, asked, answer)
	if err != nil {
		return false, refused(err)
	}
	if key.Doubted {
		return true, nil
	}
	if record.Authenticator.CloneWarning {
		if _, err := tx.ExecContext(ctx, `UPDATE factor_passkeys SET doubted_at = now() WHERE id = ?`, key.ID); err != nil {
			return false, fmt.Errorf("doubting a passkey: %w", err)
		}
		return true, f.tell(ctx, tx, note, me, ofPasskey(audit.FactorDoubted, key.UserID, key.Name), "factors.changed.passkey_doubted", "Name", key.Name)
	}
	text, err := json.Marshal(record)
	if err != nil {
		return false, err
	}
	_, err = tx.ExecContext(ctx, `UPDATE factor_passkeys SET record = ?::jsonb, used_at = now() WHERE id = ?`, string(text), key.ID)
	return false, err
}

func (f *Factors) validate(
	person holder, asked webauthn.SessionData, answer *protocol.ParsedCredentialAssertionData,
) (*webauthn.Credential, error) {
	if len(asked.UserID) > 0 {
		return f.web.ValidateLogin(person, asked, answer)
	}
	return f.web.ValidateDiscoverableLogin(func(_, _ []byte) (webauthn.User, error) { return person, nil }, asked, answer)
}
