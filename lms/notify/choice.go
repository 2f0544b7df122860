package notify

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"vatra/lms/access"
	"vatra/lms/fault"
)

// Kind is a kind of letters that one may do without. What is about the safety of an account, or what somebody has asked for, is
// of no kind and always comes.
type Kind string

// The kinds.
const (
	Enrolments   Kind = "enrolment"   // somebody else has enrolled you
	Certificates Kind = "certificate" // your certificate is there
	Deadlines    Kind = "deadline"    // a quiz of yours closes soon
)

// Kinds are all of them, in the order in which they are offered.
func Kinds() []Kind { return []Kind{Enrolments, Certificates, Deadlines} }

// wants reports whether somebody gets letters of a kind.
func wants(ctx context.Context, db bun.IDB, userID uuid.UUID, kind Kind) (wanted bool, err error) {
	if kind == "" {
		return true, nil
	}
	const query = `SELECT NOT EXISTS (SELECT FROM letters_declined WHERE user_id = ? AND kind = ?)`
	if err := db.NewRaw(query, userID, kind).Scan(ctx, &wanted); err != nil {
		return false, fmt.Errorf("asking which letters somebody wants: %w", err)
	}
	return wanted, nil
}

// Declined are the kinds that the actor does without.
func (o *Office) Declined(ctx context.Context, actor access.Actor) ([]Kind, error) {
	if err := actor.Require(access.KeepAccount); err != nil {
		return nil, err
	}
	var kinds []Kind
	err := o.db.NewRaw(`SELECT kind FROM letters_declined WHERE user_id = ? ORDER BY kind`, actor.UserID).Scan(ctx, &kinds)
	if err != nil {
		return nil, fmt.Errorf("reading which letters somebody does without: %w", err)
	}
	return kinds, nil
}

// Choose has the actor get letters of these kinds and of no other; a kind that is none of ours is not taken for one.
func (o *Office) Choose(ctx context.Context, actor access.Actor, wanted []Kind) error {
	if err := actor.Require(access.KeepAccount); err != nil {
		return err
	}
	var declined []string
	for _, kind := range Kinds() {
		if !slices.Contains(wanted, kind) {
			declined = append(declined, string(kind))
		}
	}
	_, err := o.db.ExecContext(ctx, `WITH back AS (DELETE FROM letters_declined WHERE user_id = ?0 AND NOT kind = ANY (?1))
		INSERT INTO letters_declined (user_id, kind) SELECT ?0, unnest(?1::text[]) ON CONFLICT DO NOTHING`,
		actor.UserID, pgdialect.Array(append([]string{}, declined...)))
	if err != nil {
		return fmt.Errorf("keeping which letters somebody wants: %w", err)
	}
	return nil
}

// Stop ends the letters of the kind that a link in one of them names, for its reader. Doing so twice is no error; NotFound
// notify.stop_invalid for a link that we have not written, and nothing at all for one whose account is gone.
func (o *Office) Stop(ctx context.Context, token string) error {
	userID, kind, ok := o.read(token)
	if !ok {
		return fault.New(fault.NotFound, "notify.stop_invalid")
	}
	_, err := o.db.ExecContext(ctx, `INSERT INTO letters_declined (user_id, kind) SELECT id, ? FROM users WHERE id = ?
		ON CONFLICT DO NOTHING`, kind, userID)
	if err != nil {
		return fmt.Errorf("stopping letters: %w", err)
	}
	return nil
}

// Stops is the kind of letters that a link stops; NotFound notify.stop_invalid.
func (o *Office) Stops(token string) (Kind, error) {
	_, kind, ok := o.read(token)
	if !ok {
		return "", fault.New(fault.NotFound, "notify.stop_invalid")
	}
	return kind, nil
}
