package factors

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
)

// Reset takes all factors of somebody who has lost them, so that their password alone lets them in, and ends their sessions: who
// has what was lost may be logged in. It is noted with who did it, and its owner is told. Conflict factors.reset_own for the actor's own: those are turned off with the password;
// NotFound factors.nothing_there.
func (f *Factors) Reset(ctx context.Context, actor access.Actor, userID uuid.UUID) error {
	if err := actor.Require(access.ManagePeople); err != nil {
		return err
	}
	if actor.UserID == userID {
		return fault.New(fault.Conflict, "factors.reset_own")
	}
	return f.changeWays(ctx, actor, userID, "", func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		state, err := stateIn(ctx, tx, userID)
		if err != nil {
			return err
		}
		if !state.Any() {
			return fault.New(fault.NotFound, "factors.nothing_there")
		}
		// Sign-ins that are half open end too: they wait for what is no longer there.
		for _, table := range []bun.Ident{"factor_apps", "factor_codes", "factor_passkeys", "factor_half_open", "factor_challenges"} {
			if _, err := tx.ExecContext(ctx, `DELETE FROM ? WHERE user_id = ?`, table, userID); err != nil {
				return fmt.Errorf("resetting %s: %w", table, err)
			}
		}
		return f.tell(ctx, tx, note, actor, audit.Entry{Event: audit.FactorReset, Account: userID}, "factors.changed.reset")
	})
}
