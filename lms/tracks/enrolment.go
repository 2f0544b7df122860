package tracks

import (
	"context"
	"database/sql"
	"errors"
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
	EndedAt     time.Time // when they left; zero while they are in it
	CompletedAt time.Time // zero while under way
	CompletedBy uuid.UUID // the attempt whose handing in completed it; Nil where a lesson or enrolling did
}

// Enrolments lists the tracks that the actor is enrolled in and has not left, the newest first.
func (s *Store) Enrolments(ctx context.Context, actor access.Actor) ([]Enrolment, error) {
	if err := actor.Require(access.Learn); err != nil {
		return nil, err
	}
	return EnrolmentsOf(ctx, s.db, actor.UserID)
}

// EnrolmentsOf is Enrolments of whoever it is, perhaps within a transaction.
func EnrolmentsOf(ctx context.Context, db bun.IDB, userID uuid.UUID) ([]Enrolment, error) {
	var rows []enrolmentRow
	const query = enrolmentRows + `AND e.ended_at IS NULL ORDER BY e.enrolled_at DESC`
	if err := db.NewRaw(query, userID).Scan(ctx, &rows); err != nil {
		return nil, err
	}
	enrolments := make([]Enrolment, 0, len(rows))
	for _, row := range rows {
		enrolments = append(enrolments, row.enrolment(userID))
	}
	return enrolments, nil
}

// EnrolmentIn is the enrolment of a person in the track with the code, even where they have left it; false where there
// never was one.
func EnrolmentIn(ctx context.Context, db bun.IDB, userID uuid.UUID, code string) (Enrolment, bool, error) {
	var row enrolmentRow
	err := db.NewRaw(enrolmentRows+`AND tv.code = ?`, userID, code).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return Enrolment{}, false, nil
	}
	return row.enrolment(userID), err == nil, err
}

type enrolmentRow struct {
	trackRow
	EnrolmentID uuid.UUID     `bun:"enrolment_id"`
	EnrolledAt  time.Time     `bun:"enrolled_at"`
	EndedAt     bun.NullTime  `bun:"ended_at"`
	CompletedAt bun.NullTime  `bun:"completed_at"`
	CompletedBy uuid.NullUUID `bun:"completed_by"`
}

const enrolmentRows = `SELECT e.id AS enrolment_id, e.enrolled_at, e.ended_at, e.completed_at, e.completed_by, tv.*
	FROM enrolments e JOIN (` + trackVersions + `) tv ON tv.version_id = e.track_version_id
	WHERE e.user_id = ? `

func (r enrolmentRow) enrolment(userID uuid.UUID) Enrolment {
	return Enrolment{
		ID: r.EnrolmentID, UserID: userID, Track: r.track(), EnrolledAt: r.EnrolledAt, EndedAt: r.EndedAt.Time,
		CompletedAt: r.CompletedAt.Time, CompletedBy: r.CompletedBy.UUID,
	}
}

// Enrol puts a person into a version of a track, in the caller's transaction; by is who did it, Nil for the operator. It
// reports whether it has: somebody who is in any version of the track stays in that one, and somebody who had left comes
// back to it.
func Enrol(ctx context.Context, tx bun.Tx, userID uuid.UUID, track Track, by uuid.UUID) (fresh bool, err error) {
	const add = `INSERT INTO enrolments (id, user_id, track_id, track_version_id, enrolled_by)
		VALUES (?, ?, ?, ?, ?) ON CONFLICT ON CONSTRAINT enrolments_one_per_track
		DO UPDATE SET ended_at = NULL WHERE enrolments.ended_at IS NOT NULL`
	result, err := tx.NewRaw(add, uuid.Must(uuid.NewV7()), userID, track.ID, track.VersionID, pg.OrNull(by)).Exec(ctx)
	if err != nil {
		return false, err
	}
	added, err := result.RowsAffected()
	return added > 0, err
}

// Leave ends the actor's enrolment in a track, and nothing else: what they did in its courses stays, and so do
// certificates. It reports whether it has; leaving again, or a track that one is not in, changes nothing and is no error.
// NotFound track.not_found.
func (s *Store) Leave(ctx context.Context, actor access.Actor, code string) (left bool, err error) {
	if err := actor.Require(access.Learn); err != nil {
		return false, err
	}
	track, err := s.Track(ctx, code)
	if err != nil {
		return false, err
	}
	const leave = `UPDATE enrolments SET ended_at = now() WHERE user_id = ? AND track_id = ? AND ended_at IS NULL`
	result, err := s.db.NewRaw(leave, actor.UserID, track.ID).Exec(ctx)
	if err != nil {
		return false, err
	}
	ended, err := result.RowsAffected()
	return ended > 0, err
}

// Complete settles an enrolment, in the caller's transaction; attempt is whose handing in completed it, or Nil.
func Complete(ctx context.Context, tx bun.Tx, enrolmentID, attempt uuid.UUID) (at time.Time, err error) {
	// The clock and not now(), which is when the transaction began: what completes a track comes before it is completed.
	const complete = `UPDATE enrolments SET completed_at = clock_timestamp(), completed_by = ? WHERE id = ?
		RETURNING completed_at`
	err = tx.NewRaw(complete, pg.OrNull(attempt), enrolmentID).Scan(ctx, &at)
	return at, err
}

// Count is how many people are in a track, in any of its versions, and how many have completed it, some of whom may have
// left since.
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
	const query = `SELECT track_id, count(*) FILTER (WHERE ended_at IS NULL) AS enrolled,
		count(completed_at) AS completed
		FROM enrolments GROUP BY track_id`
	err := s.db.NewRaw(query).Scan(ctx, &rows)
	counts := make(map[uuid.UUID]Count, len(rows))
	for _, row := range rows {
		counts[row.TrackID] = row
	}
	return counts, err
}
