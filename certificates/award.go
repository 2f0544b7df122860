package certificates

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"vatra/lms/pg"
)

// Award is an issued certificate: its frozen record, its history (oldest event first) and, once it was printed, its
// paper.
type Award struct {
	ID        uuid.UUID
	Code      Code
	HolderID  uuid.UUID
	Subject   string
	Record    Record
	Number    int // 1 is what was earned; each further one was issued in place of the one before
	AwardedAt time.Time
	History   []Event
	Paper     *Paper  // nil until it was printed
	Newest    *Newest // what counts in its place; nil where that is itself

	pictures map[PictureKind]Picture // of its paper; see Picture
}

// Newest is the award that was issued last in place of another one.
type Newest struct {
	Code  Code
	State State
}

// Status is where an award stands, since when and why. Reason is empty unless it was revoked or reinstated; employers
// read it.
type Status struct {
	State  State
	Since  time.Time
	Reason string
}

// State of an award.
type State string

// The states. A later one (expired) comes with the event that leads to it.
const (
	Valid    State = "valid"
	Revoked  State = "revoked"
	Replaced State = "replaced" // issued anew in a corrected name: Newest
)

// stateAfter is the state to which an event leads.
func stateAfter(kind Kind) State {
	switch kind {
	case RevokedEvent:
		return Revoked
	case ReplacedEvent:
		return Replaced
	default:
		return Valid
	}
}

// Status comes from the newest event.
func (a *Award) Status() Status {
	last := a.History[len(a.History)-1]
	return Status{State: stateAfter(last.Kind), Since: last.At, Reason: last.Reason}
}

// WasRevoked reports whether an award was ever revoked, though it may be valid again.
func (a *Award) WasRevoked() bool {
	return slices.ContainsFunc(a.History, func(e Event) bool { return e.Kind == RevokedEvent })
}

// Store keeps awards in PostgreSQL.
type Store struct {
	db *pg.DB
}

// NewStore keeps awards in db.
func NewStore(db *pg.DB) *Store { return &Store{db: db} }

const selectAwards = `SELECT a.id, a.code, a.holder_id, a.subject, a.number, a.record, a.awarded_at,
	(SELECT jsonb_agg(jsonb_build_object('number', e.number, 'kind', e.kind, 'reason', e.reason,
			'actor', e.actor_id, 'at', e.at) ORDER BY e.number)
		FROM award_events e WHERE e.award_id = a.id),
	n.code, (SELECT e.kind FROM award_events e WHERE e.award_id = n.id ORDER BY e.number DESC LIMIT 1),
	p.sha256, p.size, p.created_at,
	(SELECT jsonb_object_agg(kind, jsonb_build_object('sha256', sha256, 'size', size, 'width', width, 'height', height))
		FROM award_pictures WHERE award_id = a.id AND paper = p.sha256)
	FROM awards a LEFT JOIN LATERAL (
		SELECT * FROM award_papers WHERE award_id = a.id ORDER BY number DESC LIMIT 1) p ON true
	LEFT JOIN LATERAL (
		SELECT id, code FROM awards WHERE holder_id = a.holder_id AND subject = a.subject AND number > a.number
		ORDER BY number DESC LIMIT 1) n ON true `

// attemptsAtACode is how often a code that is taken is drawn again. With 70 bits not even the first collision is ever seen.
const attemptsAtACode = 3

// Award issues the certificate for claim in the caller's transaction, or returns the one that the holder has for the
// subject already, the newest, unchanged and whatever its state. Of two transactions that race, the second waits for the first and
// then finds its award.
func (s *Store) Award(ctx context.Context, db bun.IDB, claim Claim) (*Award, error) {
	if err := claim.check(); err != nil {
		return nil, err
	}
	for range attemptsAtACode {
		record := claim.freeze(newCode(), time.Now())
		if err := insertAward(ctx, db, place{claim.HolderID, claim.Subject, 1}, &record); err != nil {
			return nil, err
		}
		row := db.QueryRowContext(ctx, selectAwards+`WHERE a.holder_id = ? AND a.subject = ?
			ORDER BY a.number DESC LIMIT 1`, claim.HolderID, claim.Subject)
		award, err := scanAward(row)
		if errors.Is(err, sql.ErrNoRows) {
			continue // another holder's award has the code
		}
		return award, err
	}
	return nil, errors.New("no free code was found for an award")
}

