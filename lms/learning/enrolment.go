package learning

import (
	"context"

	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/people/spelling"
	"vatra/lms/tracks"
)

// Enrolment brings people into tracks.
type Enrolment struct{ settlement settlement }

// NewEnrolment enrols in the rooms.
func NewEnrolment(rooms Rooms) *Enrolment { return &Enrolment{settlement{rooms}} }

// Enrolled is what came of enrolling one person.
type Enrolled struct {
	Fresh   bool // by this call; else they were enrolled before
	Back    bool // by this call they came back to a track that they had left; Fresh too
	Settled Settled
}

// Enrol puts the actor into the newest version of a track, or back into the version that they have left. Enrolling twice
// changes nothing and is no error. A track whose rules are met already is completed at once. Conflict
// track.being_prepared where none of its courses is published.
func (e *Enrolment) Enrol(ctx context.Context, actor access.Actor, trackCode string) (Enrolled, error) {
	if err := actor.Require(access.Learn); err != nil {
		return Enrolled{}, err
	}
	return e.inNewest(ctx, actor, actor.UserID, trackCode)
}

// EnrolPerson is Enrol for somebody else; also NotFound people.not_found, Conflict people.not_while_disabled.
func (e *Enrolment) EnrolPerson(ctx context.Context, actor access.Actor, userID uuid.UUID, trackCode string) (Enrolled, error) {
	if err := actor.Require(access.EnrolOthers); err != nil {
		return Enrolled{}, err
	}
	if err := e.settlement.People.Enrollable(ctx, actor, userID); err != nil {
		return Enrolled{}, err
	}
	return e.inNewest(ctx, actor, userID, trackCode)
}

// EnrolByEmail is EnrolPerson by an address. An address that nobody has here, or only a suspended account, is Invalid
// with the field email.
func (e *Enrolment) EnrolByEmail(ctx context.Context, actor access.Actor, email, trackCode string) (Enrolled, error) {
	if err := actor.Require(access.EnrolOthers); err != nil {
		return Enrolled{}, err
	}
	fields := fault.Fields{}
	canonical := spelling.CheckEmail(fields, email)
	known, err := e.settlement.People.EnrollableByEmail(ctx, actor, []string{canonical})
	if err != nil {
		return Enrolled{}, err
	}
	id, found := known[canonical]
	if !found {
		fields.Add("email", "roster.unknown_address")
	}
	if err := fields.Err(); err != nil {
		return Enrolled{}, err
	}
	return e.inNewest(ctx, actor, id, trackCode)
}

func (e *Enrolment) inNewest(ctx context.Context, actor access.Actor, userID uuid.UUID, trackCode string) (Enrolled, error) {
	track, err := e.settlement.Tracks.Track(ctx, trackCode)
	if err != nil {
		return Enrolled{}, err
	}
	return e.in(ctx, actor, userID, track)
}

// in enrols one person, and settles the track at once where they had met its rules before.
func (e *Enrolment) in(ctx context.Context, actor access.Actor, userID uuid.UUID, track tracks.Track) (Enrolled, error) {
	before, known, err := tracks.EnrolmentIn(ctx, e.settlement.DB, userID, track.Code)
	if err != nil {
		return Enrolled{}, err
	}
	if known {
		track = before.Track
	}
	if !track.Open {
		return Enrolled{}, fault.New(fault.Conflict, "track.being_prepared")
	}
	var enrolled Enrolled
	enrolled.Settled, err = e.settlement.settle(ctx, userID, track.CourseCodes,
		func(ctx context.Context, one *settling) (err error) {
			enrolled.Fresh, err = tracks.Enrol(ctx, one.tx, userID, track, actor.UserID)
			enrolled.Back = enrolled.Fresh && known
			if err != nil || !enrolled.Fresh {
				return err
			}
			if err := one.tellOfEnrolment(ctx, actor, track); err != nil || len(track.CourseCodes) == 0 {
				return err
			}
			return one.settleTracks(ctx, track.CourseCodes[0])
		})
	return enrolled, err
}
