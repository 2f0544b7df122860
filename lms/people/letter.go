package people

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/notify"
	"vatra/lms/people/letters"
	"vatra/lms/people/links"
	"vatra/lms/people/roll"
	"vatra/lms/sessions"
)

// post hands a letter over in the transaction: see letters.Letter.To.
func (p *People) post(ctx context.Context, tx bun.Tx, what letters.Letter, to notify.Reader, path string, more ...any) error {
	return p.conf.Office.Post(ctx, tx, what.To(to, path, more...))
}

// Write posts a letter about something else than the account to somebody who has one, made for them as a reader. An account that
// is gone gets none.
func (p *People) Write(ctx context.Context, tx bun.Tx, userID uuid.UUID, letter func(to notify.Reader) notify.Letter) error {
	person, err := roll.By(ctx, tx, "id", userID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading whom to write to: %w", err)
	}
	to := person.Reader()
	made := letter(to)
	made.To, made.Why = to, cmp.Or(made.Why, notify.HasAccount)
	return p.conf.Office.Post(ctx, tx, made)
}

// tellOfBrowser mails the owner of an account of a login in a browser that it does not know.
func (p *People) tellOfBrowser(ctx context.Context, tx bun.Tx, person roll.Account, visitor sessions.Visitor) error {
	if slices.Contains(visitor.Knows, person.ID) {
		return nil
	}
	return p.post(ctx, tx, letters.NewBrowser, person.Reader(), links.PathForgotten, "Address", visitor.Address)
}
