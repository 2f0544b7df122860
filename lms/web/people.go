package web

import (
	"net/url"

	"github.com/a-h/templ"

	"vatra/lms/access"
	"vatra/lms/people"
	"vatra/lms/web/views"
)

// showPeople lists the people there are.
func (s *Server) showPeople(v *visit) error {
	filter := people.Filter{Text: v.Query("q"), Role: access.Role(v.Query("role")), Page: v.QueryInt("page", 1)}
	if !filter.Role.Known() {
		filter.Role = ""
	}
	list, err := s.People.List(v.UserContext(), v.Actor, filter)
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
		Base: s.base(v, v.P.T("nav.people")), Query: filter.Text, Role: string(filter.Role), Total: list.Total,
		Roles: append([]views.Option{{Text: v.P.T("staff.any_role")}}, v.roles()...),
		Pages: views.Pages{Page: list.Page, Last: list.Pages, Path: "/admin/people", Query: query},
	}
	for _, person := range list.People {
		page.People = append(page.People, views.PersonRow{
			URL: personURL(person.ID), Name: person.Name, Email: person.Email, Role: v.roleName(person.Role),
			Confirmed: person.Confirmed, Disabled: person.Disabled, Since: person.CreatedAt,
		})
	}
	return s.render(v, views.People(page))
}

func (v *visit) roleName(role access.Role) string { return v.P.T("people.role." + string(role)) }

func (v *visit) roles() []views.Option {
	var options []views.Option
	for _, role := range access.Roles() {
		options = append(options, views.Option{Value: string(role), Text: v.roleName(role)})
	}
	return options
}

func (s *Server) invitationsPage(v *visit) (views.InvitationsPage, error) {
	page := views.InvitationsPage{
		Base: s.base(v, v.P.T("staff.invite")), Role: string(access.RoleLearner), Locale: v.P.Lang(), Roles: v.roles(),
	}
	page.Section = "nav.people"
	page.Crumbs = []views.Link{{Text: v.P.T("nav.people"), URL: "/admin/people"}}
	waiting, err := s.People.Invitations(v.UserContext(), v.Actor)
	for _, link := range waiting {
		page.Waiting = append(page.Waiting, views.InvitationRow{
			Email: link.Email, Role: v.roleName(link.Role), Language: link.Locale,
			SentAt: link.CreatedAt, Until: link.ExpiresAt,
		})
	}
	return page, err
}

func (s *Server) showInvitations(v *visit) error {
	page, err := s.invitationsPage(v)
	if err != nil {
		return err
	}
	return s.render(v, views.Invitations(page))
}

func (s *Server) invite(v *visit) error {
	email, role, locale := v.FormValue("email"), v.FormValue("role"), v.FormValue("locale")
	err := s.People.Invite(v.UserContext(), v.Actor, email, access.Role(role), locale)
	if err != nil {
		page, failed := s.invitationsPage(v)
		if failed != nil {
			return failed
		}
		return s.again(v, err, func(e views.Errors) templ.Component {
			page.Errors, page.Email, page.Role, page.Locale = e, email, role, locale
			return views.Invitations(page)
		})
	}
	s.flash(v, views.ToneSuccess, "staff.invited", "Email", email)
	return s.redirect(v, "/admin/people/invitations")
}

func (s *Server) withdrawInvitation(v *visit) error {
	email := v.FormValue("email")
	if err := s.People.Withdraw(v.UserContext(), v.Actor, email); err != nil {
		return err
	}
	s.flash(v, views.ToneSuccess, "staff.withdrawn", "Email", email)
	return s.redirect(v, "/admin/people/invitations")
}
