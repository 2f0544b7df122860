package people

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/fault"
)

// Enrollable is nil where the person may be enrolled by others: NotFound people.not_found, Conflict
// people.not_while_disabled.
func (p *People) Enrollable(ctx context.Context, actor access.Actor, id uuid.UUID) error {
	if err := actor.Require(access.EnrolOthers); err != nil {
		return err
	}
	person, err := p.person(ctx, "id", id)
	if err == nil && person.Disabled {
		return fault.New(fault.Conflict, "people.not_while_disabled")
	}
	return err
}

// EnrollableByEmail finds those who may be enrolled by others, by their addresses as CanonicalEmail writes them. An address that
// nobody has, or only a suspended account, is left out.
func (p *People) EnrollableByEmail(ctx context.Context, actor access.Actor, emails []string) (map[string]uuid.UUID, error) {
	if err := actor.Require(access.EnrolOthers); err != nil {
		return nil, err
	}
	known := map[string]uuid.UUID{}
	if len(emails) == 0 {
		return known, nil
	}
	var found []struct {
		ID    uuid.UUID
		Email string
	}
	const query = `SELECT id, email FROM users WHERE email IN (?) AND disabled_at IS NULL`
	err := p.db.NewRaw(query, bun.List(emails)).Scan(ctx, &found)
	for _, one := range found {
		known[one.Email] = one.ID
	}
	return known, err
}
