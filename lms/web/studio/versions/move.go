package versions

import (
	"fmt"
	"strconv"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"vatra/lms/fault"
	"vatra/lms/lang"
	"vatra/lms/web/door"
	"vatra/lms/web/studio/desk"
	views "vatra/lms/web/views/studio/versions"
	"vatra/lms/web/views/ui"
)

func moveURL(draft uuid.UUID, from int) string {
	return fmt.Sprintf("%s/move?from=%d", desk.VersionsURL(draft), from)
}

// showMove says what moving the learners of a version would do, before anybody does it.
func (a *area) showMove(v *door.Visit) error {
	from, _ := strconv.Atoi(v.Query("from")) // what is no number is the number of no version
	page, err := a.movePage(v, from)
	if err != nil {
		return err
	}
	return a.Render(v, views.Move(page))
}

func (a *area) movePage(v *door.Visit, from int) (views.MovePage, error) {
	draft, err := a.Draft(v)
	if err != nil {
		return views.MovePage{}, err
	}
	way, err := a.Editions.Way(v.UserContext(), v.Actor, draft.ID, from)
	if err != nil {
		return views.MovePage{}, err
	}
	titles := func(all []lang.Texts) (words []ui.Words) {
		for _, one := range all {
			words = append(words, v.Title(one, "", v.P.Lang(), way.To.Languages))
		}
		return words
	}
	crumbs := desk.Crumbs(v, draft, draft.Root, draft.Tags()[0])
	crumbs = append(crumbs, ui.Link{Text: v.P.T("versions.title"), URL: desk.VersionsURL(draft.ID)})
	return views.MovePage{
		Base:   a.PageBase(v, v.P.T("versions.move_title", "From", from, "To", way.To.Number), crumbs...),
		Action: desk.VersionsURL(draft.ID) + "/move", From: from, Newest: way.To.Number, Moving: way.Moving, Staying: way.Staying,
		Kept: way.Kept, New: titles(way.New), Again: titles(way.Again), Left: titles(way.Left),
	}, nil
}

// move takes the learners to the version that is public.
func (a *area) move(v *door.Visit) error {
	draft, err := a.Draft(v)
	if err != nil {
		return err
	}
	from, bad := strconv.Atoi(v.FormValue("from"))
	newest, worse := strconv.Atoi(v.FormValue("newest"))
	if bad != nil || worse != nil {
		return fault.New(fault.Invalid, "error.bad_request")
	}
	moved, _, err := a.Editions.Move(v.UserContext(), v.Actor, draft.ID, from, newest)
	if err != nil {
		return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
			page, failed := a.movePage(v, from)
			page.Errors = e
			return views.Move(page), failed
		})
	}
	a.Flash(v, ui.ToneSuccess, "versions.moved", "Count", moved)
	return a.Redirect(v, desk.VersionsURL(draft.ID))
}
