package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/people/roll"
	"vatra/lms/people/spelling"
	"vatra/lms/sessions"
)

// LogIn opens a session, and ends the one that the browser came with. An unknown address and a wrong password get the
// same Unauthenticated people.wrong_login after the same time. Only who knows the password learns that an account is
// Forbidden people.disabled or people.unconfirmed; in the latter case the mail is sent again. TooMany for who has to wait
// before they try again: see limits.Try. Where a second step is due there is no session yet, and the error is a *SecondStepDue.
func (p *People) LogIn(ctx context.Context, email, password string, visitor sessions.Visitor) (sessions.Session, error) {
	canonical, ok := spelling.Email(email)
	if !ok {
		canonical = strings.ToLower(strings.TrimSpace(email))
	}
	var person roll.Account
	if ok {
		var err error
		if person, err = roll.By(ctx, p.db, "email", canonical); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return sessions.Session{}, fmt.Errorf("looking for an account: %w", err)
		}
	}
	outdated, err := p.desk.Outside(ctx, canonical, person.Whose(), password, fault.New(fault.Unauthenticated, "people.wrong_login"), visitor)
	switch {
	case err != nil:
		return sessions.Session{}, err
	case person.Disabled:
		return sessions.Session{}, p.desk.Refuse(ctx, person.Whose(), audit.WhyDisabled, fault.New(fault.Forbidden, "people.disabled"), visitor)
	case !person.Confirmed:
		return sessions.Session{}, p.desk.Refuse(ctx, person.Whose(), audit.WhyUnconfirmed, p.remindToConfirm(ctx, person), visitor)
	}
	if outdated {
		if person.PasswordHash, err = p.rehash(ctx, person, password); err != nil {
			return sessions.Session{}, err
		}
	}
	return p.letIn(ctx, person, visitor)
}

// open opens the session of somebody who has shown that the account is theirs, and tells them where their account is not known.
func (p *People) open(ctx context.Context, person roll.Account, visitor sessions.Visitor) (session sessions.Session, err error) {
	err = p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if session, err = begin(ctx, tx, note, person, visitor); err != nil {
			return err
		}
		return p.tellOfBrowser(ctx, tx, person, visitor)
	})
	return session, err
}

// begin opens a session and notes it.
func begin(ctx context.Context, tx bun.Tx, note audit.Note, person roll.Account, visitor sessions.Visitor) (sessions.Session, error) {
	session, err := sessions.Open(ctx, tx, person.Owner(), visitor)
	if err != nil {
		return sessions.Session{}, err
	}
	return session, note(person.As(visitor), audit.Entry{Event: audit.LoggedIn, Account: person.ID})
}

// rehash brings a password to today's parameters, and gives the hash that is kept from now on.
func (p *People) rehash(ctx context.Context, person roll.Account, password string) (string, error) {
	hash, err := p.passwords.Hash(ctx, password)
	if err != nil {
		return "", err
	}
	_, err = p.db.ExecContext(ctx, `UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?`, hash, person.ID, person.PasswordHash)
	return hash, err
}
