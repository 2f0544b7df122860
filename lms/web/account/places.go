package account

import (
	"cmp"

	"github.com/google/uuid"
	"github.com/mileusna/useragent"

	"vatra/lms/fault"
	"vatra/lms/sessions"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/account"
	"vatra/lms/web/views/ui"
)

const pathPlaces = "/account/places"

// token is that of the visitor's own session.
func (a *area) token(v *door.Visit) string { return v.Cookies(a.CookieName(door.SessionCookie)) }

// showPlaces lists where the visitor is logged in.
func (a *area) showPlaces(v *door.Visit) error {
	places, err := a.Sessions.Places(v.UserContext(), v.Actor, a.token(v))
	if err != nil {
		return err
	}
	page := views.PlacesPage{Base: a.Base(v, v.P.T("account.places"))}
	page.Section = "nav.account"
	page.Crumbs = []ui.Link{{Text: v.P.T("account.title"), URL: "/account"}}
	for _, place := range places {
		page.Places = append(page.Places, views.PlaceRow{
			ID: place.ID.String(), Device: device(v, place), Since: place.Since, SeenAt: place.SeenAt, Here: place.Here,
		})
		page.Others = page.Others || !place.Here
	}
	return a.Render(v, views.Places(page))
}

// device is a browser in people's words.
func device(v *door.Visit, place sessions.Place) string {
	agent := useragent.Parse(place.Agent)
	system := cmp.Or(agent.OS, agent.Device)
	switch {
	case agent.Name == "" || agent.IsUnknown():
		return v.P.T("account.device_unknown")
	case system == "":
		return agent.Name
	}
	return v.P.T("account.device", "Browser", agent.Name, "System", system)
}

// endPlace ends one session, which may be this one.
func (a *area) endPlace(v *door.Visit) error {
	id, err := uuid.Parse(v.FormValue("id"))
	if err != nil {
		return fault.New(fault.NotFound, "sessions.none")
	}
	if err := a.Sessions.End(v.UserContext(), v.Actor, id); err != nil {
		return err
	}
	if _, err := a.Sessions.Current(v.UserContext(), a.token(v)); fault.Is(err, fault.Unauthenticated) {
		a.Leave(v)
		a.Flash(v, ui.ToneSuccess, "login.out_done")
		return a.Redirect(v, "/login")
	}
	a.Flash(v, ui.ToneSuccess, "account.place_ended")
	return a.Redirect(v, pathPlaces)
}

func (a *area) endOtherPlaces(v *door.Visit) error {
	if _, err := a.Sessions.EndOthers(v.UserContext(), v.Actor, a.token(v)); err != nil {
		return err
	}
	a.Flash(v, ui.ToneSuccess, "account.places_ended")
	return a.Redirect(v, pathPlaces)
}
