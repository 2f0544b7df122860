package people

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/limits"
	"vatra/lms/people/letters"
	"vatra/lms/people/links"
	"vatra/lms/people/proof"
	"vatra/lms/people/roll"
	"vatra/lms/people/spelling"
	"vatra/lms/pg"
	"vatra/lms/sessions"
	"vatra/lms/site"
)

// Register opens an account that waits for its owner to confirm the address, and mails them the link. It never says
// whether the address had an account: that person gets a mail instead, and the same page and the same time go to the
// visitor. An account still unconfirmed takes the newest name and password; that is safe since confirming asks for the
// password: see Confirm.
//
// Faults: Forbidden people.registration_invited or people.registration_closed, TooMany, Invalid with the fields name,
// email, password, locale.
func (p *People) Register(ctx context.Context, newcomer roll.Newcomer, visitor sessions.Visitor) error {
	if err := p.MayRegister(ctx); err != nil {
		return err
	}
	newcomer, err := p.checkNewcomer(newcomer)
	if err != nil {
		return err
	}
	if err := p.limits.Take(ctx, limits.RegisterAccount.Of(newcomer.Email), limits.RegisterAddress.Of(visitor.Address)); err != nil {
		return err
	}
	hash, err := p.passwords.Hash(ctx, newcomer.Password)
	if err != nil {
		return err
	}
	return p.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		person, err := roll.Put(ctx, tx, newcomer, hash)
		if err != nil {
			return err
		}
		if person.Confirmed || person.Disabled {
			return p.post(ctx, tx, letters.Known, person.Reader(), links.PathLogIn)
		}
		return p.postConfirmation(ctx, tx, person)
	})
}

// Confirm finishes opening an account and logs its owner in. It asks for the password beside the link: else somebody
// could register another's address, wait for them to follow the link, and share the account. A wrong password is
// Invalid with the field password and leaves the link as it was. Other faults: those of MayConfirm, TooMany.
func (p *People) Confirm(ctx context.Context, token, password string, visitor sessions.Visitor) (sessions.Session, error) {
	person, err := p.toConfirm(ctx, token)
	if err != nil {
		return sessions.Session{}, err
	}
	_, err = p.desk.Outside(ctx, person.Email, person.Whose(), password, proof.Wrong("password"), visitor)
	if err != nil {
		return sessions.Session{}, err
	}
	return p.enter(ctx, links.Confirm, token, visitor, audit.AccountOpened, func(ctx context.Context, tx bun.Tx, _ links.Link) (roll.Account, error) {
		const statement = `UPDATE users SET confirmed_at = now() WHERE id = ? AND confirmed_at IS NULL AND disabled_at IS NULL`
		return person, pg.ChangeOne(ctx, tx, "people.link_invalid", statement, person.ID)
	})
}

// MayConfirm is nil where a link opens an account; NotFound people.link_invalid, Conflict people.confirmed_before for an account
// that is open already, into which one logs in.
func (p *People) MayConfirm(ctx context.Context, token string) error {
	_, err := p.toConfirm(ctx, token)
	return err
}

func (p *People) toConfirm(ctx context.Context, token string) (roll.Account, error) {
	link, err := p.Link(ctx, links.Confirm, token)
	if err != nil {
		return roll.Account{}, err
	}
	person, err := roll.By(ctx, p.db, "id", link.UserID)
	switch {
	case err != nil:
		return roll.Account{}, fmt.Errorf("reading the account to confirm: %w", err)
	case person.Confirmed:
		return roll.Account{}, fault.New(fault.Conflict, "people.confirmed_before")
	}
	return person, nil
}

// Add opens an account that is confirmed at once, for whoever may manage people. Conflict people.already_has_account.
func (p *People) Add(ctx context.Context, actor access.Actor, newcomer roll.Newcomer, role access.Role) (roll.Person, error) {
	if err := actor.Require(access.ManagePeople); err != nil {
		return roll.Person{}, err
	}
	newcomer, err := p.checkNewcomer(newcomer)
	if err != nil {
		return roll.Person{}, err
	}
	fields := fault.Fields{}
	if checkRole(fields, role); len(fields) > 0 {
		return roll.Person{}, fields.Err()
	}
	hash, err := p.passwords.Hash(ctx, newcomer.Password)
	if err != nil {
		return roll.Person{}, err
	}
	var person roll.Account
	err = p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if person, err = roll.Admit(ctx, tx, newcomer, hash, role); err != nil {
			return err
		}
		return note(actor, audit.Entry{Event: audit.AccountAdded, Account: person.ID, Target: string(role)})
	})
	return person.Person, err
}

// MayRegister is nil where anybody may open an account; else Forbidden people.registration_invited or
// people.registration_closed.
func (p *People) MayRegister(ctx context.Context) error {
	settings, err := p.house.Settings(ctx)
	if err != nil {
		return err
	}
	switch settings.Registration {
	case site.RegistrationOpen:
		return nil
	case site.RegistrationInvited:
		return fault.New(fault.Forbidden, "people.registration_invited")
	default:
		return fault.New(fault.Forbidden, "people.registration_closed")
	}
}

func (p *People) checkNewcomer(newcomer roll.Newcomer) (roll.Newcomer, error) {
	fields := fault.Fields{}
	newcomer.Email = spelling.CheckEmail(fields, newcomer.Email)
	newcomer.Name = spelling.CheckName(fields, "name", newcomer.Name)
	i18n.CheckKnown(fields, "locale", newcomer.Locale)
	p.passwords.Check(fields, "password", newcomer.Password, newcomer.Email, newcomer.Name)
	return newcomer, fields.Err()
}

// remindToConfirm sends the mail again to somebody who knows their password and has not confirmed, and says so.
func (p *People) remindToConfirm(ctx context.Context, person roll.Account) error {
	if err := p.limits.Take(ctx, limits.ConfirmAccount.Of(person.Email)); err != nil {
		return err
	}
	err := p.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { return p.postConfirmation(ctx, tx, person) })
	if err != nil {
		return err
	}
	return fault.New(fault.Forbidden, "people.unconfirmed")
}

func (p *People) postConfirmation(ctx context.Context, tx bun.Tx, person roll.Account) error {
	return p.postLink(ctx, tx, letters.Confirm, links.PathConfirm, person.Link(links.Confirm), person.Reader())
}
