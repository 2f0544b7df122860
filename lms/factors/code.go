package factors

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/limits"
	"vatra/lms/sessions"
)

// verdict is what a code of a second step is.
type verdict int

const (
	isWrong verdict = iota
	isRight
	isUsed // it was right once
)

// codeOf is a code that was typed: of which kind, what is said of a wrong one, and how it is looked at.
type codeOf struct {
	kind    string // as the security log calls it
	refusal error
	spend   func(context.Context, bun.Tx, audit.Note, uuid.UUID) (verdict, error)
}

// ByAppCode ends a half-open sign-in by a code of the person's app. Faults: Unauthenticated factors.too_late, TooMany
// error.too_many or factors.step_guarded, Invalid with the field code, Conflict factors.secret_lost.
func (f *Factors) ByAppCode(ctx context.Context, token, code string, visitor sessions.Visitor) (Proof, error) {
	return f.by(ctx, token, visitor, codeOf{
		audit.FactorApp, wrong("code", "factors.code_wrong"),
		func(ctx context.Context, tx bun.Tx, _ audit.Note, userID uuid.UUID) (verdict, error) {
			return f.spendAppCode(ctx, tx, userID, code)
		},
	})
}

// ByRecoveryCode ends it by one of their recovery codes. Faults: Unauthenticated factors.too_late, TooMany as ByAppCode,
// Invalid with the field recovery.
func (f *Factors) ByRecoveryCode(ctx context.Context, token, code string, visitor sessions.Visitor) (Proof, error) {
	return f.by(ctx, token, visitor, codeOf{
		audit.FactorRecovery, wrong("recovery", "factors.recovery_wrong"),
		func(ctx context.Context, tx bun.Tx, note audit.Note, userID uuid.UUID) (verdict, error) {
			return f.spendRecoveryCode(ctx, tx, note, userID, code, visitor.Origin())
		},
	})
}

// tries are what a code counts against. A browser that the account knows is not slowed by what others try, though they know the
// password.
func tries(userID uuid.UUID, visitor sessions.Visitor) []limits.Hit {
	if slices.Contains(visitor.Knows, userID) {
		return []limits.Hit{limits.StepKnown.OfFrom(userID.String(), visitor.Browser)}
	}
	return []limits.Hit{limits.StepHere.OfFrom(userID.String(), visitor.Address), limits.StepAnywhere.Of(userID.String())}
}

// by asks for a code as often as the limits allow.
func (f *Factors) by(ctx context.Context, token string, visitor sessions.Visitor, code codeOf) (Proof, error) {
	proof, err := f.Held(ctx, token)
	if err != nil {
		return Proof{}, err
	}
	hits := tries(proof.UserID, visitor)
	if refused, err := f.limits.Try(ctx, hits...); err != nil {
		return Proof{}, f.slowed(ctx, proof.UserID, refused, err, visitor)
	}
	var is verdict
	err = f.change(ctx, proof.UserID, func(ctx context.Context, tx bun.Tx, note audit.Note) (err error) {
		if is, err = code.spend(ctx, tx, note, proof.UserID); err != nil {
			return err
		}
		if is == isRight {
			return letGo(ctx, tx, token)
		}
		return f.noteWrong(ctx, tx, note, proof.UserID, is, code.kind, visitor)
	})
	switch {
	case err != nil:
		return Proof{}, errors.Join(f.limits.Uncount(ctx, hits...), err)
	case is != isRight:
		return Proof{}, code.refusal
	}
	return proof, f.limits.Right(ctx, hits...)
}

// slowed notes that somebody has to wait, once for each wait. Where many places try at once, TooMany factors.step_guarded says
// how the owner gets in.
func (f *Factors) slowed(ctx context.Context, userID uuid.UUID, refused limits.Limit, err error, visitor sessions.Visitor) error {
	if limits.First(err) {
		entry := audit.Entry{Event: audit.LoginFailed, Account: userID, Target: audit.WhyTooMany}
		if err := f.conf.Log.Note(ctx, access.Actor{From: visitor.Origin()}, entry); err != nil {
			return err
		}
	}
	if told, ok := fault.As(err); ok && refused == limits.StepAnywhere {
		return fault.New(fault.TooMany, "factors.step_guarded", told.Pairs()...)
	}
	return err
}

// noteWrong tells of a login whose password was right and whose code was not. One that was right once may have been seen by
// somebody else, so that its owner is told too.
func (f *Factors) noteWrong(
	ctx context.Context, tx bun.Tx, note audit.Note, userID uuid.UUID, is verdict, kind string, visitor sessions.Visitor,
) error {
	guest := access.Actor{From: visitor.Origin()}
	if is == isUsed {
		entry := audit.Entry{Event: audit.CodeReused, Account: userID, Target: kind}
		if err := f.tell(ctx, tx, note, guest, entry, "factors.changed.code_reused"); err != nil {
			return err
		}
	}
	return note(guest, audit.Entry{Event: audit.LoginFailed, Account: userID, Target: audit.WhySecondStep})
}
