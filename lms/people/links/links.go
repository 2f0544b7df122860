// Package links owns the links that are mailed to people: what each is for, how long it works, and that it works once. Only a hash of
// its token is kept. What a link does is people's.
package links

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/pg"
	"vatra/lms/secret"
)

// Purpose is what a link in a mail is for.
type Purpose string

// The purposes of links.
const (
	Confirm Purpose = "confirm" // the address of a new account
	Reset   Purpose = "reset"   // a forgotten password
	Invite  Purpose = "invite"  // an account that an administrator offers
	Address Purpose = "address" // another address of an account
	Undo    Purpose = "undo"    // the address that an account had before
)

// Where the links in mails lead; the token follows the slash.
const (
	PathConfirm    = "/confirm/"
	PathReset      = "/reset/"
	PathInvitation = "/invitation/"
	PathAddress    = "/address/"
	PathUndo       = "/undo/"
	PathLogIn      = "/login" // no token
	PathForgotten  = "/reset" // no token: where a reset is asked for
)

// Life is how long a link works; zero where there is no such purpose.
func (p Purpose) Life() time.Duration { return lives[p] }

var lives = map[Purpose]time.Duration{
	Confirm: 48 * time.Hour,
	Reset:   time.Hour,
	Invite:  14 * 24 * time.Hour,
	Address: 24 * time.Hour,
	Undo:    7 * 24 * time.Hour,
}

// Link is what stands behind the token of a mailed link.
type Link struct {
	Purpose   Purpose     `bun:"purpose"`
	Email     string      `bun:"email"`
	Role      access.Role `bun:"role"`    // of an invitation
	Locale    string      `bun:"locale"`  // of the mail
	UserID    uuid.UUID   `bun:"user_id"` // zero for an invitation
	InvitedBy uuid.UUID   `bun:"invited_by"`
	CreatedAt time.Time   `bun:"created_at"`
	ExpiresAt time.Time   `bun:"expires_at"`
}

// Columns are those of a Link in the table tokens.
const Columns = `purpose, email, role, locale, user_id, invited_by, created_at, expires_at`

// Look looks at a link without using it up; NotFound people.link_invalid.
func Look(ctx context.Context, db bun.IDB, purpose Purpose, token string) (Link, error) {
	return linkBy(ctx, db, `SELECT `+Columns+` FROM tokens `+unspent, purpose, token)
}

const unspent = `WHERE token_hash = ? AND purpose = ? AND used_at IS NULL AND expires_at > now()`

func linkBy(ctx context.Context, db bun.IDB, statement string, purpose Purpose, token string) (Link, error) {
	hash, ok := secret.Hash(token)
	if !ok {
		return Link{}, fault.New(fault.NotFound, "people.link_invalid")
	}
	var link Link
	err := db.NewRaw(statement, hash, purpose).Scan(ctx, &link)
	return link, pg.Found(err, "people.link_invalid")
}

// Issue makes a link and takes back the earlier ones of that purpose for that address and that account.
func Issue(ctx context.Context, tx bun.Tx, link Link) (token string, err error) {
	token, hash := secret.New()
	const statement = `
		WITH earlier AS (DELETE FROM tokens WHERE email = ?0 AND purpose = ?1 AND user_id IS NOT DISTINCT FROM ?3 AND used_at IS NULL)
		INSERT INTO tokens (token_hash, purpose, email, user_id, role, locale, invited_by, expires_at)
		VALUES (?2, ?1, ?0, ?3, ?4, ?5, ?6, now() + make_interval(secs => ?7))`
	_, err = tx.ExecContext(ctx, statement, link.Email, link.Purpose, hash, pg.OrNull(link.UserID), link.Role, link.Locale,
		pg.OrNull(link.InvitedBy), int(link.Purpose.Life().Seconds()))
	if err != nil {
		return "", fmt.Errorf("issuing a link to %s: %w", link.Purpose, err)
	}
	return token, nil
}

// Spend uses a link up; of two who come with the same one, the second gets NotFound people.link_invalid.
func Spend(ctx context.Context, tx bun.Tx, purpose Purpose, token string) (Link, error) {
	return linkBy(ctx, tx, `UPDATE tokens SET used_at = now() `+unspent+` RETURNING `+Columns, purpose, token)
}
