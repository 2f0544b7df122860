package account

import (
	"github.com/a-h/templ"

	"vatra/lms/fault"
	"vatra/lms/people/links"
	"vatra/lms/people/roll"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/account"
	"vatra/lms/web/views/ui"
)

func (a *area) registerPage(v *door.Visit) views.RegisterPage {
	return views.RegisterPage{Base: a.Base(v, v.P.T("register.title"))}
}

func (a *area) showRegister(v *door.Visit) error {
	if v.Actor.LoggedIn() {
		return a.Redirect(v, "/")
	}
	page := a.registerPage(v)
	if err := a.People.MayRegister(v.UserContext()); fault.Is(err, fault.Forbidden) {
		page.Refusal = v.P.Fault(door.AsFault(err))
	} else if err != nil {
		return err
	}
	return a.Render(v, views.Register(page))
}

// newcomer is what the forms that open an account ask for. The language is that of the page.
func newcomer(v *door.Visit) roll.Newcomer {
	return roll.Newcomer{
		Email: v.FormValue("email"), Name: v.FormValue("name"), Password: v.FormValue("password"), Locale: v.P.Lang(),
	}
}

func (a *area) register(v *door.Visit) error {
	given := newcomer(v)
	if err := a.People.Register(v.UserContext(), given, a.Visitor(v)); err != nil {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			page := a.registerPage(v)
			page.Errors, page.Name, page.Email = e, given.Name, given.Email
			return views.Register(page)
		})
	}
	return a.Redirect(v, "/register/sent")
}

func (a *area) showRegisterSent(v *door.Visit) error {
	page := views.SentPage{
		Base: a.Base(v, v.P.T("register.sent.title")),
		Text: v.P.T("register.sent.text"), Missing: v.P.T("register.sent.missing"),
	}
	return a.Render(v, views.Sent(page))
}

func (a *area) confirmPage(v *door.Visit) views.ConfirmPage {
	return views.ConfirmPage{Base: a.Base(v, v.P.T("register.confirm_title")), Action: v.Path()}
}

func (a *area) showConfirm(v *door.Visit) error {
	if err := a.People.MayConfirm(v.UserContext(), v.Params("token")); err != nil {
		return a.confirmed(v, err)
	}
	return a.Render(v, views.Confirm(a.confirmPage(v)))
}

func (a *area) confirm(v *door.Visit) error {
	session, err := a.People.Confirm(v.UserContext(), v.Params("token"), v.FormValue("password"), a.Visitor(v))
	if fault.Is(err, fault.Conflict) {
		return a.confirmed(v, err)
	}
	if err != nil {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			page := a.confirmPage(v)
			page.Errors = e
			return views.Confirm(page)
		})
	}
	a.Enter(v, session)
	a.Flash(v, ui.ToneSuccess, "register.confirm_done")
	return a.goOn(v, "/")
}

// confirmed leads whoever follows a link to an account that is open already to where they log in.
func (a *area) confirmed(v *door.Visit, err error) error {
	if !fault.Is(err, fault.Conflict) {
		return err
	}
	a.Flash(v, ui.ToneInfo, "people.confirmed_before")
	return a.Redirect(v, links.PathLogIn)
}

func (a *area) invitationPage(v *door.Visit, link links.Link) views.InvitationPage {
	return views.InvitationPage{
		Base: a.Base(v, v.P.T("register.invitation_title")), Action: v.Path(),
		Email: link.Email, Role: v.P.T("people.role." + string(link.Role)),
	}
}

// showInvitation speaks the language that was chosen for the guest, unless they have chosen one here.
func (a *area) showInvitation(v *door.Visit) error {
	link, err := a.People.Invitation(v.UserContext(), v.Params("token"))
	if err != nil {
		return err
	}
	if v.Cookies(a.CookieName(door.LocaleCookie)) == "" && !v.Actor.LoggedIn() {
		a.Speak(v, link.Locale)
		a.SetCookie(v, door.LocaleCookie, link.Locale, door.LocaleLives)
	}
	return a.Render(v, views.Invitation(a.invitationPage(v, link)))
}

func (a *area) acceptInvitation(v *door.Visit) error {
	given := newcomer(v)
	session, err := a.People.AcceptInvitation(v.UserContext(), v.Params("token"), given, a.Visitor(v))
	if err != nil {
		return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
			link, gone := a.People.Invitation(v.UserContext(), v.Params("token"))
			if gone != nil {
				return nil, err
			}
			page := a.invitationPage(v, link)
			page.Errors, page.Name = e, given.Name
			return views.Invitation(page), nil
		})
	}
	a.Enter(v, session)
	a.Flash(v, ui.ToneSuccess, "register.confirm_done")
	return a.goOn(v, "/")
}
