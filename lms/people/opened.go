package people

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/i18n"
	"vatra/lms/lang"
)

// TellOfTrack mails somebody who wished it, in their language and the transaction, that a track has opened. path is where
// they can enrol. Whoever is shut out by now gets nothing.
func (p *People) TellOfTrack(ctx context.Context, tx bun.Tx, userID uuid.UUID, names lang.Texts, path string) error {
	person, err := accountBy(ctx, tx, "id", userID)
	if err != nil {
		return fmt.Errorf("reading whom to tell: %w", err)
	}
	if person.Disabled {
		return nil
	}
	name, _ := names.In(person.Locale, i18n.Fallback)
	return p.post(ctx, tx, letterTrackOpened, person.reader(), path, "Track", name)
}
