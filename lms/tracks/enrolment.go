package tracks

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/pg"
)

// Enrolment is a person in a track, in the version of its rules that held on the day.
type Enrolment struct {
	ID          uuid.UUID
	UserID      uuid.UUID
	Track       Track
	EnrolledAt  time.Time
	CompletedAt time.Time // zero while under way
	CompletedBy uuid.UUID // the attempt whose handing in completed it; Nil where a lesson or enrolling did
}

// Enrolments lists the tracks that the actor is enrolled in, the newest first.
func (s *Store) Enrolments(ctx context.Context, actor access.Actor) ([]Enrolment, error) {
	if err := actor.Require(access.Learn); err != nil {
		return nil, err
	}
	return EnrolmentsOf(ctx, s.db, actor.UserID)
}

// EnrolmentsOf is Enrolments of whoever it is, perhaps within a transaction.
func EnrolmentsOf(ctx context.Context, db bun.IDB, userID uuid.UUID) ([]Enrolment, error) {
	var rows []struct {
		trackRow
		EnrolmentID uuid.UUID     `bun:"enrolment_id"`
		EnrolledAt  time.Time     `bun:"enrolled_at"`
		CompletedAt bun.NullTime  `bun:"completed_at"`
		CompletedBy uuid.NullUUID `bun:"completed_by"`
	}
	const query = `SELECT e.id AS enrolment_id, e.enrolled_at, e.completed_at, e.completed_by, tv.*
		FROM enrolments e JOIN (` + trackVersions + `) tv ON tv.version_id = e.track_version_id
		WHERE e.user_id = ? ORDER BY e.enrolled_at DESC`
	if err := db.NewRaw(query, userID).Scan(ctx, &rows); err != nil {
		return nil, err
	}
	enrolments := make([]Enrolment, 0, len(rows))
	for _, row := range rows {
		enrolments = append(enrolments, Enrolment{
			ID: row.EnrolmentID, UserID: userID, Track: row.track(),
			EnrolledAt: row.EnrolledAt, CompletedAt: row.CompletedAt.Time, CompletedBy: row.CompletedBy.UUID,
		})
	}
	return enrolments, nil
}

// Enrol puts a person into a version of a track, in the caller's transaction; by is who did it, Nil for the operator. It
// reports whether it has: somebody who is in any version of the track stays in that one.
func Enrol(ctx context.Context, tx bun.Tx, userID uuid.UUID, track Track, by uuid.UUID) (fresh bool, err error) {
	const add = `INSERT INTO enrolments (id, user_id, track_id, track_version_id, enrolled_by)
		VALUES (?, ?, ?, ?, ?) ON CONFLICT ON CONSTRAINT enrolments_one_per_track DO NOTHING`
	result, err := tx.NewRaw(add, uuid.Must(uuid.NewV7()), userID, track.ID, track.VersionID, pg.OrNull(by)).Exec(ctx)
	if err != nil {
		return false, err
	}
	added, err := result.RowsAffected()
	return added > 0, err
}

// Complete ends an enrolment, in the caller's transaction; attempt is whose handing in completed it, or Nil.
func Complete(ctx context.Context, tx bun.Tx, enrolmentID, attempt uuid.UUID) (at time.Time, err error) {
	// The clock and not now(), which is when the transaction began: what completes a track comes before it is completed.
	const complete = `UPDATE enrolments SET completed_at = clock_timestamp(), completed_by = ? WHERE id = ?
		RETURNING completed_at`
	err = tx.NewRaw(complete, pg.OrNull(attempt), enrolmentID).Scan(ctx, &at)
	return at, err
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
