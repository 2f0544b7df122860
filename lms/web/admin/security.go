package admin

import (
	"net/url"
	"slices"

	"vatra/lms/audit"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/admin"
	"vatra/lms/web/views/ui"
)

// showSecurity pages through the security log.
func (a *area) showSecurity(v *door.Visit) error {
	filter := audit.Filter{Person: v.Query("q"), Event: audit.Event(v.Query("event")), Page: v.QueryInt("page", 1)}
	if !slices.Contains(audit.Events(), filter.Event) {
		filter.Event = ""
	}
	found, err := a.Audit.Read(v.UserContext(), v.Actor, filter)
	if err != nil {
		return err
	}
	query := url.Values{}
	for name, value := range map[string]string{"q": filter.Person, "event": string(filter.Event)} {
		if value != "" {
			query.Set(name, value)
		}
	}
	page := views.SecurityPage{
		Base: a.Base(v, v.P.T("nav.security")), Query: filter.Person, Event: string(filter.Event),
		Events: []ui.Option{{Text: v.P.T("audit.any")}},
		Pages:  ui.Pages{Page: found.Page, Last: found.Page, Path: "/admin/security", Query: query},
	}
	if found.More {
		page.Pages.Last++
	}
	for _, event := range audit.Events() {
		page.Events = append(page.Events, ui.Option{Value: string(event), Text: eventName(v, event)})
	}
	for _, row := range found.Rows {
		page.Rows = append(page.Rows, securityRow(v, row))
	}
	return a.Render(v, views.Security(page))
}

func eventName(v *door.Visit, event audit.Event) string { return v.P.T("audit.event." + string(event)) }

func securityRow(v *door.Visit, row audit.Row) views.SecurityRow {
	shown := views.SecurityRow{
		At: row.At, Event: eventName(v, row.Event), Actor: row.ActorName, Account: row.AccountName, Email: row.AccountEmail,
		Address: row.Address, Target: details(v, row), Request: row.Request,
	}
	if row.ActorName != "" {
		shown.ActorURL = show.PersonURL(row.ActorID)
	}
	if row.AccountName != "" {
		shown.AccountURL = show.PersonURL(row.AccountID)
	}
	return shown
}
