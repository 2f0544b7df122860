package people

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/i18n"
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
	email = CheckEmail(fields, email)
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
	return p.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return p.postLink(ctx, tx, letterInvitation, PathInvitation, Link{
			Purpose: PurposeInvite, Email: email, Role: role, Locale: locale, InvitedBy: actor.UserID,
		})
	})
}

// AcceptInvitation opens the account that was offered and logs its owner in; the address and the role are those of the
// invitation. Faults: NotFound people.link_invalid, Conflict people.already_has_account or people.registration_closed,
// Invalid with the fields name, password, locale.
func (p *People) AcceptInvitation(ctx context.Context, token string, newcomer Newcomer, visitor sessions.Visitor) (sessions.Session, error) {
	link, err := p.Link(ctx, PurposeInvite, token)
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
	return p.enter(ctx, PurposeInvite, token, visitor, func(ctx context.Context, tx bun.Tx, link Link) (account, error) {
		return admit(ctx, tx, newcomer, hash, link.Role)
	})
}

// Invitations are those that wait for an answer, the newest first and at most a thousand.
func (p *People) Invitations(ctx context.Context, actor access.Actor) ([]Link, error) {
	if err := actor.Require(access.ManagePeople); err != nil {
		return nil, err
	}
	var links []Link
	err := p.db.NewRaw(`SELECT `+linkColumns+` FROM tokens
		WHERE purpose = ? AND used_at IS NULL AND expires_at > now()
		ORDER BY created_at DESC, email LIMIT 1000`, PurposeInvite).Scan(ctx, &links)
	if err != nil {
		return nil, fmt.Errorf("listing the invitations: %w", err)
	}
	return links, nil
}

// Withdraw ends the invitation of an address; NotFound people.link_invalid where there is none.
func (p *People) Withdraw(ctx context.Context, actor access.Actor, email string) error {
	if err := actor.Require(access.ManagePeople); err != nil {
		return err
	}
	email, _ = CanonicalEmail(email)
	return pg.ChangeOne(ctx, p.db, "people.link_invalid",
		`DELETE FROM tokens WHERE email = ? AND purpose = ? AND used_at IS NULL`, email, PurposeInvite)
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
