package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"vatra/lms/access"
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

func accountBy(ctx context.Context, db bun.IDB, column bun.Ident, value any) (account, error) {
	var person account
	err := db.NewRaw(`SELECT `+accountColumns+` FROM users WHERE ? = ?`, column, value).Scan(ctx, &person)
	return person, err
}

// LogIn opens a session, and ends the one that the browser came with. An unknown address and a wrong password get the
// same Unauthenticated people.wrong_login after the same time. Only who knows the password learns that an account is
// Forbidden people.disabled or people.unconfirmed; in the latter case the mail is sent again. TooMany for who has to wait
// before they try again: see limits.Try.
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
		return sessions.Session{}, fault.New(fault.Forbidden, "people.disabled")
	case !person.Confirmed:
		return sessions.Session{}, p.remindToConfirm(ctx, person)
	}
	if outdated {
		if person.PasswordHash, err = p.rehash(ctx, person, password); err != nil {
			return sessions.Session{}, err
		}
	}
	return p.letIn(ctx, person, visitor)
}

// letIn opens the session of somebody whose password was right.
func (p *People) letIn(ctx context.Context, person account, visitor sessions.Visitor) (sessions.Session, error) {
	return sessions.Open(ctx, p.db, person.owner(), visitor)
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
