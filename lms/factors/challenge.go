package factors

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"vatra/lms/fault"
	"vatra/lms/pg"
)

// purpose is what a challenge is for. One that was made for another is unknown.
type purpose string

const (
	toAdd    purpose = "add"
	toSignIn purpose = "sign_in"
)

// holder is a person as go-webauthn asks for them. Their handle is their id, which says nothing to anybody else.
type holder struct {
	id      uuid.UUID
	account string
	records []webauthn.Credential
}

func (h holder) WebAuthnID() []byte                         { return h.id[:] }
func (h holder) WebAuthnName() string                       { return h.account }
func (h holder) WebAuthnDisplayName() string                { return h.account }
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.records }

// keepChallenge keeps what the answer of a browser will be held against. userID is zero where anybody may answer.
func (f *Factors) keepChallenge(ctx context.Context, what purpose, userID uuid.UUID, asked *webauthn.SessionData) error {
	data, err := json.Marshal(asked)
	if err != nil {
		return err
	}
	const statement = `INSERT INTO factor_challenges (hash, purpose, user_id, data, expires_at)
		VALUES (?, ?, ?, ?::jsonb, now() + make_interval(secs => ?))`
	_, err = f.db.ExecContext(ctx, statement, challengeHash(asked.Challenge), what, pg.OrNull(userID), string(data), int(ceremony.Seconds()))
	if err != nil {
		return fmt.Errorf("keeping a challenge: %w", err)
	}
	return nil
}

// spendChallenge is what was asked, once: it is gone before the answer is looked at. Invalid factors.passkey_late.
func (f *Factors) spendChallenge(ctx context.Context, what purpose, answered protocol.CollectedClientData) (webauthn.SessionData, error) {
	var text []byte
	err := f.db.NewRaw(`DELETE FROM factor_challenges WHERE hash = ? AND purpose = ? AND expires_at > now() RETURNING data`,
		challengeHash(answered.Challenge), what).Scan(ctx, &text)
	if told := pg.Found(err, "factors.passkey_late"); fault.Is(told, fault.NotFound) {
		return webauthn.SessionData{}, fault.New(fault.Invalid, "factors.passkey_late")
	}
	if err != nil {
		return webauthn.SessionData{}, fmt.Errorf("looking for a challenge: %w", err)
	}
	var asked webauthn.SessionData
	if err := json.Unmarshal(text, &asked); err != nil {
		return webauthn.SessionData{}, fmt.Errorf("reading a challenge: %w", err)
	}
	return asked, nil
}

func challengeHash(challenge string) []byte {
	hash := sha256.Sum256([]byte(challenge))
	return hash[:]
}

// refused is what a person is told of an answer that does not hold; why is for the log.
func refused(why error) error { return fault.Wrap(why, fault.Invalid, "factors.passkey_failed") }

func (f *Factors) mustHavePasskeys() error {
	if f.web == nil {
		return fault.New(fault.Conflict, "factors.passkeys_impossible")
	}
	return nil
}
