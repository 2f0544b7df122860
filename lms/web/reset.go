package web

import (
	"github.com/a-h/templ"

	"vatra/lms/people"
	"vatra/lms/web/views"
)

func (s *Server) forgottenPage(v *visit) views.ForgottenPage {
	return views.ForgottenPage{Base: s.base(v, v.P.T("reset.title"))}
}

func (s *Server) showForgotten(v *visit) error {
	return s.render(v, views.Forgotten(s.forgottenPage(v)))
}

func (s *Server) requestReset(v *visit) error {
	email := v.FormValue("email")
	if err := s.People.RequestReset(v.UserContext(), email, v.P.Lang(), s.visitor(v)); err != nil {
		return s.again(v, err, func(e views.Errors) templ.Component {
			page := s.forgottenPage(v)
			page.Errors, page.Email = e, email
			return views.Forgotten(page)
		})
	}
	return s.redirect(v, "/reset/sent")
}

func (s *Server) showResetSent(v *visit) error {
	page := views.SentPage{
		Base: s.base(v, v.P.T("register.sent.title")),
		Text: v.P.T("reset.sent.text"), Missing: v.P.T("reset.sent.missing"),
	}
	return s.render(v, views.Sent(page))
}

func (s *Server) resetPage(v *visit) views.ResetPage {
	return views.ResetPage{Base: s.base(v, v.P.T("reset.new.title")), Action: v.Path()}
}

func (s *Server) showReset(v *visit) error {
	if _, err := s.People.Link(v.UserContext(), people.PurposeReset, v.Params("token")); err != nil {
		return err
	}
	return s.render(v, views.Reset(s.resetPage(v)))
}

func (s *Server) reset(v *visit) error {
	if err := s.People.Reset(v.UserContext(), v.Params("token"), v.FormValue("password")); err != nil {
		return s.again(v, err, func(e views.Errors) templ.Component {
			page := s.resetPage(v)
			page.Errors = e
			return views.Reset(page)
		})
	}
	s.leave(v)
	s.flash(v, views.ToneSuccess, "reset.done")
	return s.redirect(v, people.PathLogIn)
}
