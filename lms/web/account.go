package web

import (
	"github.com/a-h/templ"

	"vatra/lms/people"
	"vatra/lms/web/views"
)

func (s *Server) accountPage(v *visit, person people.Person) views.AccountPage {
	return views.AccountPage{Base: s.base(v, v.P.T("account.title")), Name: person.Name, Email: person.Email}
}

func (s *Server) showAccount(v *visit) error {
	person, err := s.People.Person(v.UserContext(), v.Actor.UserID)
	if err != nil {
		return err
	}
	return s.render(v, views.Account(s.accountPage(v, person)))
}

// accountAgain shows the page with what is wrong in one of its forms.
func (s *Server) accountAgain(v *visit, err error) error {
	person, unknown := s.People.Person(v.UserContext(), v.Actor.UserID)
	if unknown != nil {
		return unknown
	}
	return s.again(v, err, func(e views.Errors) templ.Component {
		page := s.accountPage(v, person)
		page.Errors = e
		if name := v.FormValue("name"); name != "" {
			page.Name = name
		}
		return views.Account(page)
	})
}

func (s *Server) changeName(v *visit) error {
	if err := s.People.ChangeName(v.UserContext(), v.Actor, v.FormValue("name")); err != nil {
		return s.accountAgain(v, err)
	}
	s.flash(v, views.ToneSuccess, "account.saved")
	return s.redirect(v, "/account")
}

func (s *Server) changePassword(v *visit) error {
	session, err := s.People.ChangePassword(v.UserContext(), v.Actor, v.FormValue("current"), v.FormValue("password"), s.visitor(v))
	if err != nil {
		return s.accountAgain(v, err)
	}
	s.enter(v, session)
	s.flash(v, views.ToneSuccess, "account.password_changed")
	return s.redirect(v, "/account")
}

func (s *Server) logOutEverywhere(v *visit) error {
	if err := s.People.LogOutEverywhere(v.UserContext(), v.Actor); err != nil {
		return err
	}
	s.leave(v)
	s.flash(v, views.ToneSuccess, "logout.done")
	return s.redirect(v, "/login")
}
