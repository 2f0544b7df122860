package factors

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/fault"
	"vatra/lms/limits"
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

// ByAppCode ends a half-open sign-in by a code of the person's app. Faults: Unauthenticated factors.too_late, TooMany,
// Invalid with the field code, Conflict factors.secret_lost.
func (f *Factors) ByAppCode(ctx context.Context, token, code string) (Proof, error) {
	return f.by(ctx, token, wrong("code", "factors.code_wrong"), func(ctx context.Context, tx bun.Tx, userID uuid.UUID) (bool, error) {
		return f.spendAppCode(ctx, tx, userID, code)
	})
}

// ByRecoveryCode ends it by one of their recovery codes. Faults: Unauthenticated factors.too_late, TooMany, Invalid with
// the field recovery.
func (f *Factors) ByRecoveryCode(ctx context.Context, token, code string) (Proof, error) {
	return f.by(ctx, token, wrong("recovery", "factors.recovery_wrong"), func(ctx context.Context, tx bun.Tx, userID uuid.UUID) (bool, error) {
		return f.spendRecoveryCode(ctx, tx, userID, code)
	})
}

// by asks for a code as often as the limit of the account allows.
func (f *Factors) by(
	ctx context.Context, token string, refusal error, spend func(context.Context, bun.Tx, uuid.UUID) (bool, error),
) (Proof, error) {
	proof, err := f.Held(ctx, token)
	if err != nil {
		return Proof{}, err
	}
	hit := limits.SecondStep.Of(proof.UserID.String())
	if err := f.limits.Take(ctx, hit); err != nil {
		return Proof{}, err
	}
	err = f.change(ctx, proof.UserID, func(ctx context.Context, tx bun.Tx) error {
		switch right, err := spend(ctx, tx, proof.UserID); {
		case err != nil:
			return err
		case !right:
			return refusal
		}
		return letGo(ctx, tx, token)
	})
	if err != nil {
		return Proof{}, err
	}
	return proof, f.limits.Forgive(ctx, hit)
}

// letGo ends a half-open sign-in; of two who end it at once, the second comes too late.
func letGo(ctx context.Context, tx bun.Tx, token string) error {
	err := pg.ChangeOne(ctx, tx, "factors.too_late", `DELETE FROM factor_half_open WHERE token_hash = ? AND expires_at > now()`, hashOf(token))
	if fault.Is(err, fault.NotFound) {
		return tooLate()
	}
	return err
}

// LetGo ends a half-open sign-in whose person came in another way; one that is over already is no error.
func (f *Factors) LetGo(ctx context.Context, token string) error {
	_, err := f.db.ExecContext(ctx, `DELETE FROM factor_half_open WHERE token_hash = ?`, hashOf(token))
	return err
}
