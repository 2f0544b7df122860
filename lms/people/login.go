package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/sessions"
)

// account is a person with the secret that logging in needs.
type account struct {
	Person
	PasswordHash string `bun:"password_hash"`
}

const accountColumns = personColumns + `, password_hash`

// owner is the account as a session is opened for it.
func (a account) owner() sessions.Owner {
	return sessions.Owner{
		Actor:        access.Actor{UserID: a.ID, Role: a.Role, Name: a.Name, Locale: a.Locale},
		PasswordHash: a.PasswordHash,
	}
}

// as is the person of the account, as the security log knows them.
func (a account) as(visitor sessions.Visitor) access.Actor {
	actor := a.owner().Actor
	actor.From = visitor.Origin()
	return actor
}

func accountBy(ctx context.Context, db bun.IDB, column bun.Ident, value any) (account, error) {
	var person account
	err := db.NewRaw(`SELECT `+accountColumns+` FROM users WHERE ? = ?`, column, value).Scan(ctx, &person)
	return person, err
}

// LogIn opens a session, and ends the one that the browser came with. An unknown address and a wrong password get the
// same Unauthenticated people.wrong_login after the same time. Only who knows the password learns that an account is
// Forbidden people.disabled or people.unconfirmed; in the latter case the mail is sent again. TooMany for who has to wait
// before they try again: see limits.Try. Where a second step is due there is no session yet, and the error is a *SecondStepDue.
func (p *People) LogIn(ctx context.Context, email, password string, visitor sessions.Visitor) (sessions.Session, error) {
	canonical, ok := CanonicalEmail(email)
	if !ok {
		canonical = strings.ToLower(strings.TrimSpace(email))
	}
	var person account
	if ok {
		var err error
		if person, err = accountBy(ctx, p.db, "email", canonical); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return sessions.Session{}, fmt.Errorf("looking for an account: %w", err)
		}
	}
	outdated, err := p.proveAs(ctx, canonical, person, password, fault.New(fault.Unauthenticated, "people.wrong_login"), visitor)
	switch {
	case err != nil:
		return sessions.Session{}, err
	case person.Disabled:
		return sessions.Session{}, p.refuse(ctx, person, audit.WhyDisabled, fault.New(fault.Forbidden, "people.disabled"), visitor)
	case !person.Confirmed:
		return sessions.Session{}, p.refuse(ctx, person, audit.WhyUnconfirmed, p.remindToConfirm(ctx, person), visitor)
	}
	if outdated {
		if person.PasswordHash, err = p.rehash(ctx, person, password); err != nil {
			return sessions.Session{}, err
		}
	}
	return p.letIn(ctx, person, visitor)
}

// open opens the session of somebody who has shown that the account is theirs, and tells them where their account is not known.
func (p *People) open(ctx context.Context, person account, visitor sessions.Visitor) (session sessions.Session, err error) {
	err = p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if session, err = begin(ctx, tx, note, person, visitor); err != nil {
			return err
		}
		return p.tellOfBrowser(ctx, tx, person, visitor)
	})
	return session, err
}

// begin opens a session and notes it.
func begin(ctx context.Context, tx bun.Tx, note audit.Note, person account, visitor sessions.Visitor) (sessions.Session, error) {
	session, err := sessions.Open(ctx, tx, person.owner(), visitor)
	if err != nil {
		return sessions.Session{}, err
	}
	return session, note(person.as(visitor), audit.Entry{Event: audit.LoggedIn, Account: person.ID})
}

// refuse notes a login that came to nothing, and gives the reason back. Whose it was is told where there is such an account.
func (p *People) refuse(ctx context.Context, person account, why string, reason error, visitor sessions.Visitor) error {
	guest := access.Actor{From: visitor.Origin()}
	if err := p.log.Note(ctx, guest, audit.Entry{Event: audit.LoginFailed, Account: person.ID, Target: why}); err != nil {
		return err
	}
	return reason
}

// rehash brings a password to today's parameters, and gives the hash that is kept from now on.
func (p *People) rehash(ctx context.Context, person account, password string) (string, error) {
	hash, err := p.passwords.Hash(ctx, password)
	if err != nil {
		return "", err
	}
	_, err = p.db.ExecContext(ctx, `UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?`, hash, person.ID, person.PasswordHash)
	return hash, err
}
