package access

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/fault"
	"vatra/lms/pg"
)

// Grant lets a person do within the scope what their role has; one that they have already stays as it is, with the name
// of whoever gave it, and fresh is false. Whoever grants in a transaction asks OfRole about its error.
func Grant(ctx context.Context, db bun.IDB, actor Actor, userID uuid.UUID, role Role, scope Scope) (fresh bool, err error) {
	if err := actor.Require(ManagePeople); err != nil {
		return false, err
	}
	return grant(ctx, db, actor, userID, role, scope)
}

func grant(ctx context.Context, db bun.IDB, by Actor, userID uuid.UUID, role Role, scope Scope) (fresh bool, err error) {
	const statement = `INSERT INTO grants (user_id, role, scope_kind, scope_id, lang, granted_by) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`
	done, err := db.ExecContext(ctx, statement, userID, role, scope.Kind, scope.ID, scope.Lang, pg.OrNull(by.UserID))
	if err != nil {
		return false, fmt.Errorf("granting a %s: %w", scope.Kind, OfRole(err))
	}
	written, err := done.RowsAffected()
	return written > 0, err
}

// Own grants the actor what they have just made, in the transaction that makes it. Whoever has all of its kind needs no grant.
func Own(ctx context.Context, tx bun.Tx, actor Actor, capability Capability, scope Scope) error {
	if err := actor.Require(capability); err != nil || wide(actor.Role, capability) {
		return err
	}
	_, err := grant(ctx, tx, actor, actor.UserID, actor.Role, scope)
	return err
}

// Holders are those who hold a grant for a thing and can log in, for whoever writes to them.
func Holders(ctx context.Context, db bun.IDB, scope Scope) ([]uuid.UUID, error) {
	var holders []uuid.UUID
	const query = `SELECT u.id FROM users u JOIN grants g ON g.user_id = u.id AND g.role = u.role
		WHERE g.scope_kind = ? AND g.scope_id = ? AND u.confirmed_at IS NOT NULL AND u.disabled_at IS NULL ORDER BY u.id`
	if err := db.NewRaw(query, scope.Kind, scope.ID).Scan(ctx, &holders); err != nil {
		return nil, fmt.Errorf("looking for those who hold a %s: %w", scope.Kind, err)
	}
	return holders, nil
}

// Share grants another person of the role a draft that the actor may write, or its translation.
func Share(ctx context.Context, tx bun.Tx, actor Actor, userID uuid.UUID, role Role, scope Scope) (fresh bool, err error) {
	if err := actor.RequireFor(ctx, tx, WriteCourses, Draft(scope.ID)); err != nil {
		return false, err
	}
	return grant(ctx, tx, actor, userID, role, scope)
}

// Unshare takes it back; NotFound people.no_such_grant where there is none.
func Unshare(ctx context.Context, tx bun.Tx, actor Actor, userID uuid.UUID, role Role, scope Scope) error {
	if err := actor.RequireFor(ctx, tx, WriteCourses, Draft(scope.ID)); err != nil {
		return err
	}
	return withdraw(ctx, tx, userID, role, scope)
}

// OfRole is the fault of a grant whose role is not held, Conflict people.not_of_role, for an error that says so: the database
// looks at it when the transaction commits. Any other error stays as it is.
func OfRole(err error) error {
	if pg.Violates(err, "grants_are_of_the_role_held") {
		return fault.New(fault.Conflict, "people.not_of_role")
	}
	return err
}

// Withdraw takes a grant back; NotFound people.no_such_grant where there is none.
func Withdraw(ctx context.Context, db bun.IDB, actor Actor, userID uuid.UUID, role Role, scope Scope) error {
	if err := actor.Require(ManagePeople); err != nil {
		return err
	}
	return withdraw(ctx, db, userID, role, scope)
}

func withdraw(ctx context.Context, db bun.IDB, userID uuid.UUID, role Role, scope Scope) error {
	return pg.ChangeOne(ctx, db, "people.no_such_grant",
		`DELETE FROM grants WHERE user_id = ? AND role = ? AND scope_kind = ? AND scope_id = ? AND lang = ?`,
		userID, role, scope.Kind, scope.ID, scope.Lang)
}

// EndGrants takes all grants of a person back. It comes after the change of their role, in the same transaction: a grant
// that is given meanwhile waits for that, and is then refused.
func EndGrants(ctx context.Context, tx bun.Tx, userID uuid.UUID) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM grants WHERE user_id = ?`, userID)
	return err
}

// Translations are the drafts that the actor was asked to translate, with the languages, sorted.
func Translations(ctx context.Context, db bun.IDB, actor Actor) (map[uuid.UUID][]string, error) {
	var granted []struct {
		ID   uuid.UUID `bun:"scope_id"`
		Lang string    `bun:"lang"`
	}
	const query = `SELECT scope_id, lang FROM grants WHERE user_id = ? AND role = ? AND scope_kind = ? ORDER BY lang`
	if err := db.NewRaw(query, actor.UserID, actor.Role, ScopeTranslation).Scan(ctx, &granted); err != nil {
		return nil, fmt.Errorf("reading what somebody translates: %w", err)
	}
	into := map[uuid.UUID][]string{}
	for _, one := range granted {
		into[one.ID] = append(into[one.ID], one.Lang)
	}
	return into, nil
}
