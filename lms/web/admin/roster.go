package admin

import (
	"io"
	"strings"

	"github.com/a-h/templ"

	"vatra/lms/fault"
	"vatra/lms/learning/roster"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/admin/people"
	"vatra/lms/web/views/ui"
)

// rosterBody is what a list of people may bring with it: lms reads no more of one.
const rosterBody = 2_000_000

func (a *area) rosterPage(v *door.Visit) (views.RosterPage, error) {
	track, err := a.Tracks.Track(v.UserContext(), v.Params("code"))
	if err != nil {
		return views.RosterPage{}, err
	}
	url, name := staffTrackURL(track.Code), show.TrackCard(v, track).Name
	page := views.RosterPage{
		Base: a.Base(v, v.P.T("staff.enrol_people")), Track: name,
		Closed: !track.Open, EnrolURL: url + "/enrol", RosterURL: url + "/roster", Limit: v.P.Size(rosterBody),
	}
	page.Section = "nav.staff_tracks"
	page.Crumbs = []ui.Link{
		{Text: v.P.T("nav.staff_tracks"), URL: "/admin/tracks"}, {Text: name.Text, Lang: name.Lang, URL: url},
	}
	return page, nil
}

func (a *area) showRoster(v *door.Visit) error {
	page, err := a.rosterPage(v)
	if err != nil {
		return err
	}
	return a.Render(v, views.Roster(page))
}

// enrolOne enrols a person by their address.
func (a *area) enrolOne(v *door.Visit) error {
	page, err := a.rosterPage(v)
	if err != nil {
		return err
	}
	email := v.FormValue("email")
	enrolled, err := a.Enrolment.EnrolByEmail(v.UserContext(), v.Actor, email, v.Params("code"))
	if err != nil {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			page.Errors, page.Email = e, email
			return views.Roster(page)
		})
	}
	if enrolled.Fresh {
		a.Flash(v, ui.ToneSuccess, "staff.enrolled_one", "Email", email)
	} else {
		a.Flash(v, ui.ToneInfo, "staff.enrolled_before", "Email", email)
	}
	return a.Redirect(v, page.EnrolURL)
}

// enrolRoster enrols the people of a list, uploaded or pasted. Its report is the answer itself: sending the same list
// again changes nothing.
func (a *area) enrolRoster(v *door.Visit) error {
	page, err := a.rosterPage(v)
	if err != nil {
		return err
	}
	rows, pasted, field, err := a.takeRoster(v)
	if err != nil {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			page.Errors, page.List = e, pasted
			if len(e.Fields) == 0 {
				page.Fields = map[string]string{field: e.Text}
			}
			return views.Roster(page)
		})
	}
	for _, row := range rows {
		line := views.RosterLine{Line: row.Line, Email: row.Email, Fresh: row.Fresh}
		switch {
		case row.Message != nil:
			line.Reason = v.P.Message(*row.Message)
			page.Refused++
		case row.Fresh:
			page.Fresh++
		default:
			page.Before++
		}
		page.Report = append(page.Report, line)
	}
	return a.Render(v, views.Roster(page))
}

// takeRoster tells too what was pasted and in which of the two fields the list was.
func (a *area) takeRoster(v *door.Visit) (rows []roster.Row, pasted, field string, err error) {
	pasted = v.FormValue("list")
	var list io.Reader = strings.NewReader(pasted)
	field = "list"
	if upload, missing := v.FormFile("file"); missing == nil && upload.Filename != "" {
		file, err := upload.Open()
		if err != nil {
			return nil, pasted, field, err
		}
		defer file.Close()
		list, field = file, "file"
	} else if strings.TrimSpace(pasted) == "" {
		fields := fault.Fields{}
		fields.Add("file", "staff.roster_nothing")
		return nil, pasted, "file", fields.Err()
	}
	rows, err = a.Enrolment.EnrolRoster(v.UserContext(), v.Actor, list, v.Params("code"))
	return rows, pasted, field, err
}
