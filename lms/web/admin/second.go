package admin

import (
	"context"

	"github.com/google/uuid"

	"vatra/lms/factors"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/admin"
)

// secondStepOf is what somebody shows beside their password, and what was changed about it.
func (a *area) secondStepOf(v *door.Visit, id uuid.UUID) (views.SecondStep, error) {
	state, err := a.Factors.Of(v.UserContext(), v.Actor, id)
	if err != nil {
		return views.SecondStep{}, err
	}
	events, err := a.Factors.Events(v.UserContext(), v.Actor, id)
	if err != nil {
		return views.SecondStep{}, err
	}
	second := views.SecondStep{
		On: state.Any(), AppSince: state.AppSince, Passkeys: len(state.Passkeys), CodesLeft: state.CodesLeft,
		Own: id == v.Actor.UserID,
	}
	names := map[uuid.UUID]string{}
	for _, event := range events {
		by, err := a.byWhom(v, event, names)
		if err != nil {
			return views.SecondStep{}, err
		}
		second.Events = append(second.Events, views.SecondStepEvent{At: event.At, What: v.P.Message(event.What), By: by})
	}
	return second, nil
}

// byWhom names who has changed something; names are those that were read already.
func (a *area) byWhom(v *door.Visit, event factors.Event, names map[uuid.UUID]string) (string, error) {
	switch {
	case event.ByOwner:
		return v.P.T("factors.by_owner"), nil
	case event.ByOperator:
		return v.P.T("factors.by_operator"), nil
	case event.ActorID == uuid.Nil:
		return "", nil
	}
	if _, read := names[event.ActorID]; !read {
		person, err := a.People.Person(v.UserContext(), v.Actor, event.ActorID)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return "", err
		}
		names[event.ActorID] = person.Name
	}
	return v.P.T("factors.by_person", "Name", names[event.ActorID]), nil
}

func (a *area) resetSecondStep(v *door.Visit) error {
	return a.actOnPerson(v, "factors.staff_reset_done", func(ctx context.Context, id uuid.UUID) error {
		return a.Factors.Reset(ctx, v.Actor, id)
	})
}
