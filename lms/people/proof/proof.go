// Package proof asks people for their passwords, as often as the limits allow, and notes in the security log what came to nothing.
// What somebody may do who has proved who they are is people's.
package proof

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/limits"
	"vatra/lms/people/password"
	"vatra/lms/sessions"
)

// Desk is where passwords are asked for.
type Desk struct {
	limits    *limits.Limits
	passwords *password.Keeper
	log       *audit.Log
}

// New asks within the limits.
func New(limits *limits.Limits, passwords *password.Keeper, log *audit.Log) *Desk {
	return &Desk{limits: limits, passwords: passwords, log: log}
}

// Whose is the account whose password is asked for; the zero one has none that is right.
type Whose struct {
	ID           uuid.UUID
	PasswordHash string
}

// guesses are what a try of the password of the address counts against, whether there is an account or not. A browser that
// the account knows is not slowed by what others try.
func guesses(email string, whose Whose, visitor sessions.Visitor) []limits.Hit {
	if slices.Contains(visitor.Knows, whose.ID) {
		return []limits.Hit{limits.GuessKnown.OfFrom(email, visitor.Browser)}
	}
	return []limits.Hit{limits.GuessHere.OfFrom(email, visitor.Address), limits.GuessAnywhere.Of(email)}
}

// Outside asks whoever comes for the password of an address, as often as the limits allow, and reports whether its hash is
// outdated. wrong is said of a wrong one. Where many places guess at once, TooMany people.login_guarded says how its owner
// gets in.
func (d *Desk) Outside(
	ctx context.Context, email string, whose Whose, password string, wrong error, visitor sessions.Visitor,
) (outdated bool, err error) {
	hits := guesses(email, whose, visitor)
	refused, err := d.limits.Try(ctx, hits...)
	if told, ok := fault.As(err); ok && refused == limits.GuessAnywhere {
		told.Key = "people.login_guarded"
	}
	if err != nil {
		return false, d.slowed(ctx, whose, err, visitor)
	}
	if hits[0].Limit != limits.GuessKnown {
		if err := d.limits.Take(ctx, limits.LoginAddress.Of(visitor.Address)); err != nil {
			return false, errors.Join(d.limits.Uncount(ctx, hits...), d.slowed(ctx, whose, err, visitor))
		}
	}
	outdated, err = d.compare(ctx, whose, password, wrong, hits...)
	if errors.Is(err, wrong) {
		return false, d.Refuse(ctx, whose, audit.WhyPassword, wrong, visitor)
	}
	if err != nil || hits[0].Limit == limits.GuessKnown {
		return outdated, err
	}
	return outdated, d.limits.Forgive(ctx, limits.LoginAddress.Of(visitor.Address))
}

// slowed is Refuse for who has to wait before they try again, once for each wait.
func (d *Desk) slowed(ctx context.Context, whose Whose, reason error, visitor sessions.Visitor) error {
	if !limits.First(reason) {
		return reason
	}
	return d.Refuse(ctx, whose, audit.WhyTooMany, reason, visitor)
}

// Inside asks somebody who is logged in for their password.
func (d *Desk) Inside(ctx context.Context, actor access.Actor, whose Whose, password string, wrong error) error {
	hit := limits.GuessInside.Of(whose.ID.String())
	failed := audit.Entry{Event: audit.ProofFailed, Account: whose.ID}
	_, err := d.limits.Try(ctx, hit)
	if err != nil {
		failed.Target = audit.WhyTooMany
	} else {
		_, err = d.compare(ctx, whose, password, wrong, hit)
	}
	if limits.First(err) || errors.Is(err, wrong) {
		if err := d.log.Note(ctx, actor, failed); err != nil {
			return err
		}
	}
	return err
}

// compare is for a try that has been counted.
func (d *Desk) compare(
	ctx context.Context, whose Whose, password string, wrong error, hits ...limits.Hit,
) (outdated bool, err error) {
	matches, outdated, err := d.passwords.Matches(ctx, password, whose.PasswordHash)
	switch {
	case err != nil:
		return false, errors.Join(d.limits.Uncount(ctx, hits...), err)
	case !matches:
		return false, wrong
	}
	return outdated, d.limits.Right(ctx, hits...)
}

// Wrong is the fault of a form with the field.
func Wrong(field string) error {
	fields := fault.Fields{}
	fields.Add(field, "people.password_wrong")
	return fields.Err()
}

// Refuse notes a login that came to nothing, and gives the reason back. Whose it was is told where there is such an account.
func (d *Desk) Refuse(ctx context.Context, whose Whose, why string, reason error, visitor sessions.Visitor) error {
	guest := access.Actor{From: visitor.Origin()}
	if err := d.log.Note(ctx, guest, audit.Entry{Event: audit.LoginFailed, Account: whose.ID, Target: why}); err != nil {
		return err
	}
	return reason
}
