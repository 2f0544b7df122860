package sessions

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/pg"
	"vatra/lms/secret"
)

// Place is where somebody is logged in. Here marks the session that asks.
type Place struct {
	ID     uuid.UUID `bun:"id"`
	Agent  string    `bun:"agent"` // what the browser calls itself
	Since  time.Time `bun:"created_at"`
	SeenAt time.Time `bun:"seen_at"` // within a few minutes
	Here   bool      `bun:"here"`
}

const open = `user_id = ? AND expires_at > now() AND seen_at + make_interval(secs => idle) > now()`

// Places are where the actor is logged in, this one first and then by when they were last used; at most a hundred. The token
// is that of the session that asks.
func (s *Sessions) Places(ctx context.Context, actor access.Actor, token string) ([]Place, error) {
	if err := actor.Require(access.KeepAccount); err != nil {
		return nil, err
	}
	hash, _ := secret.Hash(token)
	var places []Place
	err := s.db.NewRaw(`SELECT id, agent, created_at, seen_at, token_hash = ? AS here FROM sessions
		WHERE `+open+` ORDER BY here DESC, seen_at DESC, id LIMIT 100`, hash, actor.UserID).Scan(ctx, &places)
	if err != nil {
		return nil, fmt.Errorf("listing where somebody is logged in: %w", err)
	}
	return places, nil
}

// End ends one session of the actor; NotFound sessions.none where it has ended already, or is another's.
func (s *Sessions) End(ctx context.Context, actor access.Actor, id uuid.UUID) error {
	if err := actor.Require(access.KeepAccount); err != nil {
		return err
	}
	return s.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		var agent string
		err := tx.NewRaw(`DELETE FROM sessions WHERE id = ? AND user_id = ? RETURNING agent`, id, actor.UserID).Scan(ctx, &agent)
		if err != nil {
			return pg.Found(err, "sessions.none")
		}
		return note(actor, audit.Entry{Event: audit.SessionEnded, Account: actor.UserID, Target: agent})
	})
}

// EndOthers ends all sessions of the actor but the one of the token, and gives how many they were.
func (s *Sessions) EndOthers(ctx context.Context, actor access.Actor, token string) (ended int, err error) {
	if err := actor.Require(access.KeepAccount); err != nil {
		return 0, err
	}
	err = s.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		ended, err = EndAll(ctx, tx, note, actor, actor.UserID, token)
		return err
	})
	return ended, err
}

// EndAll ends the sessions of a person but the one of the token, which is empty where none shall stay; it notes who did it and
// how many they were, if any. It must come after the change that it is meant for, in the same transaction, which has changed or
// locked the person's row in users: see Open.
func EndAll(ctx context.Context, tx bun.Tx, note audit.Note, actor access.Actor, userID uuid.UUID, but string) (ended int, err error) {
	hash, _ := secret.Hash(but)
	const statement = `WITH gone AS (DELETE FROM sessions WHERE user_id = ? AND token_hash IS DISTINCT FROM ? RETURNING 1)
		SELECT count(*) FROM gone`
	if err := tx.NewRaw(statement, userID, hash).Scan(ctx, &ended); err != nil {
		return 0, fmt.Errorf("ending somebody's sessions: %w", err)
	}
	if ended == 0 {
		return 0, nil
	}
	return ended, note(actor, audit.Entry{Event: audit.OthersEnded, Account: userID, Target: strconv.Itoa(ended)})
}

// LogOut ends the session of the token; one that is no longer known is no error.
func (s *Sessions) LogOut(ctx context.Context, actor access.Actor, token string) error {
	hash, ok := secret.Hash(token)
	if !ok {
		return nil
	}
	return s.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE token_hash = ?`, hash)
		if err != nil {
			return fmt.Errorf("logging out: %w", err)
		}
		if gone, err := result.RowsAffected(); err != nil || gone == 0 {
			return err
		}
		return note(actor, audit.Entry{Event: audit.LoggedOut, Account: actor.UserID})
	})
}
