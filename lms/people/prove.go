package people

import (
	"context"

	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/people/proof"
	"vatra/lms/people/roll"
	"vatra/lms/pg"
	"vatra/lms/sessions"
)

// Prove asks the actor for their password once more, so that what matters can be done in their session for a while: see
// sessions.Recently. Invalid with the field password; TooMany, since somebody at an open screen may try to guess.
func (p *People) Prove(ctx context.Context, actor access.Actor, password string, visitor sessions.Visitor) error {
	if err := actor.Require(access.KeepAccount); err != nil {
		return err
	}
	person, err := roll.By(ctx, p.db, "id", actor.UserID)
	if err != nil {
		return pg.Found(err, "people.not_found")
	}
	if err := p.desk.Inside(ctx, actor, person.Whose(), password, proof.Wrong("password")); err != nil {
		return err
	}
	return p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if err := sessions.Proved(ctx, tx, actor.UserID, visitor.Token); err != nil {
			return err
		}
		return note(actor, audit.Entry{Event: audit.Proved, Account: actor.UserID})
	})
}
