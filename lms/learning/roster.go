package learning

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/people/spelling"
)

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
func (e *Enrolment) EnrolRoster(ctx context.Context, actor access.Actor, file io.Reader, trackCode string) ([]RosterRow, error) {
	if err := actor.Require(access.EnrolOthers); err != nil {
		return nil, err
	}
	track, err := e.settlement.Tracks.Track(ctx, trackCode)
	if err != nil {
		return nil, err
	}
	if !track.Open {
		return nil, fault.New(fault.Conflict, "track.being_prepared")
	}
	rows, err := readRoster(file)
	if err != nil {
		return nil, err
	}
	known, err := e.idsByEmail(ctx, actor, rows)
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
			enrolled, err := e.in(ctx, actor, id, track)
			if err != nil {
				return nil, err
			}
			row.Fresh = enrolled.Fresh
		}
		seen[row.Email] = true
	}
	return rows, nil
}

func (e *Enrolment) idsByEmail(ctx context.Context, actor access.Actor, rows []RosterRow) (map[string]uuid.UUID, error) {
	var emails []string
	for _, row := range rows {
		if row.Message == nil {
			emails = append(emails, row.Email)
		}
	}
	return e.settlement.People.EnrollableByEmail(ctx, actor, emails)
}

// readEmail takes the address as it is kept; anything else stays as it was written, for the report.
func (r *RosterRow) readEmail(text string) {
	r.Email = strings.TrimSpace(text)
	if canonical, ok := spelling.Email(r.Email); ok {
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
