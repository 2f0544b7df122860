// Package roster reads lists of people who are to be enrolled.
package roster

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"vatra/lms/fault"
	"vatra/lms/people/spelling"
)

// limit bounds a CSV roster: more rows than this are no list of one course's people.
const limit = 5000

// Row says what became of one row of a roster.
type Row struct {
	Line    int // of the file, counted from 1
	Email   string
	Fresh   bool           // enrolled by this call; false with no fault: was enrolled before
	Message *fault.Message // why the row was left out; nil when taken
}

// readEmail takes the address as it is kept; anything else stays as it was written, for the report.
func (r *Row) readEmail(text string) {
	r.Email = strings.TrimSpace(text)
	if canonical, ok := spelling.Email(r.Email); ok {
		r.Email = canonical
	} else {
		r.Message = &fault.Message{Key: "people.email_invalid"}
	}
}

// Read reads a CSV file as learning.EnrolRoster tells it: each row with its address, or with why it is left out.
func Read(file io.Reader) ([]Row, error) {
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
	var rows []Row
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if len(rows) == limit {
			return nil, fault.New(fault.Invalid, "roster.too_long", "Max", limit)
		}
		row := Row{}
		if broken, ok := errors.AsType[*csv.ParseError](err); ok {
			rows = append(rows, Row{Line: broken.Line, Message: &fault.Message{Key: "roster.broken_row"}})
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
