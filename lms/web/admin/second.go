package admin

import (
	"context"

	"github.com/google/uuid"

	"vatra/lms/audit"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/admin/people"
)

// secondStepOf is what somebody shows beside their password, and what was changed about it.
func (a *area) secondStepOf(v *door.Visit, id uuid.UUID) (views.SecondStep, error) {
	state, err := a.Factors.Of(v.UserContext(), v.Actor, id)
	if err != nil {
		return views.SecondStep{}, err
	}
	changes, err := a.Audit.Of(v.UserContext(), v.Actor, id, audit.FactorEvents()...)
	if err != nil {
		return views.SecondStep{}, err
	}
	second := views.SecondStep{
		On: state.Any(), AppSince: state.AppSince, Passkeys: len(state.Passkeys), CodesLeft: state.CodesLeft,
		Own: id == v.Actor.UserID,
	}
	for _, change := range changes {
		what := eventName(v, change.Event)
		if about := details(v, change); about != "" {
			what += ": " + about
		}
		second.Events = append(second.Events, views.SecondStepEvent{At: change.At, What: what, By: byWhom(v, change)})
	}
	return second, nil
}

// byWhom names who has changed something. Whoever only tried a code is nobody yet, as the operator is.
func byWhom(v *door.Visit, change audit.Row) string {
	switch {
	case change.ActorID == change.AccountID:
		return v.P.T("factors.by_owner")
	case change.ActorID == uuid.Nil && change.Event == audit.FactorReset:
		return v.P.T("factors.by_operator")
	case change.ActorName == "":
		return ""
	}
	return v.P.T("factors.by_person", "Name", change.ActorName)
}

func (a *area) resetSecondStep(v *door.Visit) error {
	return a.actOnPerson(v, "factors.staff_reset_done", func(ctx context.Context, id uuid.UUID) error {
		return a.Factors.Reset(ctx, v.Actor, id)
	})
}
