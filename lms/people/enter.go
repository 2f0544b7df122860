package people

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/notify"
	"vatra/lms/people/letters"
	"vatra/lms/people/links"
	"vatra/lms/people/roll"
	"vatra/lms/sessions"
)

// Link looks at a link without using it up, so that a page can say at once that it is too old; NotFound
// people.link_invalid. Whether whoever sent an invitation still stands behind it, Invitation says.
func (p *People) Link(ctx context.Context, purpose links.Purpose, token string) (links.Link, error) {
	return links.Look(ctx, p.db, purpose, token)
}

// postLink mails a fresh link, in the letter whose address begins with the path; more are as in post.
func (p *People) postLink(
	ctx context.Context, tx bun.Tx, what letters.Letter, path string, link links.Link, to notify.Reader, more ...any,
) error {
	token, err := links.Issue(ctx, tx, link)
	if err != nil {
		return err
	}
	return p.post(ctx, tx, what, to, path+token, more...)
}

// enter spends a link and logs in whom the account that open gives belongs to; event is what the log calls it.
func (p *People) enter(
	ctx context.Context, purpose links.Purpose, token string, visitor sessions.Visitor, event audit.Event,
	open func(context.Context, bun.Tx, links.Link) (roll.Account, error),
) (session sessions.Session, err error) {
	err = p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		link, err := links.Spend(ctx, tx, purpose, token)
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
		if err := note(person.As(visitor), entry); err != nil {
			return err
		}
		session, err = begin(ctx, tx, note, person, visitor)
		return err
	})
	return session, err
}

// endWaysIn ends the sessions of a person but the one of the token, and the links that were mailed to them: see sessions.EndAll.
// Those that undo a change of address stay: whoever took the account over could end them by taking the next step.
func endWaysIn(ctx context.Context, tx bun.Tx, note audit.Note, actor access.Actor, userID uuid.UUID, but string) error {
	if _, err := sessions.EndAll(ctx, tx, note, actor, userID, but); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM tokens WHERE user_id = ? AND purpose <> ? AND used_at IS NULL`, userID, links.Undo)
	return err
}
