package people

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/people/letters"
	"vatra/lms/people/links"
	"vatra/lms/people/roll"
	"vatra/lms/pg"
	"vatra/lms/sessions"
	"vatra/lms/text"
)

// PageSize is how many people stand on a page of the list.
const PageSize = 50

// Filter says which people to list; a zero field filters nothing.
type Filter struct {
	Text string // words of the name or the address, in any order, case and accents aside
	Role access.Role
	Page int // from 1; 0 is the first
}

// List is one page of a list.
type List struct {
	People []roll.Person
	Total  int // on all pages
	Page   int
	Pages  int
}

// List is a page of the people there are, by name.
func (p *People) List(ctx context.Context, actor access.Actor, filter Filter) (List, error) {
	if err := actor.Require(access.ManagePeople); err != nil {
		return List{}, err
	}
	const matching = `FROM users WHERE search LIKE ALL (?) AND (? = '' OR role = ?)`
	patterns := []string{} // not nil: LIKE ALL of an empty array holds, of NULL it does not
	for _, word := range strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(filter.Text, "\x00", " "), " ")) {
		patterns = append(patterns, pg.Within(text.Fold(word)))
	}
	words := pgdialect.Array(patterns)
	list := List{People: []roll.Person{}}
	if err := p.db.NewRaw(`SELECT count(*) `+matching, words, filter.Role, filter.Role).Scan(ctx, &list.Total); err != nil {
		return List{}, fmt.Errorf("counting people: %w", err)
	}
	list.Pages = max(1, (list.Total+PageSize-1)/PageSize)
	list.Page = min(max(1, filter.Page), list.Pages)
	err := p.db.NewRaw(`SELECT `+roll.Columns+` `+matching+` ORDER BY search, id LIMIT ? OFFSET ?`,
		words, filter.Role, filter.Role, PageSize, (list.Page-1)*PageSize).Scan(ctx, &list.People)
	if err != nil {
		return List{}, fmt.Errorf("listing people: %w", err)
	}
	return list, nil
}

// SetRole gives a person another role and ends their sessions and grants, so that what they hold was given to the role
// they have. Conflict people.last_administrator where the house would be left without one.
func (p *People) SetRole(ctx context.Context, actor access.Actor, id uuid.UUID, role access.Role) error {
	if err := actor.Require(access.ManagePeople); err != nil {
		return err
	}
	fields := fault.Fields{}
	if checkRole(fields, role); len(fields) > 0 {
		return fields.Err()
	}
	return p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		person, err := roll.By(ctx, tx, "id", id)
		if err != nil {
			return pg.Found(err, "people.not_found")
		}
		if person.Role == role {
			return nil
		}
		if err := keepAdministrator(ctx, tx, id); err != nil {
			return err
		}
		if err := pg.ChangeOne(ctx, tx, "people.not_found", `UPDATE users SET role = ? WHERE id = ?`, role, id); err != nil {
			return err
		}
		if err := access.EndGrants(ctx, tx, id); err != nil {
			return err
		}
		if _, err := sessions.EndAll(ctx, tx, note, actor, id, ""); err != nil {
			return err
		}
		if err := note(actor, audit.Entry{Event: audit.RoleChanged, Account: id, Target: string(person.Role) + " " + string(role)}); err != nil {
			return err
		}
		words := i18n.For(person.Locale)
		return p.post(ctx, tx, letters.Role, person.Reader(), links.PathLogIn,
			"Before", words.T("people.role."+string(person.Role)), "After", words.T("people.role."+string(role)))
	})
}

// Disable shuts a person out at once: their sessions and mailed links end. What they did stays. Conflict
// people.last_administrator where the house would be left without one.
func (p *People) Disable(ctx context.Context, actor access.Actor, id uuid.UUID) error {
	if err := actor.Require(access.ManagePeople); err != nil {
		return err
	}
	return p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if err := keepAdministrator(ctx, tx, id); err != nil {
			return err
		}
		const statement = `UPDATE users SET disabled_at = coalesce(disabled_at, now()) WHERE id = ?`
		if err := pg.ChangeOne(ctx, tx, "people.not_found", statement, id); err != nil {
			return err
		}
		if err := endWaysIn(ctx, tx, note, actor, id, ""); err != nil {
			return err
		}
		return note(actor, audit.Entry{Event: audit.AccountDisabled, Account: id})
	})
}

// Enable lets a disabled person in again.
func (p *People) Enable(ctx context.Context, actor access.Actor, id uuid.UUID) error {
	if err := actor.Require(access.ManagePeople); err != nil {
		return err
	}
	return p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if err := pg.ChangeOne(ctx, tx, "people.not_found", `UPDATE users SET disabled_at = NULL WHERE id = ?`, id); err != nil {
			return err
		}
		return note(actor, audit.Entry{Event: audit.AccountEnabled, Account: id})
	})
}

// ResendConfirmation mails the link to confirm again; Conflict people.already_confirmed where there is nothing to
// confirm.
func (p *People) ResendConfirmation(ctx context.Context, actor access.Actor, id uuid.UUID) error {
	if err := actor.Require(access.ManagePeople); err != nil {
		return err
	}
	person, err := roll.By(ctx, p.db, "id", id)
	switch {
	case err != nil:
		return pg.Found(err, "people.not_found")
	case person.Disabled:
		return fault.New(fault.Conflict, "people.not_while_disabled")
	case person.Confirmed:
		return fault.New(fault.Conflict, "people.already_confirmed")
	}
	return p.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { return p.postConfirmation(ctx, tx, person) })
}

// keepAdministrator refuses to take the last administrator who can log in away. All of them stay locked until the
// transaction ends: of two who demote each other at once, the second waits and then sees the first one gone.
func keepAdministrator(ctx context.Context, tx bun.Tx, id uuid.UUID) error {
	var administrators []uuid.UUID
	err := tx.NewRaw(`SELECT id FROM users
		WHERE role = ? AND confirmed_at IS NOT NULL AND disabled_at IS NULL
		ORDER BY id FOR UPDATE`, access.RoleAdministrator).Scan(ctx, &administrators)
	if err != nil {
		return fmt.Errorf("locking the administrators: %w", err)
	}
	if len(administrators) == 1 && administrators[0] == id {
		return fault.New(fault.Conflict, "people.last_administrator")
	}
	return nil
}

func checkRole(fields fault.Fields, role access.Role) {
	if !role.Known() {
		fields.Add("role", "people.role_unknown")
	}
}
