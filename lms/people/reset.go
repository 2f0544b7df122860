package people

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/people/letters"
	"vatra/lms/people/links"
	"vatra/lms/people/proof"
	"vatra/lms/people/roll"
	"vatra/lms/pg"
	"vatra/lms/sessions"
)

// Reset sets a new password by a mailed link, ends all sessions, and confirms the address, since the mail came there.
// It logs nobody in. Faults: NotFound people.link_invalid, Invalid with the field password.
func (p *People) Reset(ctx context.Context, token, password string, visitor sessions.Visitor) error {
	link, err := p.Link(ctx, links.Reset, token)
	if err != nil {
		return err
	}
	person, err := roll.By(ctx, p.db, "id", link.UserID)
	if err != nil {
		return fmt.Errorf("reading the account to reset: %w", err)
	}
	hash, err := p.newPassword(ctx, person, password)
	if err != nil {
		return err
	}
	return p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if _, err := links.Spend(ctx, tx, links.Reset, token); err != nil {
			return err
		}
		guest := access.Actor{From: visitor.Origin()}
		if err := p.setPassword(ctx, tx, note, guest, person, hash, ""); err != nil {
			return err
		}
		return note(guest, audit.Entry{Event: audit.PasswordReset, Account: person.ID})
	})
}

// ChangePassword sets the actor's password, ends all sessions and opens a fresh one. Invalid with the field current or
// password; TooMany, since somebody at an open screen may try to guess.
func (p *People) ChangePassword(ctx context.Context, actor access.Actor, current, password string, visitor sessions.Visitor) (sessions.Session, error) {
	if err := actor.Require(access.KeepAccount); err != nil {
		return sessions.Session{}, err
	}
	person, err := roll.By(ctx, p.db, "id", actor.UserID)
	if err != nil {
		return sessions.Session{}, pg.Found(err, "people.not_found")
	}
	if err := p.desk.Inside(ctx, actor, person.Whose(), current, proof.Wrong("current")); err != nil {
		return sessions.Session{}, err
	}
	hash, err := p.newPassword(ctx, person, password)
	if err != nil {
		return sessions.Session{}, err
	}
	var session sessions.Session
	err = p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if err := p.setPassword(ctx, tx, note, actor, person, hash, visitor.Token); err != nil {
			return err
		}
		if err := note(actor, audit.Entry{Event: audit.PasswordChanged, Account: person.ID}); err != nil {
			return err
		}
		person.PasswordHash = hash
		session, err = sessions.Open(ctx, tx, person.Owner(), visitor)
		return err
	})
	return session, err
}

// SetPassword sets somebody's password from the machine's command line and ends their sessions. Only the operator may:
// an administrator who could would be able to answer, and to be certified, in another's name.
func (p *People) SetPassword(ctx context.Context, actor access.Actor, id uuid.UUID, password string) error {
	if err := actor.Require(access.ManagePeople); err != nil {
		return err
	}
	if actor.LoggedIn() {
		return fault.New(fault.Forbidden, "people.forbidden")
	}
	person, err := roll.By(ctx, p.db, "id", id)
	if err != nil {
		return pg.Found(err, "people.not_found")
	}
	hash, err := p.newPassword(ctx, person, password)
	if err != nil {
		return err
	}
	return p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if err := p.setPassword(ctx, tx, note, actor, person, hash, ""); err != nil {
			return err
		}
		return note(actor, audit.Entry{Event: audit.PasswordSet, Account: person.ID})
	})
}

func (p *People) newPassword(ctx context.Context, person roll.Account, password string) (hash string, err error) {
	fields := fault.Fields{}
	p.passwords.Check(fields, "password", password, person.Email, person.Name)
	if err := fields.Err(); err != nil {
		return "", err
	}
	return p.passwords.Hash(ctx, password)
}

// setPassword ends every way in but the session of the token, and tells the owner. It confirms the address too: whoever sets a password came by a
// mail, is logged in, or runs the machine.
func (p *People) setPassword(
	ctx context.Context, tx bun.Tx, note audit.Note, actor access.Actor, person roll.Account, hash, but string,
) error {
	const statement = `UPDATE users SET password_hash = ?, confirmed_at = coalesce(confirmed_at, now()) WHERE id = ?`
	if err := pg.ChangeOne(ctx, tx, "people.not_found", statement, hash, person.ID); err != nil {
		return err
	}
	if err := endWaysIn(ctx, tx, note, actor, person.ID, but); err != nil {
		return err
	}
	return p.post(ctx, tx, letters.Changed, person.Reader(), links.PathForgotten)
}