// place is where an award stands among others: see awards.number.
type place struct {
	holder  uuid.UUID
	subject string
	number  int
}

func insertAward(ctx context.Context, db bun.IDB, at place, record *Record) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	frozen, err := json.Marshal(record)
	if err != nil {
		return err
	}
	// Without a conflict target a code that is taken is passed over too, and does not end the caller's transaction.
	_, err = db.ExecContext(ctx, `WITH award AS (
			INSERT INTO awards (id, code, holder_id, subject, number, record, search) VALUES (?, ?, ?, ?, ?, ?::jsonb, ?)
			ON CONFLICT DO NOTHING RETURNING id, awarded_at)
		INSERT INTO award_events (award_id, number, kind, at) SELECT id, 1, 'issued', awarded_at FROM award`,
		id, string(record.Code), at.holder, at.subject, at.number, string(frozen), folded(record.HolderName))
	if err != nil {
		return fmt.Errorf("writing an award: %w", err)
	}
	return nil
}

// Certificate is the award with a code as somebody typed it, in one prepared statement. It returns what ParseCode
// returns for a code that cannot be one, and NotFound `certificate.unknown` for one that was never issued.
func (s *Store) Certificate(ctx context.Context, code string) (*Award, error) {
	parsed, err := ParseCode(code)
	if err != nil {
		return nil, err
	}
	award, err := scanAward(s.db.Pool.QueryRow(ctx, selectAwards+`WHERE a.code = $1`, string(parsed)))
	return award, pg.Found(err, "certificate.unknown")
}

// Certificates are those of the codes that were issued, in no order.
func (s *Store) Certificates(ctx context.Context, codes []Code) ([]Award, error) {
	return s.list(ctx, `WHERE a.code = ANY($1)`, codes)
}

// ByID is the award with an id, for those who print it. An unknown id is NotFound `certificate.unknown`.
func (s *Store) ByID(ctx context.Context, id uuid.UUID) (*Award, error) {
	award, err := scanAward(s.db.Pool.QueryRow(ctx, selectAwards+`WHERE a.id = $1`, id))
	return award, pg.Found(err, "certificate.unknown")
}

// Awards lists what a holder was awarded, newest first, and with it what was issued anew since.
func (s *Store) Awards(ctx context.Context, holderID uuid.UUID) ([]Award, error) {
	return s.list(ctx, `WHERE a.holder_id = $1 ORDER BY a.awarded_at DESC, a.id DESC`, holderID)
}

func (s *Store) list(ctx context.Context, where string, args ...any) ([]Award, error) {
	rows, err := s.db.Pool.Query(ctx, selectAwards+where, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Award, error) {
		award, err := scanAward(row)
		if err != nil {
			return Award{}, err
		}
		return *award, nil
	})
}

// scanAward reads a row of selectAwards, from bun's connections or the pool's.
func scanAward(row interface{ Scan(into ...any) error }) (*Award, error) {
	var (
		award           Award
		code            string
		record, history []byte
		pictures        []byte
		sha256          *string
		size            *int64
		printed         *time.Time
		newest, kind    *string
	)
	err := row.Scan(&award.ID, &code, &award.HolderID, &award.Subject, &award.Number, &record, &award.AwardedAt, &history,
		&newest, &kind, &sha256, &size, &printed, &pictures)
	if err != nil {
		return nil, err
	}
	award.Code = Code(code)
	if err := json.Unmarshal(record, &award.Record); err != nil {
		return nil, fmt.Errorf("reading the record of %s: %w", code, err)
	}
	if award.Record.Form != recordVersion {
		return nil, fmt.Errorf("the record of %s has the form %d, which this server does not know", code, award.Record.Form)
	}
	if err := json.Unmarshal(history, &award.History); err != nil {
		return nil, fmt.Errorf("reading the history of %s: %w", code, err)
	}
	if newest != nil && kind != nil {
		award.Newest = &Newest{Code: Code(*newest), State: stateAfter(Kind(*kind))}
	}
	if pictures != nil {
		if err := json.Unmarshal(pictures, &award.pictures); err != nil {
			return nil, fmt.Errorf("reading the pictures of %s: %w", code, err)
		}
	}
	if sha256 != nil {
		award.Paper = &Paper{SHA256: *sha256, Size: *size, CreatedAt: *printed}
	}
	return &award, nil
}
