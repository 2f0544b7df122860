package certificates

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Release parts the awards of a holder from their account, which is being deleted: each gets a holder of its own whom nobody is,
// so that not even two awards of one person can be told to be theirs by it. The records stay as they were issued, and their
// codes go on answering.
func (s *Store) Release(ctx context.Context, tx bun.Tx, holderID uuid.UUID) error {
	_, err := tx.ExecContext(ctx, `UPDATE awards SET holder_id = gen_random_uuid() WHERE holder_id = ?`, holderID)
	if err != nil {
		return fmt.Errorf("parting awards from their holder: %w", err)
	}
	return nil
}
