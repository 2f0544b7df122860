package web

import (
	"github.com/a-h/templ"

	"vatra/lms/fault"
	"vatra/lms/people"
	"vatra/lms/web/views"
)

func (s *Server) registerPage(v *visit) views.RegisterPage {
	return views.RegisterPage{Base: s.base(v, v.P.T("register.title"))}
}

func (s *Server) showRegister(v *visit) error {
	if v.Actor.LoggedIn() {
		return s.redirect(v, "/")
	}
	page := s.registerPage(v)
	if err := s.People.MayRegister(v.UserContext()); fault.Is(err, fault.Forbidden) {
		page.Refusal = v.P.Fault(asFault(err))
	} else if err != nil {
		return err
	}
	return s.render(v, views.Register(page))
}

// newcomer is what the forms that open an account ask for. The language is that of the page.
func newcomer(v *visit) people.Newcomer {
	return people.Newcomer{
		Email: v.FormValue("email"), Name: v.FormValue("name"), Password: v.FormValue("password"), Locale: v.P.Lang(),
	}
}

func (s *Server) register(v *visit) error {
	given := newcomer(v)
	if err := s.People.Register(v.UserContext(), given, s.visitor(v)); err != nil {
		return s.again(v, err, func(e views.Errors) templ.Component {
			page := s.registerPage(v)
			page.Errors, page.Name, page.Email = e, given.Name, given.Email
			return views.Register(page)
		})
	}
	return s.redirect(v, "/register/sent")
}

func (s *Server) showRegisterSent(v *visit) error {
	page := views.SentPage{
		Base: s.base(v, v.P.T("register.sent.title")),
		Text: v.P.T("register.sent.text"), Missing: v.P.T("register.sent.missing"),
	}
	return s.render(v, views.Sent(page))
}

func (s *Server) confirmPage(v *visit) views.ConfirmPage {
	return views.ConfirmPage{Base: s.base(v, v.P.T("confirm.title")), Action: v.Path()}
}

func (s *Server) showConfirm(v *visit) error {
	if _, err := s.People.Link(v.UserContext(), people.PurposeConfirm, v.Params("token")); err != nil {
		return err
	}
	return s.render(v, views.Confirm(s.confirmPage(v)))
}

func (s *Server) confirm(v *visit) error {
	session, err := s.People.Confirm(v.UserContext(), v.Params("token"), v.FormValue("password"), s.visitor(v))
	if err != nil {
		return s.again(v, err, func(e views.Errors) templ.Component {
			page := s.confirmPage(v)
			page.Errors = e
			return views.Confirm(page)
		})
	}
	s.enter(v, session)
	s.flash(v, views.ToneSuccess, "confirm.done")
	return s.redirect(v, "/")
}

func (s *Server) invitationPage(v *visit, link people.Link) views.InvitationPage {
	return views.InvitationPage{
		Base: s.base(v, v.P.T("invitation.title")), Action: v.Path(),
		Email: link.Email, Role: v.P.T("people.role." + string(link.Role)),
	}
}

// showInvitation speaks the language that was chosen for the guest, unless they have chosen one here.
func (s *Server) showInvitation(v *visit) error {
	link, err := s.People.Link(v.UserContext(), people.PurposeInvite, v.Params("token"))
	if err != nil {
		return err
	}
	if v.Cookies(s.cookieName(localeCookie)) == "" && !v.Actor.LoggedIn() {
		s.speak(v, link.Locale)
		s.setCookie(v, localeCookie, link.Locale, localeLives)
	}
	return s.render(v, views.Invitation(s.invitationPage(v, link)))
}

func (s *Server) acceptInvitation(v *visit) error {
	given := newcomer(v)
	session, err := s.People.AcceptInvitation(v.UserContext(), v.Params("token"), given, s.visitor(v))
	if err != nil {
		link, gone := s.People.Link(v.UserContext(), people.PurposeInvite, v.Params("token"))
		if gone != nil {
			return err
		}
		return s.again(v, err, func(e views.Errors) templ.Component {
			page := s.invitationPage(v, link)
			page.Errors, page.Name = e, given.Name
			return views.Invitation(page)
		})
	}
	s.enter(v, session)
	s.flash(v, views.ToneSuccess, "confirm.done")
	return s.redirect(v, "/")
}
