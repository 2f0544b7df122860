package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/limits"
	"vatra/lms/people/letters"
	"vatra/lms/people/links"
	"vatra/lms/people/proof"
	"vatra/lms/people/roll"
	"vatra/lms/people/spelling"
	"vatra/lms/pg"
	"vatra/lms/sessions"
)

// RequestAddress has a link mailed to another address, which becomes the actor's when they follow it; until then nothing
// changes. An earlier link ends, whatever comes of this one. The actor learns nothing of whether the address belongs to
// another account: the request writes the same job whatever the address, and that job looks. Faults: TooMany, Invalid with the
// field email.
func (p *People) RequestAddress(ctx context.Context, actor access.Actor, email string) error {
	person, err := p.Myself(ctx, actor)
	if err != nil {
		return err
	}
	fields := fault.Fields{}
	email = spelling.CheckEmail(fields, email)
	if email == person.Email {
		fields.Add("email", "people.email_same")
	}
	if err := fields.Err(); err != nil {
		return err
	}
	if err := p.limits.Take(ctx, limits.ChangeAccount.Of(actor.UserID.String()), limits.ChangeAddress.Of(email)); err != nil {
		return err
	}
	return p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if err := endAddressLinks(ctx, tx, actor.UserID); err != nil {
			return err
		}
		if err := note(actor, audit.Entry{Event: audit.AddressAsked, Account: actor.UserID}); err != nil {
			return err
		}
		return p.conf.Queue.Enqueue(ctx, tx, SendAddress{UserID: actor.UserID, Email: email}, nil)
	})
}

func endAddressLinks(ctx context.Context, tx bun.Tx, userID uuid.UUID) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM tokens WHERE user_id = ? AND purpose = ? AND used_at IS NULL`, userID, links.Address)
	return err
}

// SendAddress is the job of answering who asked for another address: see People.SendAddress.
type SendAddress struct {
	UserID uuid.UUID `json:"user_id"`
	Email  string    `json:"email"`
}

// Kind names the job.
func (SendAddress) Kind() string { return "people.address" }

// InsertOpts tries for about a day, as long as a mail is.
func (SendAddress) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: 12} }

// SendAddress mails the link that RequestAddress was asked for, and tells the address that the account has. Where the new one
// belongs to another account, its owner is told instead that somebody has tried. An account that is gone meanwhile gets
// nothing.
func (p *People) SendAddress(ctx context.Context, asked SendAddress) error {
	return p.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		person, err := roll.By(ctx, tx, "id", asked.UserID)
		if errors.Is(err, sql.ErrNoRows) || err == nil && person.Disabled {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading whose address is to change: %w", err)
		}
		if err := p.post(ctx, tx, letters.AddressAsked, person.Reader(), links.PathForgotten, "Address", asked.Email); err != nil {
			return err
		}
		owner, err := roll.By(ctx, tx, "email", asked.Email)
		switch {
		case err == nil && owner.Holds():
			return p.post(ctx, tx, letters.AddressTaken, owner.Reader(), links.PathLogIn)
		case err != nil && !errors.Is(err, sql.ErrNoRows):
			return fmt.Errorf("looking for an account: %w", err)
		}
		link := person.Link(links.Address)
		link.Email = asked.Email
		return p.postLink(ctx, tx, letters.Address, links.PathAddress, link, roll.Stranger(asked.Email, person.Locale))
	})
}

// ChangeAddress gives an account the address to which the link was sent. It asks for the password beside the link: else whoever
// was sent it because of a slip of the pen could take the account over. All other sessions end, and all other links but those
// that undo a change; the old address is told, with a link that undoes this one. Faults: NotFound people.link_invalid, also
// where the address has come to belong to another account; Invalid with the field password; TooMany.
func (p *People) ChangeAddress(ctx context.Context, token, password string, visitor sessions.Visitor) error {
	link, err := p.Link(ctx, links.Address, token)
	if err != nil {
		return err
	}
	person, err := roll.By(ctx, p.db, "id", link.UserID)
	if err != nil {
		return pg.Found(err, "people.link_invalid")
	}
	if _, err := p.desk.Outside(ctx, person.Email, person.Whose(), password, proof.Wrong("password"), visitor); err != nil {
		return err
	}
	return p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		link, err := links.Spend(ctx, tx, links.Address, token)
		if err != nil {
			return err
		}
		if err := p.move(ctx, tx, person, link.Email); err != nil {
			return err
		}
		actor := person.As(visitor)
		if err := endWaysIn(ctx, tx, note, actor, person.ID, visitor.Token); err != nil {
			return err
		}
		undo := person.Link(links.Undo)
		if err := p.postLink(ctx, tx, letters.AddressGone, links.PathUndo, undo, person.Reader(), "Address", link.Email); err != nil {
			return err
		}
		return note(actor, audit.Entry{Event: audit.AddressChanged, Account: person.ID})
	})
}

// move gives a person an address that they have shown to be theirs; NotFound people.link_invalid where another account holds it,
// or the person is suspended. One that somebody opened with it and never confirmed gives way, and so does an invitation.
func (p *People) move(ctx context.Context, tx bun.Tx, person roll.Account, email string) error {
	const givesWay = `DELETE FROM users WHERE email = ? AND confirmed_at IS NULL AND disabled_at IS NULL`
	if _, err := tx.ExecContext(ctx, givesWay, email); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM tokens WHERE email = ? AND purpose = ? AND used_at IS NULL`, email, links.Invite); err != nil {
		return err
	}
	const statement = `UPDATE users SET email = ?, search = ? WHERE id = ? AND disabled_at IS NULL`
	err := pg.ChangeOne(ctx, tx, "people.link_invalid", statement, email, spelling.Search(person.Name, email), person.ID)
	if pg.Violates(err, "users_one_per_email") {
		return fault.Wrap(err, fault.NotFound, "people.link_invalid")
	}
	return err
}

// UndoAddress gives an account the address back from which it was changed, with a new password, since whoever changed it knew
// the old one. All sessions end, and all links but those that undo earlier changes. Faults: those of ChangeAddress.
func (p *People) UndoAddress(ctx context.Context, token, password string, visitor sessions.Visitor) error {
	link, err := p.Link(ctx, links.Undo, token)
	if err != nil {
		return err
	}
	person, err := roll.By(ctx, p.db, "id", link.UserID)
	if err != nil {
		return pg.Found(err, "people.link_invalid")
	}
	person.Email = link.Email
	hash, err := p.newPassword(ctx, person, password)
	if err != nil {
		return err
	}
	return p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		link, err := links.Spend(ctx, tx, links.Undo, token)
		if err != nil {
			return err
		}
		if err := p.move(ctx, tx, person, link.Email); err != nil {
			return err
		}
		const later = `DELETE FROM tokens WHERE user_id = ? AND purpose = ? AND created_at > ? AND used_at IS NULL`
		if _, err := tx.ExecContext(ctx, later, person.ID, links.Undo, link.CreatedAt); err != nil {
			return err
		}
		guest := access.Actor{From: visitor.Origin()}
		if err := p.setPassword(ctx, tx, note, guest, person, hash, ""); err != nil {
			return err
		}
		return note(guest, audit.Entry{Event: audit.AddressUndone, Account: person.ID})
	})
}
