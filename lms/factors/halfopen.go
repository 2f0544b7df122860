package factors

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/fault"
	"vatra/lms/pg"
	"vatra/lms/secret"
)

// HalfOpenLives is how long a second step may take.
const HalfOpenLives = 10 * time.Minute

// Proof is who has shown that an account is theirs. lms/people opens a session for it.
type Proof struct {
	UserID uuid.UUID `bun:"user_id"`
	// PasswordMark is of the password that was right; nil where none was asked for.
	PasswordMark []byte `bun:"password_mark"`
}

// Hold keeps a sign-in half open until its second step. The token is for the browser alone: only its hash is kept here.
func (f *Factors) Hold(ctx context.Context, proof Proof) (string, error) {
	token, hash := secret.New()
	const statement = `INSERT INTO factor_half_open (token_hash, user_id, password_mark, expires_at)
		VALUES (?, ?, ?, now() + make_interval(secs => ?))`
	if _, err := f.db.ExecContext(ctx, statement, hash, proof.UserID, proof.PasswordMark, int(HalfOpenLives.Seconds())); err != nil {
		return "", fmt.Errorf("holding a sign-in half open: %w", err)
	}
	return token, nil
}

// hashOf is nil for what is no token, which none is kept under.
func hashOf(token string) []byte {
	hash, _ := secret.Hash(token)
	return hash
}

// Held is the sign-in that the token holds half open; Unauthenticated factors.too_late where none is.
func (f *Factors) Held(ctx context.Context, token string) (Proof, error) {
	var proof Proof
	err := f.db.NewRaw(`SELECT user_id, password_mark FROM factor_half_open WHERE token_hash = ? AND expires_at > now()`,
		hashOf(token)).Scan(ctx, &proof)
	if told := pg.Found(err, "factors.too_late"); fault.Is(told, fault.NotFound) {
		return Proof{}, tooLate()
	}
	return proof, err
}

func tooLate() error { return fault.New(fault.Unauthenticated, "factors.too_late") }

// HeldState is what the second step of a half-open sign-in can be taken with; Unauthenticated factors.too_late.
func (f *Factors) HeldState(ctx context.Context, token string) (State, error) {
	proof, err := f.Held(ctx, token)
	if err != nil {
		return State{}, err
	}
	return stateIn(ctx, f.db, proof.UserID)
}

// letGo ends a half-open sign-in; of two who end it at once, the second comes too late.
func letGo(ctx context.Context, tx bun.Tx, token string) error {
	err := pg.ChangeOne(ctx, tx, "factors.too_late", `DELETE FROM factor_half_open WHERE token_hash = ? AND expires_at > now()`, hashOf(token))
	if fault.Is(err, fault.NotFound) {
		return tooLate()
	}
	return err
}
