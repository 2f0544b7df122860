package account

import (
	"cmp"

	"github.com/a-h/templ"

	"vatra/lms/people/roll"
	"vatra/lms/web/door"
	"vatra/lms/web/paths"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/account"
	"vatra/lms/web/views/ui"
)

func (a *area) accountPage(v *door.Visit, person roll.Person) (views.AccountPage, error) {
	page := views.AccountPage{
		Base: a.Base(v, v.P.T("account.title")), Name: person.Name, Email: person.Email, Next: v.FormValue("next"),
	}
	var err error
	if page.SecondStep, err = a.Factors.Has(v.UserContext(), person.ID); err != nil {
		return page, err
	}
	awards, err := a.Awards.Awards(v.UserContext(), person.ID)
	for i := range awards {
		if other := show.Reissue(v, &awards[i], person.Name); other != nil {
			page.OtherNames = append(page.OtherNames, *other)
		}
	}
	return page, err
}

func (a *area) showAccount(v *door.Visit) error {
	person, err := a.People.Myself(v.UserContext(), v.Actor)
	if err != nil {
		return err
	}
	page, err := a.accountPage(v, person)
	if err != nil {
		return err
	}
	return a.Render(v, views.Account(page))
}

// accountAgain shows the page with what is wrong in one of its forms.
func (a *area) accountAgain(v *door.Visit, err error) error {
	return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
		person, err := a.People.Myself(v.UserContext(), v.Actor)
		if err != nil {
			return nil, err
		}
		page, err := a.accountPage(v, person)
		page.Errors = e
		page.Name = cmp.Or(v.FormValue("name"), page.Name)
		return views.Account(page), err
	})
}

func (a *area) changeName(v *door.Visit) error {
	if err := a.People.ChangeName(v.UserContext(), v.Actor, v.FormValue("name")); err != nil {
		return a.accountAgain(v, err)
	}
	a.Flash(v, ui.ToneSuccess, "account.saved")
	next := "/account"
	if asked := v.FormValue("next"); asked != "" { // the question stood on another page, which goes on there
		next = paths.Own(asked)
	}
	return a.Redirect(v, next)
}

func (a *area) changePassword(v *door.Visit) error {
	session, err := a.People.ChangePassword(v.UserContext(), v.Actor, v.FormValue("current"), v.FormValue("password"), a.Visitor(v))
	if err != nil {
		return a.accountAgain(v, err)
	}
	a.Enter(v, session)
	a.Flash(v, ui.ToneSuccess, "account.password_changed")
	return a.Redirect(v, "/account")
}
