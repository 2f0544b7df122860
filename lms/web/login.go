package web

import (
	"github.com/a-h/templ"

	"vatra/lms/web/views"
)

func (s *Server) showLogin(v *visit) error {
	next := ownPath(v.Query("next"))
	if v.Actor.LoggedIn() {
		return s.redirect(v, next)
	}
	return s.render(v, views.Login(s.loginPage(v, next)))
}

func (s *Server) loginPage(v *visit, next string) views.LoginPage {
	return views.LoginPage{Base: s.base(v, v.P.T("login.title")), Next: next}
}

func (s *Server) logIn(v *visit) error {
	next := ownPath(v.FormValue("next"))
	session, err := s.People.LogIn(v.UserContext(), v.FormValue("email"), v.FormValue("password"), s.visitor(v))
	if err != nil {
		return s.again(v, err, func(e views.Errors) templ.Component {
			page := s.loginPage(v, next)
			page.Errors, page.Email = e, v.FormValue("email")
			s.keepLogin(v, &page)
			return views.Login(page)
		})
	}
	s.enter(v, session)
	if form, waits := s.openKept(v, v.FormValue(keptField)); waits {
		return s.showKept(v, form)
	}
	return s.redirect(v, next)
}

func (s *Server) logOut(v *visit) error {
	if err := s.People.LogOut(v.UserContext(), v.Cookies(s.cookieName(sessionCookie))); err != nil {
		return err
	}
	s.leave(v)
	s.flash(v, views.ToneSuccess, "logout.done")
	return s.redirect(v, "/")
}
