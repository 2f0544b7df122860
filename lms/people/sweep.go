package people

import (
	"context"
	"fmt"
)

// Sweep deletes sessions and links that are over, counters whose time is up, and accounts that nobody confirmed within
// a month. Nothing waits for it to become true: every statement asks for the time itself.
func (p *People) Sweep(ctx context.Context) error {
	for _, statement := range []string{
		`DELETE FROM sessions WHERE expires_at <= now() OR seen_at + make_interval(secs => idle) <= now()`,
		`DELETE FROM tokens WHERE expires_at <= now()`,
		`DELETE FROM rate_limits WHERE window_end <= now()`,
		`DELETE FROM guesses WHERE forget_at <= now()`,
		`DELETE FROM users WHERE confirmed_at IS NULL AND disabled_at IS NULL AND created_at < now() - interval '30 days'
			AND NOT EXISTS (SELECT FROM tokens WHERE user_id = users.id AND expires_at > now())`,
	} {
		if _, err := p.db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("sweeping: %w", err)
		}
	}
	return nil
}
