package jobs

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// FindLostMails looks for mails that are on record as not sent and that no job sends any more. They get another job while
// somebody may still wait for them; the others are given up, which is logged, though not to whom they were. It gives how
// many of each there were. A mail that was sent is never sent again by this: its record says so.
func (q *Queue) FindLostMails(ctx context.Context) (again, givenUp int, err error) {
	var over []uuid.UUID
	err = q.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		again, over = 0, nil
		var lost []struct {
			ID   uuid.UUID `bun:"id"`
			Over bool      `bun:"over"`
		}
		const query = `SELECT id, queued_at < now() - make_interval(secs => ?) AS over FROM mails m
			WHERE message IS NOT NULL AND NOT EXISTS (
				SELECT FROM river_job WHERE kind = ? AND args @> jsonb_build_object(?::text, m.id)
				AND state IN ('available', 'pending', 'retryable', 'running', 'scheduled'))
			ORDER BY queued_at LIMIT ? FOR UPDATE SKIP LOCKED`
		if err := tx.NewRaw(query, mailLives.Seconds(), mailKind, mailArgument, mailsAtOnce).Scan(ctx, &lost); err != nil {
			return fmt.Errorf("looking for lost mails: %w", err)
		}
		for _, mail := range lost {
			fate, err := FateOf(ctx, tx, mailKind, mailArgument, mail.ID.String())
			switch {
			case err != nil || fate == Alive:
			case mail.Over:
				over = append(over, mail.ID)
				err = endMail(ctx, tx, "given_up_at", mail.ID)
			default:
				again++
				err = q.Enqueue(ctx, tx, SendMail{ID: mail.ID}, nil)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	for _, id := range over {
		q.log.WarnContext(ctx, "a mail was given up: it could not be sent for days", "mail", id)
	}
	return again, len(over), nil
}

// forgetMails deletes the records of mails that ended long ago.
func (q *Queue) forgetMails(ctx context.Context) error {
	_, err := q.db.ExecContext(ctx, `DELETE FROM mails WHERE id IN (SELECT id FROM mails WHERE message IS NULL
		AND queued_at < now() - make_interval(secs => ?) LIMIT 1000)`, mailRecord.Seconds())
	return err
}

// LookAfterMails is FindLostMails, and forgets what ended long ago.
func (q *Queue) LookAfterMails(ctx context.Context) error {
	if _, _, err := q.FindLostMails(ctx); err != nil {
		return err
	}
	return q.forgetMails(ctx)
}
