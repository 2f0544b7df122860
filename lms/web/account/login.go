package account

import (
	"errors"

	"github.com/a-h/templ"

	"vatra/lms/access"
	"vatra/lms/people"
	"vatra/lms/sessions"
	"vatra/lms/web/door"
	"vatra/lms/web/paths"
	"vatra/lms/web/views/entry"
	"vatra/lms/web/views/ui"
)

func (a *area) showLogin(v *door.Visit) error {
	next := paths.Own(v.Query("next"))
	if v.Actor.LoggedIn() {
		return a.Redirect(v, next)
	}
	return a.Render(v, entry.Login(a.loginPage(v, next)))
}

func (a *area) loginPage(v *door.Visit, next string) entry.LoginPage {
	return a.LoginPage(a.Base(v, v.P.T("login.title")), next)
}

func (a *area) logIn(v *door.Visit) error {
	next := paths.Own(v.FormValue("next"))
	session, err := a.People.LogIn(v.UserContext(), v.FormValue("email"), v.FormValue("password"), a.Visitor(v))
	if due, ok := errors.AsType[*people.SecondStepDue](err); ok {
		return a.askSecondStep(v, due, next)
	}
	if err != nil {
		return a.loginAgain(v, err, next)
	}
	return a.arrive(v, session, next)
}

func (a *area) loginAgain(v *door.Visit, err error, next string) error {
	return a.Again(v, err, func(e ui.Errors) templ.Component {
		page := a.loginPage(v, next)
		page.Errors, page.Email = e, v.FormValue("email")
		a.KeepLogin(v, &page)
		return entry.Login(page)
	})
}

// arrive goes on with somebody who has just come in: with the form that waited for them, else to the next page.
func (a *area) arrive(v *door.Visit, session sessions.Session, next string) error {
	a.Enter(v, session)
	if form, waits := a.OpenKept(v, v.FormValue(door.KeptField)); waits {
		return a.ShowKept(v, form)
	}
	return a.goOn(v, firstPage(v.Actor, next))
}

// firstPage is where somebody who has just come in goes on where they did not ask for a page: staff to what waits for them,
// everybody else to the home page, which says how to go on learning.
func firstPage(actor access.Actor, next string) string {
	if next == "/" && actor.Can(access.FollowLearners) {
		return door.PathDesk
	}
	return next
}

// goOn leads somebody who has just come in to the next page, or to setting up the second step that their role needs.
func (a *area) goOn(v *door.Visit, next string) error {
	lacks, err := a.LacksSecondStep(v)
	if err != nil {
		return err
	}
	if lacks {
		next = door.SetUpPath(next)
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
