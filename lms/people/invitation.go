package people

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/people/letters"
	"vatra/lms/people/links"
	"vatra/lms/people/roll"
	"vatra/lms/people/spelling"
	"vatra/lms/pg"
	"vatra/lms/sessions"
	"vatra/lms/site"
)

// Invite mails somebody a link to open an account with the role; an earlier invitation of that address ends. locale is
// the language of the mail, and of the account until its owner chooses another. Faults: Conflict
// people.already_has_account or people.registration_closed, Invalid with the fields email, role, locale.
func (p *People) Invite(ctx context.Context, actor access.Actor, email string, role access.Role, locale string) error {
	if err := actor.Require(access.ManagePeople); err != nil {
		return err
	}
	fields := fault.Fields{}
	email = spelling.CheckEmail(fields, email)
	checkRole(fields, role)
	i18n.CheckKnown(fields, "locale", locale)
	if err := fields.Err(); err != nil {
		return err
	}
	if err := p.mayAccept(ctx); err != nil {
		return err
	}
	switch person, err := p.PersonByEmail(ctx, actor, email); {
	case err != nil && !fault.Is(err, fault.NotFound):
		return err
	case err == nil && (person.Confirmed || person.Disabled):
		return fault.New(fault.Conflict, "people.already_has_account")
	}
	return p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		link := links.Link{Purpose: links.Invite, Email: email, Role: role, Locale: locale, InvitedBy: actor.UserID}
		if err := p.postInvitation(ctx, tx, link, actor.Name); err != nil {
			return err
		}
		return note(actor, audit.Entry{Event: audit.InvitationSent, Target: string(role) + " " + email})
	})
}

// postInvitation says by whom somebody is invited and for what; the operator at the machine has no name.
func (p *People) postInvitation(ctx context.Context, tx bun.Tx, link links.Link, by string) error {
	to, role := roll.Stranger(link.Email, link.Locale), i18n.For(link.Locale).T("people.role."+string(link.Role))
	if by == "" {
		return p.postLink(ctx, tx, letters.Invitation, links.PathInvitation, link, to, "Role", role)
	}
	return p.postLink(ctx, tx, letters.InvitationBy, links.PathInvitation, link, to, "By", by, "Role", role)
}

// inviter is what has become of whoever sent an invitation.
type inviter struct {
	Role     access.Role `bun:"inviter_role"`
	Disabled bool        `bun:"inviter_disabled"`
}

const inviterColumns = `coalesce(i.role, '') AS inviter_role, i.disabled_at IS NOT NULL AS inviter_disabled`

// standsBehind reports whether the inviter could still give what the link offers. The operator always can.
func (i inviter) standsBehind(link links.Link) bool {
	return link.InvitedBy == uuid.Nil || !i.Disabled && i.Role.AtLeast(link.Role)
}

// checkInviter refuses an invitation that has died with its inviter's role. In a transaction the inviter stays as they are
// until it ends.
func checkInviter(ctx context.Context, db bun.IDB, link links.Link) error {
	if link.InvitedBy == uuid.Nil {
		return nil
	}
	var now inviter
	err := db.NewRaw(`SELECT `+inviterColumns+` FROM users i WHERE i.id = ? FOR SHARE`, link.InvitedBy).Scan(ctx, &now)
	switch {
	case err != nil:
		return pg.Found(err, "people.link_invalid")
	case !now.standsBehind(link):
		return fault.New(fault.Conflict, "people.invitation_void")
	}
	return nil
}

// Invitation is Link for an invitation; Conflict people.invitation_void for one whose inviter was disabled, or has a
// lesser role by now than the one that it gives.
func (p *People) Invitation(ctx context.Context, token string) (links.Link, error) {
	link, err := p.Link(ctx, links.Invite, token)
	if err != nil {
		return links.Link{}, err
	}
	return link, checkInviter(ctx, p.db, link)
}

// AcceptInvitation opens the account that was offered and logs its owner in; the address and the role are those of the
// invitation. Faults: those of Invitation, Conflict people.already_has_account or people.registration_closed, Invalid with
// the fields name, password, locale.
func (p *People) AcceptInvitation(ctx context.Context, token string, newcomer roll.Newcomer, visitor sessions.Visitor) (sessions.Session, error) {
	link, err := p.Invitation(ctx, token)
	if err != nil {
		return sessions.Session{}, err
	}
	if err := p.mayAccept(ctx); err != nil {
		return sessions.Session{}, err
	}
	newcomer.Email = link.Email
	if newcomer, err = p.checkNewcomer(newcomer); err != nil {
		return sessions.Session{}, err
	}
	hash, err := p.passwords.Hash(ctx, newcomer.Password)
	if err != nil {
		return sessions.Session{}, err
	}
	return p.enter(ctx, links.Invite, token, visitor, audit.InvitationAccepted, func(ctx context.Context, tx bun.Tx, link links.Link) (roll.Account, error) {
		if err := checkInviter(ctx, tx, link); err != nil {
			return roll.Account{}, err
		}
		return roll.Admit(ctx, tx, newcomer, hash, link.Role)
	})
}

// Invited is an invitation that waits for an answer. A void one waits in vain: see Invitation.
type Invited struct {
	links.Link
	Void bool
}

// Invitations are those that wait for an answer, the newest first and at most a thousand.
func (p *People) Invitations(ctx context.Context, actor access.Actor) ([]Invited, error) {
	if err := actor.Require(access.ManagePeople); err != nil {
		return nil, err
	}
	var waiting []struct {
		links.Link
		InviterRole     access.Role `bun:"inviter_role"`
		InviterDisabled bool        `bun:"inviter_disabled"`
	}
	err := p.db.NewRaw(`SELECT t.*, `+inviterColumns+` FROM (SELECT `+links.Columns+` FROM tokens
			WHERE purpose = ? AND used_at IS NULL AND expires_at > now()
			ORDER BY created_at DESC, email LIMIT 1000) t
		LEFT JOIN users i ON i.id = t.invited_by ORDER BY t.created_at DESC, t.email`, links.Invite).Scan(ctx, &waiting)
	if err != nil {
		return nil, fmt.Errorf("listing the invitations: %w", err)
	}
	invited := make([]Invited, 0, len(waiting))
	for _, one := range waiting {
		by := inviter{Role: one.InviterRole, Disabled: one.InviterDisabled}
		invited = append(invited, Invited{Link: one.Link, Void: !by.standsBehind(one.Link)})
	}
	return invited, nil
}

// Withdraw ends the invitation of an address; NotFound people.link_invalid where there is none.
func (p *People) Withdraw(ctx context.Context, actor access.Actor, email string) error {
	if err := actor.Require(access.ManagePeople); err != nil {
		return err
	}
	email, _ = spelling.Email(email)
	return p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		err := pg.ChangeOne(ctx, tx, "people.link_invalid",
			`DELETE FROM tokens WHERE email = ? AND purpose = ? AND used_at IS NULL`, email, links.Invite)
		if err != nil {
			return err
		}
		return note(actor, audit.Entry{Event: audit.InvitationWithdrawn, Target: email})
	})
}

// mayAccept refuses where the house is closed: then an invitation does not open it either.
func (p *People) mayAccept(ctx context.Context) error {
	settings, err := p.house.Settings(ctx)
	if err != nil {
		return err
	}
	if settings.Registration == site.RegistrationClosed {
		return fault.New(fault.Conflict, "people.registration_closed")
	}
	return nil
}
