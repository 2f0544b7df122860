package account

import (
	"github.com/a-h/templ"

	"vatra/lms/people/links"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/account"
	"vatra/lms/web/views/ui"
)

func (a *area) forgottenPage(v *door.Visit) views.ForgottenPage {
	return views.ForgottenPage{Base: a.Base(v, v.P.T("reset.title"))}
}

func (a *area) showForgotten(v *door.Visit) error {
	return a.Render(v, views.Forgotten(a.forgottenPage(v)))
}

func (a *area) requestReset(v *door.Visit) error {
	email := v.FormValue("email")
	if err := a.People.RequestReset(v.UserContext(), email, v.P.Lang(), a.Visitor(v)); err != nil {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			page := a.forgottenPage(v)
			page.Errors, page.Email = e, email
			return views.Forgotten(page)
		})
	}
	return a.Redirect(v, "/reset/sent")
}

func (a *area) showResetSent(v *door.Visit) error {
	page := views.SentPage{
		Base: a.Base(v, v.P.T("register.sent.title")),
		Text: v.P.T("reset.sent.text"), Missing: v.P.T("reset.sent.missing"),
	}
	return a.Render(v, views.Sent(page))
}

func (a *area) resetPage(v *door.Visit) views.ResetPage {
	return views.ResetPage{Base: a.Base(v, v.P.T("reset.new.title")), Action: v.Path()}
}

func (a *area) showReset(v *door.Visit) error {
	if _, err := a.People.Link(v.UserContext(), links.Reset, v.Params("token")); err != nil {
		return err
	}
	return a.Render(v, views.Reset(a.resetPage(v)))
}

func (a *area) reset(v *door.Visit) error {
	link, err := a.People.Link(v.UserContext(), links.Reset, v.Params("token"))
	if err != nil {
		return err
	}
	if err := a.People.Reset(v.UserContext(), v.Params("token"), v.FormValue("password"), a.Visitor(v)); err != nil {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			page := a.resetPage(v)
			page.Errors = e
			return views.Reset(page)
		})
	}
	a.Know(v, link.UserID) // they have read the mail here
	a.Leave(v)
	a.Flash(v, ui.ToneSuccess, "reset.done")
	return a.Redirect(v, links.PathLogIn)
}
