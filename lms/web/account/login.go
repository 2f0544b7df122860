package account

import (
	"github.com/a-h/templ"

	"vatra/lms/web/door"
	"vatra/lms/web/views/entry"
	"vatra/lms/web/views/ui"
)

func (a *area) showLogin(v *door.Visit) error {
	next := door.OwnPath(v.Query("next"))
	if v.Actor.LoggedIn() {
		return a.Redirect(v, next)
	}
	return a.Render(v, entry.Login(a.loginPage(v, next)))
}

func (a *area) loginPage(v *door.Visit, next string) entry.LoginPage {
	return entry.LoginPage{Base: a.Base(v, v.P.T("login.title")), Next: next}
}

func (a *area) logIn(v *door.Visit) error {
	next := door.OwnPath(v.FormValue("next"))
	session, err := a.People.LogIn(v.UserContext(), v.FormValue("email"), v.FormValue("password"), a.Visitor(v))
	if err != nil {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			page := a.loginPage(v, next)
			page.Errors, page.Email = e, v.FormValue("email")
			a.KeepLogin(v, &page)
			return entry.Login(page)
		})
	}
	a.Enter(v, session)
	if form, waits := a.OpenKept(v, v.FormValue(door.KeptField)); waits {
		return a.ShowKept(v, form)
	}
	return a.Redirect(v, next)
}

func (a *area) logOut(v *door.Visit) error {
	if err := a.Sessions.LogOut(v.UserContext(), v.Actor, a.token(v)); err != nil {
		return err
	}
	a.Leave(v)
	a.Flash(v, ui.ToneSuccess, "login.out_done")
	return a.Redirect(v, "/")
}
