package learning

import (
	"context"
	"io"

	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/learning/roster"
)

// EnrolRoster enrols the people of a CSV file: a header line that names a column "email", any other columns, UTF-8,
// comma or semicolon; another encoding is Invalid `roster.not_utf8`. Every good row is taken, whatever the others hold; the report has one entry a row.
func (e *Enrolment) EnrolRoster(ctx context.Context, actor access.Actor, file io.Reader, trackCode string) ([]roster.Row, error) {
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
	rows, err := roster.Read(file)
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

func (e *Enrolment) idsByEmail(ctx context.Context, actor access.Actor, rows []roster.Row) (map[string]uuid.UUID, error) {
	var emails []string
	for _, row := range rows {
		if row.Message == nil {
			emails = append(emails, row.Email)
		}
	}
	return e.settlement.People.EnrollableByEmail(ctx, actor, emails)
}
