package people

import (
	"context"
	"errors"
	"slices"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/limits"
	"vatra/lms/pg"
	"vatra/lms/sessions"

	"github.com/uptrace/bun"
)

// guesses are what a try of the password of the address counts against, whether there is an account or not. A browser that
// the account knows is not slowed by what others try.
func guesses(email string, person account, visitor sessions.Visitor) []limits.Hit {
	if slices.Contains(visitor.Knows, person.ID) {
		return []limits.Hit{limits.GuessKnown.OfFrom(email, visitor.Browser)}
	}
	return []limits.Hit{limits.GuessHere.OfFrom(email, visitor.Address), limits.GuessAnywhere.Of(email)}
}

// proveAs asks for the password of an address, as often as the limits allow; a zero person has none that is right. wrong is
// said of a wrong one. Where many places guess at once, TooMany people.login_guarded says how its owner gets in.
func (p *People) proveAs(
	ctx context.Context, email string, person account, password string, wrong error, visitor sessions.Visitor,
) (outdated bool, err error) {
	hits := guesses(email, person, visitor)
	refused, err := p.limits.Try(ctx, hits...)
	if told, ok := fault.As(err); ok && refused == limits.GuessAnywhere {
		told.Key = "people.login_guarded"
	}
	if err != nil {
		return false, p.slowed(ctx, person, err, visitor)
	}
	if hits[0].Limit != limits.GuessKnown {
		if err := p.limits.Take(ctx, limits.LoginAddress.Of(visitor.Address)); err != nil {
			return false, errors.Join(p.limits.Uncount(ctx, hits...), p.slowed(ctx, person, err, visitor))
		}
	}
	outdated, err = p.compare(ctx, person, password, wrong, hits...)
	if errors.Is(err, wrong) {
		return false, p.refuse(ctx, person, audit.WhyPassword, wrong, visitor)
	}
	if err != nil || hits[0].Limit == limits.GuessKnown {
		return outdated, err
	}
	return outdated, p.limits.Forgive(ctx, limits.LoginAddress.Of(visitor.Address))
}

// slowed is refuse for who has to wait before they try again, once for each wait.
func (p *People) slowed(ctx context.Context, person account, reason error, visitor sessions.Visitor) error {
	if !limits.First(reason) {
		return reason
	}
	return p.refuse(ctx, person, audit.WhyTooMany, reason, visitor)
}

// proveInside asks somebody who is logged in for their password.
func (p *People) proveInside(ctx context.Context, actor access.Actor, person account, password string, wrong error) error {
	hit := limits.GuessInside.Of(person.ID.String())
	failed := audit.Entry{Event: audit.ProofFailed, Account: person.ID}
	_, err := p.limits.Try(ctx, hit)
	if err != nil {
		failed.Target = audit.WhyTooMany
	} else {
		_, err = p.compare(ctx, person, password, wrong, hit)
	}
	if limits.First(err) || errors.Is(err, wrong) {
		if err := p.log.Note(ctx, actor, failed); err != nil {
			return err
		}
	}
	return err
}

// Prove asks the actor for their password once more, so that what matters can be done in their session for a while: see
// sessions.Recently. Invalid with the field password; TooMany, since somebody at an open screen may try to guess.
func (p *People) Prove(ctx context.Context, actor access.Actor, password string, visitor sessions.Visitor) error {
	if err := actor.Require(access.KeepAccount); err != nil {
		return err
	}
	person, err := accountBy(ctx, p.db, "id", actor.UserID)
	if err != nil {
		return pg.Found(err, "people.not_found")
	}
	if err := p.proveInside(ctx, actor, person, password, wrongPassword("password")); err != nil {
		return err
	}
	return p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if err := sessions.Proved(ctx, tx, actor.UserID, visitor.Token); err != nil {
			return err
		}
		return note(actor, audit.Entry{Event: audit.Proved, Account: actor.UserID})
	})
}

// compare is for a try that has been counted.
func (p *People) compare(
	ctx context.Context, person account, password string, wrong error, hits ...limits.Hit,
) (outdated bool, err error) {
	matches, outdated, err := p.passwords.Matches(ctx, password, person.PasswordHash)
	switch {
	case err != nil:
		return false, errors.Join(p.limits.Uncount(ctx, hits...), err)
	case !matches:
		return false, wrong
	}
	return outdated, p.limits.Right(ctx, hits...)
}

// wrongPassword is the fault of a form with the field.
func wrongPassword(field string) error {
	fields := fault.Fields{}
	fields.Add(field, "people.password_wrong")
	return fields.Err()
}
