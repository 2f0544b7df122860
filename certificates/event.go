package certificates

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/fault"
	"vatra/lms/pg"
	"vatra/lms/text"
)

// MaxReason is how many characters a reason may have.
const MaxReason = 500

// Kind of an event.
type Kind string

// The kinds of events.
const (
	IssuedEvent     Kind = "issued"
	RevokedEvent    Kind = "revoked"
	ReinstatedEvent Kind = "reinstated"
	ReplacedEvent   Kind = "replaced" // issued anew in a corrected name, by Reissue; nothing happens to it afterwards
)

// Event is something that happened to an award. Reason is public: the page of verification shows it. Actor is who did
// it, and nobody for the issuing.
type Event struct {
	Number int        `json:"number"`
	Kind   Kind       `json:"kind"`
	Reason string     `json:"reason"`
	Actor  *uuid.UUID `json:"actor"`
	At     time.Time  `json:"at"`
}

// Revoke takes an award back. The reason is required and public. It returns what ParseCode returns; Invalid
// `error.check_fields` with field "reason" for a reason that is missing, has no letter and no digit, has characters that
// are not seen or more than MaxReason of them; NotFound `certificate.unknown`; and Conflict
// `certificate.already_revoked`, or `certificate.replaced`: what counts then is the one in its place.
func (s *Store) Revoke(ctx context.Context, db bun.IDB, code string, actor uuid.UUID, reason string) error {
	return s.append(ctx, db, code, actor, RevokedEvent, reason)
}

// Reinstate undoes a revocation, which stays in the history. Its faults are Revoke's, with Conflict
// `certificate.not_revoked`.
func (s *Store) Reinstate(ctx context.Context, db bun.IDB, code string, actor uuid.UUID, reason string) error {
	return s.append(ctx, db, code, actor, ReinstatedEvent, reason)
}

func (s *Store) append(ctx context.Context, db bun.IDB, typed string, actor uuid.UUID, kind Kind, reason string) error {
	code, err := ParseCode(typed)
	if err != nil {
		return err
	}
	reason, err = checkReason(reason)
	if err != nil {
		return err
	}
	return db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		var award uuid.UUID
		// Whoever comes second waits here and then sees what the first one did.
		err := tx.QueryRowContext(ctx, `SELECT id FROM awards WHERE code = ? FOR NO KEY UPDATE`, string(code)).Scan(&award)
		if err != nil {
			return pg.Found(err, "certificate.unknown")
		}
		var last struct {
			number int
			kind   Kind
		}
		err = tx.QueryRowContext(ctx, `SELECT number, kind FROM award_events WHERE award_id = ?
			ORDER BY number DESC LIMIT 1`, award).Scan(&last.number, &last.kind)
		if err != nil {
			return fmt.Errorf("reading the state of an award: %w", err)
		}
		switch {
		case last.kind == ReplacedEvent:
			return fault.New(fault.Conflict, "certificate.replaced")
		case kind == RevokedEvent && last.kind == RevokedEvent:
			return fault.New(fault.Conflict, "certificate.already_revoked")
		case kind == ReinstatedEvent && last.kind != RevokedEvent:
			return fault.New(fault.Conflict, "certificate.not_revoked")
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO award_events (award_id, number, kind, reason, actor_id, at)
			VALUES (?, ?, ?, ?, ?, clock_timestamp())`, award, last.number+1, string(kind), reason, pg.OrNull(actor))
		return err
	})
}

func checkReason(reason string) (string, error) {
	fields := fault.Fields{}
	reason = strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(reason, "\x00", ""), ""))
	switch {
	case reason == "":
		fields.Add("reason", "certificate.reason_missing")
	case utf8.RuneCountInString(reason) > MaxReason:
		fields.Add("reason", "certificate.reason_too_long", "Max", MaxReason)
	case text.HasUnseen(text.OneLine(reason)):
		fields.Add("reason", "people.strange_characters")
	case !strings.ContainsFunc(reason, says):
		fields.Add("reason", "certificate.reason_missing")
	}
	return reason, fields.Err()
}

func says(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
