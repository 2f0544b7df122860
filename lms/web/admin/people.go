package admin

import (
	"net/url"

	"github.com/a-h/templ"

	"vatra/lms/access"
	"vatra/lms/people"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/admin/people"
	"vatra/lms/web/views/ui"
)

// showPeople lists the people there are.
func (a *area) showPeople(v *door.Visit) error {
	filter := people.Filter{Text: v.Query("q"), Role: access.Role(v.Query("role")), Page: v.QueryInt("page", 1)}
	if !filter.Role.Known() {
		filter.Role = ""
	}
	list, err := a.People.List(v.UserContext(), v.Actor, filter)
	if err != nil {
		return err
	}
	query := url.Values{}
	for name, value := range map[string]string{"q": filter.Text, "role": string(filter.Role)} {
		if value != "" {
			query.Set(name, value)
		}
	}
	page := views.PeoplePage{
		Base: a.Base(v, v.P.T("nav.people")), Query: filter.Text, Role: string(filter.Role), Total: list.Total,
		Roles: append([]ui.Option{{Text: v.P.T("staff.any_role")}}, roles(v)...),
		Pages: ui.Pages{Page: list.Page, Last: list.Pages, Path: "/admin/people", Query: query},
	}
	for _, person := range list.People {
		page.People = append(page.People, views.PersonRow{
			URL: show.PersonURL(person.ID), Name: person.Name, Email: person.Email, Role: roleName(v, person.Role),
			Confirmed: person.Confirmed, Disabled: person.Disabled, Since: person.CreatedAt,
		})
	}
	return a.Render(v, views.People(page))
}

func roleName(v *door.Visit, role access.Role) string { return v.P.T("people.role." + string(role)) }

func roles(v *door.Visit) []ui.Option {
	var options []ui.Option
	for _, role := range access.Roles() {
		options = append(options, ui.Option{Value: string(role), Text: roleName(v, role)})
	}
	return options
}

func (a *area) invitationsPage(v *door.Visit) (views.InvitationsPage, error) {
	page := views.InvitationsPage{
		Base: a.Base(v, v.P.T("staff.invite")), Role: string(access.RoleLearner), Locale: v.P.Lang(), Roles: roles(v),
	}
	page.Section = "nav.people"
	page.Crumbs = []ui.Link{{Text: v.P.T("nav.people"), URL: "/admin/people"}}
	waiting, err := a.People.Invitations(v.UserContext(), v.Actor)
	for _, link := range waiting {
		page.Waiting = append(page.Waiting, views.InvitationRow{
			Email: link.Email, Role: roleName(v, link.Role), Language: link.Locale,
			SentAt: link.CreatedAt, Until: link.ExpiresAt, Void: link.Void,
		})
	}
	return page, err
}

func (a *area) showInvitations(v *door.Visit) error {
	page, err := a.invitationsPage(v)
	if err != nil {
		return err
	}
	return a.Render(v, views.Invitations(page))
}

func (a *area) invite(v *door.Visit) error {
	email, role, locale := v.FormValue("email"), v.FormValue("role"), v.FormValue("locale")
	err := a.People.Invite(v.UserContext(), v.Actor, email, access.Role(role), locale)
	if err != nil {
		return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
			page, err := a.invitationsPage(v)
			page.Errors, page.Email, page.Role, page.Locale = e, email, role, locale
			return views.Invitations(page), err
		})
	}
	a.Flash(v, ui.ToneSuccess, "staff.invited", "Email", email)
	return a.Redirect(v, "/admin/people/invitations")
}

func (a *area) withdrawInvitation(v *door.Visit) error {
	email := v.FormValue("email")
	if err := a.People.Withdraw(v.UserContext(), v.Actor, email); err != nil {
		return err
	}
	a.Flash(v, ui.ToneSuccess, "staff.withdrawn", "Email", email)
	return a.Redirect(v, "/admin/people/invitations")
}
