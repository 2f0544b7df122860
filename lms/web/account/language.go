package account

import (
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/web/door"
	"vatra/lms/web/paths"
)

// chooseLanguage keeps the choice and goes back to where it was made.
func (a *area) chooseLanguage(v *door.Visit) error {
	locale := v.FormValue("locale")
	if !i18n.Known(locale) {
		return fault.New(fault.Invalid, "error.bad_request")
	}
	if v.Actor.LoggedIn() {
		if err := a.People.ChangeLocale(v.UserContext(), v.Actor, locale); err != nil {
			return err
		}
	}
	a.SetCookie(v, door.LocaleCookie, locale, door.LocaleLives)
	return a.Redirect(v, paths.Own(i18n.WithoutPath(v.FormValue("next"))))
}
