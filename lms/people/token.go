package people

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/notify"
	"vatra/lms/pg"
	"vatra/lms/secret"
	"vatra/lms/sessions"
)

// Purpose is what a link in a mail is for.
type Purpose string

// The purposes of links.
const (
	PurposeConfirm Purpose = "confirm" // the address of a new account
	PurposeReset   Purpose = "reset"   // a forgotten password
	PurposeInvite  Purpose = "invite"  // an account that an administrator offers
	PurposeAddress Purpose = "address" // another address of an account
	PurposeUndo    Purpose = "undo"    // the address that an account had before
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

// tokenLives says how long a link works.
var tokenLives = map[Purpose]time.Duration{
	PurposeConfirm: 48 * time.Hour,
	PurposeReset:   time.Hour,
	PurposeInvite:  14 * 24 * time.Hour,
	PurposeAddress: 24 * time.Hour,
	PurposeUndo:    7 * 24 * time.Hour,
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

const linkColumns = `purpose, email, role, locale, user_id, invited_by, created_at, expires_at`

// Link looks at a link without using it up, so that a page can say at once that it is too old; NotFound
// people.link_invalid. Whether whoever sent an invitation still stands behind it, Invitation says.
func (p *People) Link(ctx context.Context, purpose Purpose, token string) (Link, error) {
	return linkBy(ctx, p.db, `SELECT `+linkColumns+` FROM tokens `+unspent, purpose, token)
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

// issue makes a link and takes back the earlier ones of that purpose for that address and that account.
func issue(ctx context.Context, tx bun.Tx, link Link) (token string, err error) {
	token, hash := secret.New()
	const statement = `
		WITH earlier AS (DELETE FROM tokens WHERE email = ?0 AND purpose = ?1 AND user_id IS NOT DISTINCT FROM ?3 AND used_at IS NULL)
		INSERT INTO tokens (token_hash, purpose, email, user_id, role, locale, invited_by, expires_at)
		VALUES (?2, ?1, ?0, ?3, ?4, ?5, ?6, now() + make_interval(secs => ?7))`
	_, err = tx.ExecContext(ctx, statement, link.Email, link.Purpose, hash, pg.OrNull(link.UserID), link.Role, link.Locale,
		pg.OrNull(link.InvitedBy), int(tokenLives[link.Purpose].Seconds()))
	if err != nil {
		return "", fmt.Errorf("issuing a link to %s: %w", link.Purpose, err)
	}
	return token, nil
}

// spend uses a link up; of two who come with the same one, the second gets NotFound people.link_invalid.
func spend(ctx context.Context, tx bun.Tx, purpose Purpose, token string) (Link, error) {
	return linkBy(ctx, tx, `UPDATE tokens SET used_at = now() `+unspent+` RETURNING `+linkColumns, purpose, token)
}

// postLink mails a fresh link, in the letter whose address begins with the path; more are as in post.
func (p *People) postLink(
	ctx context.Context, tx bun.Tx, what letter, path string, link Link, to notify.Reader, more ...any,
) error {
	token, err := issue(ctx, tx, link)
	if err != nil {
		return err
	}
	return p.post(ctx, tx, what, to, path+token, more...)
}

// enter spends a link and logs in whom the account that open gives belongs to; event is what the log calls it.
func (p *People) enter(
	ctx context.Context, purpose Purpose, token string, visitor sessions.Visitor, event audit.Event,
	open func(context.Context, bun.Tx, Link) (account, error),
) (session sessions.Session, err error) {
	err = p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		link, err := spend(ctx, tx, purpose, token)
		if err != nil {
			return err
		}
		person, err := open(ctx, tx, link)
		if err != nil {
			return err
		}
		entry := audit.Entry{Event: event, Account: person.ID}
		if event == audit.InvitationAccepted {
			entry.Target = string(person.Role)
		}
		if err := note(person.as(visitor), entry); err != nil {
			return err
		}
		session, err = begin(ctx, tx, note, person, visitor)
		return err
	})
	return session, err
}

// link is one to the person's own address.
func (a account) link(purpose Purpose) Link {
	return Link{Purpose: purpose, Email: a.Email, UserID: a.ID, Role: a.Role, Locale: a.Locale}
}

// endWaysIn ends the sessions of a person but the one of the token, and the links that were mailed to them: see sessions.EndAll.
// Those that undo a change of address stay: whoever took the account over could end them by taking the next step.
func endWaysIn(ctx context.Context, tx bun.Tx, note audit.Note, actor access.Actor, userID uuid.UUID, but string) error {
	if _, err := sessions.EndAll(ctx, tx, note, actor, userID, but); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM tokens WHERE user_id = ? AND purpose <> ? AND used_at IS NULL`, userID, PurposeUndo)
	return err
}
