// Package roll owns the rows of accounts: who there is, under which address and with which password. What somebody may do with
// an account is people's.
package roll

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/notify"
	"vatra/lms/people/links"
	"vatra/lms/people/proof"
	"vatra/lms/sessions"
)

// Person is somebody with an account, as an administrator sees them.
type Person struct {
	ID        uuid.UUID   `bun:"id"`
	Email     string      `bun:"email"`
	Name      string      `bun:"name"`
	Role      access.Role `bun:"role"`
	Locale    string      `bun:"locale"`
	Confirmed bool        `bun:"confirmed"`
	Disabled  bool        `bun:"disabled"`
	CreatedAt time.Time   `bun:"created_at"`
	// NameConfirmed tells that they have said of the present name that it shall stand on certificates.
	NameConfirmed bool `bun:"name_confirmed"`
}

// Columns are those of a Person in the table users.
const Columns = `id, email, name, role, locale, confirmed_at IS NOT NULL AS confirmed,
	disabled_at IS NOT NULL AS disabled, created_at, confirmed_name IS NOT DISTINCT FROM name AS name_confirmed`

// Account is a person with the secret that logging in needs.
type Account struct {
	Person
	PasswordHash string `bun:"password_hash"`
}

// AccountColumns are those of an Account.
const AccountColumns = Columns + `, password_hash`

// Owner is the account as a session is opened for it.
func (a Account) Owner() sessions.Owner {
	return sessions.Owner{
		Actor:        access.Actor{UserID: a.ID, Role: a.Role, Name: a.Name, Locale: a.Locale},
		PasswordHash: a.PasswordHash,
	}
}

// Whose is the account where its password is asked for.
func (a Account) Whose() proof.Whose { return proof.Whose{ID: a.ID, PasswordHash: a.PasswordHash} }

// As is the person of the account, as the security log knows them.
func (a Account) As(visitor sessions.Visitor) access.Actor {
	actor := a.Owner().Actor
	actor.From = visitor.Origin()
	return actor
}

// By reads the account whose column has the value; sql.ErrNoRows where there is none.
func By(ctx context.Context, db bun.IDB, column bun.Ident, value any) (Account, error) {
	var person Account
	err := db.NewRaw(`SELECT `+AccountColumns+` FROM users WHERE ? = ?`, column, value).Scan(ctx, &person)
	return person, err
}

// Reader is the person as they are greeted in letters about their account. Until they have confirmed the address nobody knows
// whether the name is theirs.
func (a Account) Reader() notify.Reader {
	to := notify.Reader{ID: a.ID, Email: a.Email, Name: a.Name, Locale: a.Locale}
	if !a.Confirmed {
		to.Name = ""
	}
	return to
}

// Stranger is whoever has an address, of whom nothing else is known.
func Stranger(email, locale string) notify.Reader { return notify.Reader{Email: email, Locale: locale} }

// Link is one to the person's own address.
func (a Account) Link(purpose links.Purpose) links.Link {
	return links.Link{Purpose: purpose, Email: a.Email, UserID: a.ID, Role: a.Role, Locale: a.Locale}
}

// Holds reports whether an address belongs to the account. One that nobody has confirmed holds none: anybody can have typed it.
func (a Account) Holds() bool { return a.Confirmed || a.Disabled }

// PasswordMark tells one password from another and nothing else of them.
func (a Account) PasswordMark() []byte {
	sum := sha256.Sum256([]byte("vatra password mark\x00" + a.PasswordHash))
	return sum[:]
}
