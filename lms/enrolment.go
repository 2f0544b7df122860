package lms

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/fault"
)

// Enrolment is a person in a track, in the version of its rules that held on the day.
type Enrolment struct {
	ID          uuid.UUID
	UserID      uuid.UUID
	Track       Track
	EnrolledAt  time.Time
	CompletedAt time.Time // zero while under way
}

// Enrol puts the actor into the newest version of a track. Enrolling twice changes nothing and is no error; fresh tells
// whether this call did it. A track whose rules are met already is completed at once.
func (s *Learning) Enrol(ctx context.Context, actor Actor, trackCode string) (fresh bool, err error) {
	if err := actor.Require(Learn); err != nil {
		return false, err
	}
	return s.enrol(ctx, actor.UserID, trackCode, actor.UserID)
}

// EnrolPerson is Enrol for somebody else.
func (s *Learning) EnrolPerson(ctx context.Context, actor Actor, userID uuid.UUID, trackCode string) (bool, error) {
	if err := actor.Require(EnrolOthers); err != nil {
		return false, err
	}
	return s.enrol(ctx, userID, trackCode, actor.UserID)
}

// EnrolByEmail is EnrolPerson by an address. An address that nobody has here, or only a suspended account, is Invalid
// with the field email.
func (s *Learning) EnrolByEmail(ctx context.Context, actor Actor, email, trackCode string) (bool, error) {
	if err := actor.Require(EnrolOthers); err != nil {
		return false, err
	}
	fields := fault.Fields{}
	canonical := checkEmail(fields, email)
	known, err := s.idsByEmail(ctx, []RosterRow{{Email: canonical}})
	if err != nil {
		return false, err
	}
	id, found := known[canonical]
	if !found {
		fields.Add("email", "roster.unknown_address")
	}
	if err := fields.Err(); err != nil {
		return false, err
	}
	return s.enrol(ctx, id, trackCode, actor.UserID)
}

func (s *Learning) enrol(ctx context.Context, userID uuid.UUID, trackCode string, by uuid.UUID) (fresh bool, err error) {
	track, err := s.tracks.Track(ctx, trackCode)
	if err != nil {
		return false, err
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		fresh, err = s.enrolIn(ctx, tx, userID, track, by)
		return err
	})
	return fresh, err
}

// enrolIn enrols one person, and settles the track for who had met its rules before.
func (s *Learning) enrolIn(ctx context.Context, tx bun.Tx, userID uuid.UUID, track Track, by uuid.UUID) (bool, error) {
	if err := holdPerson(ctx, tx, userID); err != nil {
		return false, err
	}
	const add = `INSERT INTO enrolments (id, user_id, track_id, track_version_id, enrolled_by)
		VALUES (?, ?, ?, ?, ?) ON CONFLICT ON CONSTRAINT enrolments_one_per_track DO NOTHING`
	result, err := tx.NewRaw(add, uuid.Must(uuid.NewV7()), userID, track.ID, track.VersionID, orNull(by)).Exec(ctx)
	if err != nil {
		return false, err
	}
	added, err := result.RowsAffected()
	if err != nil || added == 0 || len(track.CourseCodes) == 0 {
		return added > 0, err
	}
	return true, s.settleTracks(ctx, tx, userID, track.CourseCodes[0])
}

// Enrolments lists the tracks that a person is enrolled in, the newest first.
func (s *Learning) Enrolments(ctx context.Context, userID uuid.UUID) ([]Enrolment, error) {
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

// TrackCount is how many people are in a track, in any of its versions.
type TrackCount struct {
	TrackID   uuid.UUID `bun:"track_id"`
	Enrolled  int       `bun:"enrolled"`
	Completed int       `bun:"completed"`
}

// TrackCounts counts the people of every track that has any, by track.
func (s *Learning) TrackCounts(ctx context.Context, actor Actor) (map[uuid.UUID]TrackCount, error) {
	if err := actor.Require(ManageTracks); err != nil {
		return nil, err
	}
	var rows []TrackCount
	const query = `SELECT track_id, count(*) AS enrolled, count(completed_at) AS completed
		FROM enrolments GROUP BY track_id`
	err := s.db.NewRaw(query).Scan(ctx, &rows)
	counts := make(map[uuid.UUID]TrackCount, len(rows))
	for _, row := range rows {
		counts[row.TrackID] = row
	}
	return counts, err
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
// comma or semicolon; another encoding is Invalid `roster.not_utf8`. Every good row is taken, whatever the others hold; the report has one entry a row.
func (s *Learning) EnrolRoster(ctx context.Context, actor Actor, file io.Reader, trackCode string) ([]RosterRow, error) {
	if err := actor.Require(EnrolOthers); err != nil {
		return nil, err
	}
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
			if row.Fresh, err = s.enrol(ctx, id, track.Code, actor.UserID); err != nil {
				return nil, err
			}
		}
		seen[row.Email] = true
	}
	return rows, nil
}

func (s *Learning) idsByEmail(ctx context.Context, rows []RosterRow) (map[string]uuid.UUID, error) {
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
	err := s.db.NewRaw("SELECT id, email FROM users WHERE email IN (?) AND disabled_at IS NULL", bun.List(emails)).
		Scan(ctx, &found)
	for _, user := range found {
		known[user.Email] = user.ID
	}
	return known, err
}

// readEmail takes the address as it is kept; what is none stays as it was written, for the report.
func (r *RosterRow) readEmail(text string) {
	r.Email = strings.TrimSpace(text)
	if canonical, ok := CanonicalEmail(r.Email); ok {
		r.Email = canonical
	} else {
		r.Message = &fault.Message{Key: "people.email_invalid"}
	}
}

func readRoster(file io.Reader) ([]RosterRow, error) {
	text, err := io.ReadAll(io.LimitReader(file, 2<<20))
	if err != nil {
		return nil, err
	}
	content := strings.TrimPrefix(string(text), "\ufeff")
	if !utf8.ValidString(content) || strings.ContainsRune(content, 0) { // UTF-16 has a zero byte in every Latin letter
		return nil, fault.New(fault.Invalid, "roster.not_utf8")
	}
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
			row.readEmail(record[column])
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
