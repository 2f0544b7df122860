package versions

import (
	"fmt"
	"strconv"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"vatra/content/studio"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/studio/desk"
	views "vatra/lms/web/views/studio/versions"
	"vatra/lms/web/views/ui"
)

// showVersions lists the versions of a course.
func (a *area) showVersions(v *door.Visit) error {
	page, err := a.versionsPage(v)
	if err != nil {
		return err
	}
	return a.Render(v, views.Versions(page))
}

func (a *area) versionsPage(v *door.Visit) (views.VersionsPage, error) {
	id, err := desk.DraftID(v)
	if err != nil {
		return views.VersionsPage{}, err
	}
	draft, known, err := a.Editions.Versions(v.UserContext(), v.Actor, id)
	if err != nil {
		return views.VersionsPage{}, err
	}
	asides, err := a.Authoring.Asides(v.UserContext(), v.Actor, draft)
	if err != nil {
		return views.VersionsPage{}, err
	}
	page := views.VersionsPage{
		Base:   a.PageBase(v, v.P.T("versions.title"), desk.Crumbs(v, draft, draft.Root, draft.Tags()[0])...),
		Behind: desk.Behind(draft), Action: desk.VersionsURL(id), Newest: draft.Newest,
	}
	for at, one := range known {
		version := views.Version{
			Number: one.Number, At: one.PublishedAt, By: one.By, Note: one.Note, Of: one.Of, Learning: one.Learning, Finished: one.Finished,
			Current: at == 0,
		}
		if at > 0 && one.Learning > 0 {
			version.Move = moveURL(id, one.Number)
		}
		if at+1 < len(known) {
			version.Before, version.Since = known[at+1].Number, compareURL(id, known[at+1].Number, one.Number, "")
		}
		page.Versions = append(page.Versions, version)
	}
	for _, one := range asides {
		page.Asides = append(page.Asides, views.Aside{ID: one.ID.String(), At: one.At})
	}
	return page, nil
}

func compareURL(draft uuid.UUID, from, to int, tag string) string {
	address := fmt.Sprintf("%s/compare?from=%d&to=%d", desk.VersionsURL(draft), from, to)
	if tag != "" {
		address += "&lang=" + tag
	}
	return address
}

// decide does what a button of the page asks, or of the notice that a draft is not made of the version that is public.
func (a *area) decide(v *door.Visit) error {
	draft, err := a.Draft(v)
	if err != nil {
		return err
	}
	where, err := a.do(v, draft, v.FormValue("do"))
	if err != nil {
		return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
			page, failed := a.versionsPage(v)
			page.Errors = e
			return views.Versions(page), failed
		})
	}
	return a.Redirect(v, where)
}

func (a *area) do(v *door.Visit, draft *studio.Draft, button string) (where string, err error) {
	newest, _ := strconv.Atoi(v.FormValue("newest")) // what is no number is met by no version
	switch button {
	case "again":
		number, _ := strconv.Atoi(v.FormValue("number"))
		made, err := a.Editions.Again(v.UserContext(), v.Actor, draft.ID, number, newest)
		if err == nil {
			a.Flash(v, ui.ToneSuccess, "studio.published", "Number", made)
		}
		return desk.VersionsURL(draft.ID), err
	case "keep-on":
		return desk.DraftURL(draft.ID), a.Authoring.KeepOn(v.UserContext(), v.Actor, draft.ID, newest)
	case "anew":
		fresh, err := a.Authoring.Anew(v.UserContext(), v.Actor, draft.ID)
		if err == nil {
			a.Flash(v, ui.ToneSuccess, "versions.begun")
		}
		return desk.DraftURL(fresh), err
	case "take-up":
		aside, err := uuid.Parse(v.FormValue("aside"))
		if err != nil {
			return "", fault.Wrap(err, fault.Invalid, "error.bad_request")
		}
		if err = a.Authoring.TakeUp(v.UserContext(), v.Actor, draft.ID, aside); err == nil {
			a.Flash(v, ui.ToneSuccess, "versions.taken_up")
		}
		return desk.DraftURL(aside), err
	}
	return "", fault.New(fault.Invalid, "error.bad_request")
}
