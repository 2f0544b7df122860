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
	"vatra/lms/limits"
	"vatra/lms/pg"
	"vatra/lms/sessions"
	"vatra/lms/site"
)

// Newcomer is what somebody gives to open an account.
type Newcomer struct {
	Email    string // of an invitation it is not asked: the link knows it
	Name     string // as it shall stand on certificates
	Password string
	Locale   string
}

// Register opens an account that waits for its owner to confirm the address, and mails them the link. It never says
// whether the address had an account: that person gets a mail instead, and the same page and the same time go to the
// visitor. An account still unconfirmed takes the newest name and password; that is safe since confirming asks for the
// password: see Confirm.
//
// Faults: Forbidden people.registration_invited or people.registration_closed, TooMany, Invalid with the fields name,
// email, password, locale.
func (p *People) Register(ctx context.Context, newcomer Newcomer, visitor sessions.Visitor) error {
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
		person, err := putNewcomer(ctx, tx, newcomer, hash)
		if err != nil {
			return err
		}
		if person.Confirmed || person.Disabled {
			return p.post(ctx, tx, letterKnown, person.reader(), PathLogIn)
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
	_, err = p.proveAs(ctx, person.Email, person, password, wrongPassword("password"), visitor)
	if err != nil {
		return sessions.Session{}, err
	}
	return p.enter(ctx, PurposeConfirm, token, visitor, audit.AccountOpened, func(ctx context.Context, tx bun.Tx, _ Link) (account, error) {
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

func (p *People) toConfirm(ctx context.Context, token string) (account, error) {
	link, err := p.Link(ctx, PurposeConfirm, token)
	if err != nil {
		return account{}, err
	}
	person, err := accountBy(ctx, p.db, "id", link.UserID)
	switch {
	case err != nil:
		return account{}, fmt.Errorf("reading the account to confirm: %w", err)
	case person.Confirmed:
		return account{}, fault.New(fault.Conflict, "people.confirmed_before")
	}
	return person, nil
}

// Add opens an account that is confirmed at once, for whoever may manage people. Conflict people.already_has_account.
func (p *People) Add(ctx context.Context, actor access.Actor, newcomer Newcomer, role access.Role) (Person, error) {
	if err := actor.Require(access.ManagePeople); err != nil {
		return Person{}, err
	}
	newcomer, err := p.checkNewcomer(newcomer)
	if err != nil {
		return Person{}, err
	}
	fields := fault.Fields{}
	if checkRole(fields, role); len(fields) > 0 {
		return Person{}, fields.Err()
	}
	hash, err := p.passwords.Hash(ctx, newcomer.Password)
	if err != nil {
		return Person{}, err
	}
	var person account
	err = p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if person, err = admit(ctx, tx, newcomer, hash, role); err != nil {
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

func (p *People) checkNewcomer(newcomer Newcomer) (Newcomer, error) {
	fields := fault.Fields{}
	newcomer.Email = CheckEmail(fields, newcomer.Email)
	newcomer.Name = checkName(fields, "name", newcomer.Name)
	i18n.CheckKnown(fields, "locale", newcomer.Locale)
	p.passwords.Check(fields, "password", newcomer.Password, newcomer.Email, newcomer.Name)
	return newcomer, fields.Err()
}

// putNewcomer writes a learner who is not confirmed yet, or gives the account that the address has. It is one statement
// and one written row in every case, so that the time tells nothing.
func putNewcomer(ctx context.Context, tx bun.Tx, newcomer Newcomer, hash string) (account, error) {
	const waiting = `(u.confirmed_at IS NULL AND u.disabled_at IS NULL)`
	const statement = `
		INSERT INTO users AS u (id, email, name, password_hash, locale, role, search) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (email) DO UPDATE SET
			name = CASE WHEN ` + waiting + ` THEN excluded.name ELSE u.name END,
			search = CASE WHEN ` + waiting + ` THEN excluded.search ELSE u.search END,
			locale = CASE WHEN ` + waiting + ` THEN excluded.locale ELSE u.locale END,
			password_hash = CASE WHEN ` + waiting + ` THEN excluded.password_hash ELSE u.password_hash END
		RETURNING ` + accountColumns
	var person account
	err := tx.NewRaw(statement, uuid.Must(uuid.NewV7()), newcomer.Email, newcomer.Name, hash, newcomer.Locale, access.RoleLearner,
		searchText(newcomer.Name, newcomer.Email)).Scan(ctx, &person)
	if err != nil {
		return account{}, fmt.Errorf("writing a newcomer: %w", err)
	}
	return person, nil
}

// admit writes a person whose address is known to be theirs. It takes an unconfirmed account over, whoever opened it.
func admit(ctx context.Context, tx bun.Tx, newcomer Newcomer, hash string, role access.Role) (account, error) {
	const statement = `
		INSERT INTO users AS u (id, email, name, password_hash, locale, role, search, confirmed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, now())
		ON CONFLICT (email) DO UPDATE SET name = excluded.name, search = excluded.search, locale = excluded.locale,
			role = excluded.role, password_hash = excluded.password_hash, confirmed_at = excluded.confirmed_at
		WHERE u.confirmed_at IS NULL AND u.disabled_at IS NULL
		RETURNING ` + accountColumns
	var people []account
	err := tx.NewRaw(statement, uuid.Must(uuid.NewV7()), newcomer.Email, newcomer.Name, hash, newcomer.Locale, role,
		searchText(newcomer.Name, newcomer.Email)).Scan(ctx, &people)
	if err != nil {
		return account{}, fmt.Errorf("writing a person: %w", err)
	}
	if len(people) == 0 {
		return account{}, fault.New(fault.Conflict, "people.already_has_account")
	}
	if err := access.EndGrants(ctx, tx, people[0].ID); err != nil {
		return account{}, err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM tokens WHERE email = ? AND used_at IS NULL`, newcomer.Email)
	return people[0], err
}

// remindToConfirm sends the mail again to somebody who knows their password and has not confirmed, and says so.
func (p *People) remindToConfirm(ctx context.Context, person account) error {
	if err := p.limits.Take(ctx, limits.ConfirmAccount.Of(person.Email)); err != nil {
		return err
	}
	err := p.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { return p.postConfirmation(ctx, tx, person) })
	if err != nil {
		return err
	}
	return fault.New(fault.Forbidden, "people.unconfirmed")
}

func (p *People) postConfirmation(ctx context.Context, tx bun.Tx, person account) error {
	return p.postLink(ctx, tx, letterConfirm, PathConfirm, person.link(PurposeConfirm), person.reader())
}
