package factors

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
)

// State is what a person has.
type State struct {
	AppSince  time.Time // zero: no app
	Passkeys  []Passkey // the oldest first
	CodesLeft int       // recovery codes that were not used yet
}

// Passkey is one of a person's passkeys, as they are shown.
type Passkey struct {
	ID        uuid.UUID `bun:"id"`
	Name      string    `bun:"name"`
	CreatedAt time.Time `bun:"created_at"`
	UsedAt    time.Time `bun:"used_at"` // zero: never
	Doubted   bool      `bun:"doubted"` // there may be a copy of it: it lets nobody in
}

// App reports whether an app was set up.
func (s State) App() bool { return !s.AppSince.IsZero() }

// Factors counts what a second step can be taken with. Recovery codes stand in for them and are none.
func (s State) Factors() int {
	if s.App() {
		return len(s.Passkeys) + 1
	}
	return len(s.Passkeys)
}

// Any reports whether a second step is asked for.
func (s State) Any() bool { return s.Factors() > 0 }

const hasAny = `SELECT EXISTS (SELECT FROM factor_apps WHERE user_id = $1 AND confirmed_at IS NOT NULL)
	OR EXISTS (SELECT FROM factor_passkeys WHERE user_id = $1)`

// Has reports whether the person has a factor.
func (f *Factors) Has(ctx context.Context, userID uuid.UUID) (has bool, err error) {
	if err := f.db.Pool.QueryRow(ctx, hasAny, userID).Scan(&has); err != nil {
		return false, fmt.Errorf("asking whether somebody has a second step: %w", err)
	}
	return has, nil
}

// Due is Has in the transaction that opens a session: whether a right password alone opens none.
func Due(ctx context.Context, tx bun.Tx, userID uuid.UUID) (due bool, err error) {
	if err := tx.Tx.QueryRowContext(ctx, hasAny, userID).Scan(&due); err != nil {
		return false, fmt.Errorf("asking whether a second step is due: %w", err)
	}
	return due, nil
}

// Mine is what the actor has.
func (f *Factors) Mine(ctx context.Context, actor access.Actor) (State, error) {
	if err := actor.Require(access.KeepAccount); err != nil {
		return State{}, err
	}
	return stateIn(ctx, f.db, actor.UserID)
}

// Of is what another person has, for whoever manages people.
func (f *Factors) Of(ctx context.Context, actor access.Actor, userID uuid.UUID) (State, error) {
	if err := actor.Require(access.ManagePeople); err != nil {
		return State{}, err
	}
	return stateIn(ctx, f.db, userID)
}

func stateIn(ctx context.Context, db bun.IDB, userID uuid.UUID) (State, error) {
	var state State
	const query = `SELECT (SELECT confirmed_at FROM factor_apps WHERE user_id = ?0 AND confirmed_at IS NOT NULL),
		(SELECT count(*) FROM factor_codes WHERE user_id = ?0 AND used_at IS NULL)`
	var since bun.NullTime
	if err := db.NewRaw(query, userID).Scan(ctx, &since, &state.CodesLeft); err != nil {
		return State{}, fmt.Errorf("reading somebody's factors: %w", err)
	}
	state.AppSince = since.Time
	err := db.NewRaw(`SELECT id, name, created_at, used_at, doubted_at IS NOT NULL AS doubted
		FROM factor_passkeys WHERE user_id = ? ORDER BY id`, userID).Scan(ctx, &state.Passkeys)
	if err != nil {
		return State{}, fmt.Errorf("reading somebody's passkeys: %w", err)
	}
	return state, nil
}
