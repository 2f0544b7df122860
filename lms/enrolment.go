package lms

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/fault"
	"vatra/lms/pg"
)

// Enrolment is a person in a track, in the version of its rules that held on the day.
type Enrolment struct {
	ID          uuid.UUID
	UserID      uuid.UUID
	Track       Track
	EnrolledAt  time.Time
	CompletedAt time.Time // zero while under way
}

// Enrolments is the store of who is enrolled in what.
type Enrolments struct {
	db     *pg.DB
	tracks *Tracks
}

// NewEnrolments makes the store.
func NewEnrolments(db *pg.DB, tracks *Tracks) *Enrolments {
	return &Enrolments{db: db, tracks: tracks}
}

// Enrol puts a person into the newest version of a track; by is who does it, the person or an administrator. Enrolling
// twice changes nothing and is no error; fresh tells whether this call did it.
func (s *Enrolments) Enrol(ctx context.Context, userID uuid.UUID, trackCode string, by uuid.UUID) (fresh bool, err error) {
	track, err := s.tracks.Track(ctx, trackCode)
	if err != nil {
		return false, err
	}
	return enrol(ctx, s.db, userID, track, by)
}

func enrol(ctx context.Context, db bun.IDB, userID uuid.UUID, track Track, by uuid.UUID) (bool, error) {
	const add = `INSERT INTO enrolments (id, user_id, track_id, track_version_id, enrolled_by)
		VALUES (?, ?, ?, ?, ?) ON CONFLICT ON CONSTRAINT enrolments_one_per_track DO NOTHING`
	result, err := db.NewRaw(add, uuid.Must(uuid.NewV7()), userID, track.ID, track.VersionID, by).Exec(ctx)
	if err != nil {
		return false, err
	}
	added, err := result.RowsAffected()
	return added > 0, err
}

// Of lists the tracks that a person is enrolled in, the newest first.
func (s *Enrolments) Of(ctx context.Context, userID uuid.UUID) ([]Enrolment, error) {
	return enrolmentsOf(ctx, s.db, userID)
}

func enrolmentsOf(ctx context.Context, db bun.IDB, userID uuid.UUID) ([]Enrolment, error) {
	var rows []struct {
		trackRow
		EnrolmentID uuid.UUID    `bun:"enrolment_id"`
		EnrolledAt  time.Time    `bun:"enrolled_at"`
		CompletedAt bun.NullTime `bun:"completed_at"`
	}
	const query = `SELECT e.id AS enrolment_id, e.enrolled_at, e.completed_at, tv.*
		FROM enrolments e JOIN (` + trackVersions + `) tv ON tv.version_id = e.track_version_id
		WHERE e.user_id = ? ORDER BY e.enrolled_at DESC`
	if err := db.NewRaw(query, userID).Scan(ctx, &rows); err != nil {
		return nil, err
	}
	enrolments := make([]Enrolment, 0, len(rows))
	for _, row := range rows {
		enrolments = append(enrolments, Enrolment{
			ID: row.EnrolmentID, UserID: userID, Track: row.track(),
			EnrolledAt: row.EnrolledAt, CompletedAt: row.CompletedAt.Time,
		})
	}
	return enrolments, nil
}

// rosterLimit bounds a CSV roster: more rows than this are no list of one course's people.
const rosterLimit = 5000

// RosterRow says what became of one row of a roster.
type RosterRow struct {
	Line    int // of the file, counted from 1
	Email   string
	Fresh   bool           // enrolled by this call; false with no fault: was enrolled before
	Message *fault.Message // why the row was left out; nil when taken
}

// EnrolRoster enrols the people of a CSV file: a header line that names a column "email", any other columns, UTF-8,
// comma or semicolon. Every good row is taken, whatever the others hold; the report has one entry a row.
func (s *Enrolments) EnrolRoster(ctx context.Context, file io.Reader, trackCode string, by uuid.UUID) ([]RosterRow, error) {
	track, err := s.tracks.Track(ctx, trackCode)
	if err != nil {
		return nil, err
	}
	rows, err := readRoster(file)
	if err != nil {
		return nil, err
	}
	known, err := s.idsByEmail(ctx, rows)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for i := range rows {
		row := &rows[i]
		if row.Message != nil {
			continue
		}
		id, found := known[row.Email]
		switch {
		case seen[row.Email]:
			row.Message = &fault.Message{Key: "roster.twice"}
		case !found:
			row.Message = &fault.Message{Key: "roster.unknown_address"}
		default:
			if row.Fresh, err = enrol(ctx, s.db, id, track, by); err != nil {
				return nil, err
			}
		}
		seen[row.Email] = true
	}
	return rows, nil
}

func (s *Enrolments) idsByEmail(ctx context.Context, rows []RosterRow) (map[string]uuid.UUID, error) {
	var emails []string
	for _, row := range rows {
		if row.Message == nil {
			emails = append(emails, row.Email)
		}
	}
	known := map[string]uuid.UUID{}
	if len(emails) == 0 {
		return known, nil
	}
	var found []struct {
		ID    uuid.UUID
		Email string
	}
	err := s.db.NewRaw("SELECT id, email FROM users WHERE email IN (?) AND disabled_at IS NULL", bun.In(emails)).
		Scan(ctx, &found)
	for _, user := range found {
		known[user.Email] = user.ID
	}
	return known, err
}

func readRoster(file io.Reader) ([]RosterRow, error) {
	text, err := io.ReadAll(io.LimitReader(file, 2<<20))
	if err != nil {
		return nil, err
	}
	content := strings.TrimPrefix(string(text), "\ufeff")
	header, _, _ := strings.Cut(content, "\n")
	reader := csv.NewReader(strings.NewReader(content))
	reader.FieldsPerRecord = -1
	if strings.Count(header, ";") > strings.Count(header, ",") {
		reader.Comma = ';'
	}
	names, err := reader.Read()
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "roster.no_header")
	}
	column := -1
	for i, name := range names {
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "email", "e-mail":
			column = i
		}
	}
	if column < 0 {
		return nil, fault.New(fault.Invalid, "roster.no_header")
	}
	var rows []RosterRow
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if len(rows) == rosterLimit {
			return nil, fault.New(fault.Invalid, "roster.too_long", "Max", rosterLimit)
		}
		row := RosterRow{}
		if broken, ok := errors.AsType[*csv.ParseError](err); ok {
			rows = append(rows, RosterRow{Line: broken.Line, Message: &fault.Message{Key: "roster.broken_row"}})
			continue
		}
		if err != nil {
			return nil, err
		}
		row.Line, _ = reader.FieldPos(0)
		if column < len(record) {
			row.Email = strings.ToLower(strings.TrimSpace(record[column]))
		}
		if row.Email == "" {
			row.Message = &fault.Message{Key: "roster.no_address"}
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, fault.New(fault.Invalid, "roster.empty")
	}
	return rows, nil
}
