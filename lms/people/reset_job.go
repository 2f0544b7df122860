package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/limits"
	"vatra/lms/people/letters"
	"vatra/lms/people/links"
	"vatra/lms/people/roll"
	"vatra/lms/people/spelling"
	"vatra/lms/sessions"
)

// SendReset is the job of answering who asked for a new password: see People.SendReset.
type SendReset struct {
	Email  string `json:"email"`
	Locale string `json:"locale"` // of the page

	From access.Origin `json:"from"`
}

// Kind names the job.
func (SendReset) Kind() string { return "people.reset" }

// InsertOpts tries for about a day, as long as a mail is.
func (SendReset) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: 12} }

// RequestReset has the owner of an address mailed a link to set a new password. The visitor learns nothing of whether
// there is an account, not even by the time it took: the request writes the same job whatever the address, and that
// job looks up whose it is. locale is that of the page, for people without an account. Faults: TooMany, Invalid with the
// field email.
func (p *People) RequestReset(ctx context.Context, email, locale string, visitor sessions.Visitor) error {
	fields := fault.Fields{}
	email = spelling.CheckEmail(fields, email)
	i18n.CheckKnown(fields, "locale", locale)
	if err := fields.Err(); err != nil {
		return err
	}
	if err := p.limits.Take(ctx, limits.ResetAccount.Of(email), limits.ResetAddress.Of(visitor.Address)); err != nil {
		return err
	}
	return p.conf.Queue.Enqueue(ctx, p.db, SendReset{Email: email, Locale: locale, From: visitor.Origin()}, nil)
}

// SendReset mails the link that RequestReset was asked for. An address without an account, or with a disabled one, gets
// a mail that says so.
func (p *People) SendReset(ctx context.Context, asked SendReset) error {
	return p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		person, err := roll.By(ctx, tx, "email", asked.Email)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return p.post(ctx, tx, letters.ResetUnknown, roll.Stranger(asked.Email, asked.Locale), links.PathForgotten)
		case err != nil:
			return fmt.Errorf("looking for an account: %w", err)
		}
		if err := note(access.Actor{From: asked.From}, audit.Entry{Event: audit.ResetAsked, Account: person.ID}); err != nil {
			return err
		}
		if person.Disabled {
			return p.post(ctx, tx, letters.ResetDisabled, person.Reader(), links.PathLogIn)
		}
		return p.postLink(ctx, tx, letters.Reset, links.PathReset, person.Link(links.Reset), person.Reader())
	})
}
