package factors

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/pg"
)

// Event is one change of somebody's factors.
type Event struct {
	What       fault.Message
	ActorID    uuid.UUID // who did it; zero for the operator, and for somebody who is no longer there
	ByOwner    bool
	ByOperator bool
	At         time.Time
}

// note writes down what was changed and by whom, and tells the owner. what is a key of the catalogue, a whole sentence.
func (f *Factors) note(ctx context.Context, tx bun.Tx, actor access.Actor, userID uuid.UUID, what string, args ...any) error {
	sentence := fault.Fields{}
	sentence.Add("what", what, args...)
	message := sentence["what"]
	text, err := json.Marshal(message.Args)
	if err != nil {
		return err
	}
	const statement = `INSERT INTO factor_events (user_id, actor_id, operator, what, args) VALUES (?, ?, ?, ?, ?::jsonb)`
	if _, err := tx.ExecContext(ctx, statement, userID, pg.OrNull(actor.UserID), !actor.LoggedIn(), what, string(text)); err != nil {
		return fmt.Errorf("noting a change of factors: %w", err)
	}
	return f.conf.Tell(ctx, tx, userID, message)
}

// owner acts for somebody who is signing in, so that there is no actor yet.
func owner(userID uuid.UUID) access.Actor {
	return access.Actor{UserID: userID, Role: access.RoleGuest}
}

// Events are the newest changes of a person's factors, at most twenty, the newest first.
func (f *Factors) Events(ctx context.Context, actor access.Actor, userID uuid.UUID) ([]Event, error) {
	if err := actor.Require(access.ManagePeople); err != nil {
		return nil, err
	}
	rows, err := f.db.QueryContext(ctx, `SELECT what, args, actor_id, operator, at FROM factor_events
		WHERE user_id = ? ORDER BY id DESC LIMIT 20`, userID)
	if err != nil {
		return nil, fmt.Errorf("reading the changes of factors: %w", err)
	}
	defer rows.Close()
	var events []Event
	for rows.Next() {
		var event Event
		var by uuid.NullUUID
		var text []byte
		if err := rows.Scan(&event.What.Key, &text, &by, &event.ByOperator, &event.At); err != nil {
			return nil, fmt.Errorf("reading the changes of factors: %w", err)
		}
		var args fault.Args
		if err := json.Unmarshal(text, &args); err != nil {
			return nil, fmt.Errorf("reading a change of factors: %w", err)
		}
		event.What.Args, event.ActorID, event.ByOwner = args, by.UUID, by.UUID == userID
		events = append(events, event)
	}
	return events, rows.Err()
}
