package people

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/notify"
	"vatra/lms/people/roll"
	"vatra/lms/pg"
)

// Depart locks the account of the actor, who is about to delete it, until the transaction ends, and gives whom to write to when
// it is gone. Conflict people.last_administrator_self where the house would be left without one.
func (p *People) Depart(ctx context.Context, tx bun.Tx, actor access.Actor) (notify.Reader, error) {
	if err := actor.Require(access.KeepAccount); err != nil {
		return notify.Reader{}, err
	}
	if actor.Role == access.RoleAdministrator {
		err := keepAdministrator(ctx, tx, actor.UserID)
		if fault.Is(err, fault.Conflict) {
			return notify.Reader{}, fault.New(fault.Conflict, "people.last_administrator_self")
		}
		if err != nil {
			return notify.Reader{}, err
		}
	}
	var person roll.Account
	err := tx.NewRaw(`SELECT `+roll.AccountColumns+` FROM users WHERE id = ? FOR UPDATE`, actor.UserID).Scan(ctx, &person)
	return person.Reader(), pg.Found(err, "people.not_found")
}

// Forget deletes an account that Depart has locked, with all that the schema says goes with it, and strikes its address out
// wherever else one stands: in links and letters that have not been sent, in what waits to be answered, and in the security log.
// From then on the address is free.
func (p *People) Forget(ctx context.Context, tx bun.Tx, userID uuid.UUID, email string) error {
	for _, statement := range []string{
		`DELETE FROM users WHERE id = ?0`,
		`DELETE FROM tokens WHERE email = ?1`,
		`DELETE FROM mails WHERE message ->> 'to' = ?1`,
		`DELETE FROM river_job WHERE kind IN ('people.reset', 'people.address') AND state <> 'running'
			AND (args ->> 'email' = ?1 OR args ->> 'user_id' = ?0::text)`,
		`UPDATE security_events SET target = CASE WHEN target = ?1 THEN '' ELSE split_part(target, ' ', 1) END
			WHERE event IN ('invitation.sent', 'invitation.withdrawn') AND (target = ?1 OR right(target, length(?1) + 1) = ' ' || ?1)`,
	} {
		if _, err := tx.ExecContext(ctx, statement, userID, email); err != nil {
			return fmt.Errorf("forgetting a person: %w", err)
		}
	}
	return nil
}
