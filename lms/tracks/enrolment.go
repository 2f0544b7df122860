package tracks

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
)

// Enrolment is a person in a track, in the version of its rules that held on the day.
type Enrolment struct {
	ID          uuid.UUID
	UserID      uuid.UUID
	Track       Track
	EnrolledAt  time.Time
	CompletedAt time.Time // zero while under way
}

// Enrolments lists the tracks that a person is enrolled in, the newest first.
func (s *Store) Enrolments(ctx context.Context, userID uuid.UUID) ([]Enrolment, error) {
	return EnrolmentsOf(ctx, s.db, userID)
}

func EnrolmentsOf(ctx context.Context, db bun.IDB, userID uuid.UUID) ([]Enrolment, error) {
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

// Count is how many people are in a track, in any of its versions.
type Count struct {
	TrackID   uuid.UUID `bun:"track_id"`
	Enrolled  int       `bun:"enrolled"`
	Completed int       `bun:"completed"`
}

// Counts counts the people of every track that has any, by track.
func (s *Store) Counts(ctx context.Context, actor access.Actor) (map[uuid.UUID]Count, error) {
	if err := actor.Require(access.ManageTracks); err != nil {
		return nil, err
	}
	var rows []Count
	const query = `SELECT track_id, count(*) AS enrolled, count(completed_at) AS completed
		FROM enrolments GROUP BY track_id`
	err := s.db.NewRaw(query).Scan(ctx, &rows)
	counts := make(map[uuid.UUID]Count, len(rows))
	for _, row := range rows {
		counts[row.TrackID] = row
	}
	return counts, err
}
