package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/people"
	"vatra/lms/pg"
	"vatra/lms/tracks"
)

// Enrol puts the actor into the newest version of a track. Enrolling twice changes nothing and is no error; fresh tells
// whether this call did it. A track whose rules are met already is completed at once.
func (s *Learning) Enrol(ctx context.Context, actor access.Actor, trackCode string) (fresh bool, err error) {
	if err := actor.Require(access.Learn); err != nil {
		return false, err
	}
	return s.enrol(ctx, actor.UserID, trackCode, actor.UserID)
}

// EnrolPerson is Enrol for somebody else.
func (s *Learning) EnrolPerson(ctx context.Context, actor access.Actor, userID uuid.UUID, trackCode string) (bool, error) {
	if err := actor.Require(access.EnrolOthers); err != nil {
		return false, err
	}
	return s.enrol(ctx, userID, trackCode, actor.UserID)
}

// EnrolByEmail is EnrolPerson by an address. An address that nobody has here, or only a suspended account, is Invalid
// with the field email.
func (s *Learning) EnrolByEmail(ctx context.Context, actor access.Actor, email, trackCode string) (bool, error) {
	if err := actor.Require(access.EnrolOthers); err != nil {
		return false, err
	}
	fields := fault.Fields{}
	canonical := people.CheckEmail(fields, email)
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
func (s *Learning) enrolIn(ctx context.Context, tx bun.Tx, userID uuid.UUID, track tracks.Track, by uuid.UUID) (bool, error) {
	if err := holdPerson(ctx, tx, userID); err != nil {
		return false, err
	}
	const add = `INSERT INTO enrolments (id, user_id, track_id, track_version_id, enrolled_by)
		VALUES (?, ?, ?, ?, ?) ON CONFLICT ON CONSTRAINT enrolments_one_per_track DO NOTHING`
	result, err := tx.NewRaw(add, uuid.Must(uuid.NewV7()), userID, track.ID, track.VersionID, pg.OrNull(by)).Exec(ctx)
	if err != nil {
		return false, err
	}
	added, err := result.RowsAffected()
	if err != nil || added == 0 || len(track.CourseCodes) == 0 {
		return added > 0, err
	}
	return true, s.settleTracks(ctx, tx, userID, track.CourseCodes[0])
}
