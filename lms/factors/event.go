package factors

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
)

// tell notes what was changed and by whom, and mails the owner. what is a key of the catalogue, a whole sentence.
func (f *Factors) tell(
	ctx context.Context, tx bun.Tx, note audit.Note, actor access.Actor, entry audit.Entry, what string, args ...any,
) error {
	if err := note(actor, entry); err != nil {
		return err
	}
	sentence := fault.Fields{}
	sentence.Add("what", what, args...)
	return f.conf.Tell(ctx, tx, entry.Account, sentence["what"])
}

// owner acts for somebody who is signing in, so that there is no actor yet.
func owner(userID uuid.UUID, from access.Origin) access.Actor {
	return access.Actor{UserID: userID, Role: access.RoleGuest, From: from}
}
