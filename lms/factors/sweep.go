package factors

import (
	"context"
	"fmt"
)

// Sweep deletes half-open sign-ins, challenges and begun apps whose time is over. Nothing waits for it: every statement
// asks for the time itself.
func (f *Factors) Sweep(ctx context.Context) error {
	for _, statement := range []string{
		`DELETE FROM factor_half_open WHERE expires_at <= now()`,
		`DELETE FROM factor_challenges WHERE expires_at <= now()`,
		`DELETE FROM factor_apps WHERE confirmed_at IS NULL AND created_at <= now() - interval '` + beginLives + `'`,
	} {
		if _, err := f.db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("sweeping factors: %w", err)
		}
	}
	return nil
}
