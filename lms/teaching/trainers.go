package teaching

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
)

// TrainedBy lists the courses that a person is a trainer of, by code.
func (s *Teaching) TrainedBy(ctx context.Context, actor access.Actor, userID uuid.UUID) ([]Course, error) {
	if err := actor.Require(access.ManagePeople); err != nil {
		return nil, err
	}
	trainer := access.Actor{UserID: userID, Role: access.RoleTrainer}
	return s.list(ctx, trainer.Within(access.FollowLearners, bun.Ident("c.id")))
}

// Appoint makes a person with the role trainer a trainer of the course; somebody who is one already stays one. Faults: Invalid
// with the field course, Conflict people.not_of_role.
func (s *Teaching) Appoint(ctx context.Context, actor access.Actor, userID uuid.UUID, code string) error {
	course, err := s.chosen(ctx, actor, code)
	if err != nil {
		return err
	}
	err = s.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		fresh, err := access.Grant(ctx, tx, actor, userID, access.RoleTrainer, access.Course(course.ID))
		if err != nil || !fresh {
			return err
		}
		return note(actor, audit.Entry{Event: audit.TrainerAppointed, Account: userID, Target: course.Code})
	})
	return access.OfRole(err)
}

// Dismiss takes a course away from its trainer. Faults: Invalid with the field course, NotFound people.no_such_grant.
func (s *Teaching) Dismiss(ctx context.Context, actor access.Actor, userID uuid.UUID, code string) error {
	course, err := s.chosen(ctx, actor, code)
	if err != nil {
		return err
	}
	return s.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if err := access.Withdraw(ctx, tx, actor, userID, access.RoleTrainer, access.Course(course.ID)); err != nil {
			return err
		}
		return note(actor, audit.Entry{Event: audit.TrainerDismissed, Account: userID, Target: course.Code})
	})
}

// chosen is the course that a form names.
func (s *Teaching) chosen(ctx context.Context, actor access.Actor, code string) (Course, error) {
	if err := actor.Require(access.ManagePeople); err != nil {
		return Course{}, err
	}
	course, err := s.withCode(ctx, code)
	if fault.Is(err, fault.NotFound) {
		fields := fault.Fields{}
		fields.Add("course", "content.course_not_found")
		return Course{}, fields.Err()
	}
	return course, err
}
