package certificates

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Release parts the awards of a holder from their account, which is being deleted: they get holders whom nobody is, one for each
// subject, so that not even the awards of one person can be told to be theirs by it; those that were issued one in place of
// another stay together. The records stay as they were issued, and their codes go on answering.
func (s *Store) Release(ctx context.Context, tx bun.Tx, holderID uuid.UUID) error {
	for _, statement := range []string{
		`SELECT set_config('vatra.forgotten_holder', ?0::text, true)`,
		`WITH nobody AS MATERIALIZED (
			SELECT subject, gen_random_uuid() AS id FROM (SELECT DISTINCT subject FROM awards WHERE holder_id = ?0) held)
		UPDATE awards SET holder_id = nobody.id FROM nobody WHERE awards.holder_id = ?0 AND awards.subject = nobody.subject`,
		`SELECT set_config('vatra.forgotten_holder', '', true)`,
	} {
		if _, err := tx.ExecContext(ctx, statement, holderID); err != nil {
			return fmt.Errorf("parting awards from their holder: %w", err)
		}
	}
	return nil
}
