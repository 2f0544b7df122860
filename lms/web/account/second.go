package account

import (
	"github.com/a-h/templ"

	"vatra/lms/factors"
	"vatra/lms/people/roll"
	"vatra/lms/web/door"
	"vatra/lms/web/paths"
	views "vatra/lms/web/views/account"
	"vatra/lms/web/views/ui"
)

// secondStep is somebody at their own second step: the page, what they have, and where they go on to.
type secondStep struct {
	person   roll.Person
	state    factors.State
	demanded bool
	next     string
}

func (a *area) mySecondStep(v *door.Visit) (secondStep, error) {
	mine := secondStep{next: paths.Own(v.FormValue("next", v.Query("next")))}
	var err error
	if mine.person, err = a.People.Myself(v.UserContext(), v.Actor); err != nil {
		return mine, err
	}
	if mine.state, err = a.Factors.Mine(v.UserContext(), v.Actor); err != nil {
		return mine, err
	}
	settings, err := a.House.Settings(v.UserContext())
	mine.demanded = settings.SecondStep.Of(v.Actor.Role)
	return mine, err
}

func (a *area) secondStepBase(v *door.Visit, title string) ui.Base {
	base := a.Base(v, title)
	base.Section = "nav.account"
	base.Crumbs = []ui.Link{{Text: v.P.T("account.title"), URL: "/account"}}
	return base
}

func (a *area) secondStepPage(v *door.Visit, mine secondStep) views.SecondStepPage {
	page := views.SecondStepPage{
		Base: a.secondStepBase(v, v.P.T("factors.title")), Email: mine.person.Email, Next: mine.next,
		On: mine.state.Any(), Must: mine.demanded && !mine.state.Any(), AppSince: mine.state.AppSince,
		Last: mine.state.Factors() == 1, Demanded: mine.demanded, CodesLeft: mine.state.CodesLeft,
		Origin: a.Factors.Origin(), NameMax: factors.NameMax, PasskeyName: v.FormValue("passkey_name"),
	}
	for _, key := range mine.state.Passkeys {
		page.Passkeys = append(page.Passkeys, passkeyRow(key))
	}
	if page.Origin != "" {
		page.Scripts = []string{ui.PasskeyScript}
	}
	return page
}

func passkeyRow(key factors.Passkey) views.PasskeyRow {
	return views.PasskeyRow{
		URL: factors.Path + "/passkeys/" + key.ID.String(), Name: key.Name, Since: key.CreatedAt, Used: key.UsedAt, Doubted: key.Doubted,
	}
}

func (a *area) showSecondStep(v *door.Visit) error {
	mine, err := a.mySecondStep(v)
	if err != nil {
		return err
	}
	return a.Render(v, views.SecondStep(a.secondStepPage(v, mine)))
}

// secondStepAgain shows the page with what is wrong in one of its forms.
func (a *area) secondStepAgain(v *door.Visit, err error) error {
	return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
		mine, err := a.mySecondStep(v)
		page := a.secondStepPage(v, mine)
		page.Errors = e
		return views.SecondStep(page), err
	})
}

// What changes how one signs in is Recent: whoever finds a screen open must not be able to shut its owner out.

func (a *area) beginApp(v *door.Visit) error {
	if err := a.Factors.BeginApp(v.UserContext(), v.Actor); err != nil {
		return a.secondStepAgain(v, err)
	}
	return a.Redirect(v, paths.WithNext(appPath, paths.Own(v.FormValue("next"))))
}

func (a *area) removeApp(v *door.Visit) error {
	if err := a.Factors.RemoveApp(v.UserContext(), v.Actor, a.token(v)); err != nil {
		return a.secondStepAgain(v, err)
	}
	a.Flash(v, ui.ToneSuccess, "factors.app_removed")
	return a.Redirect(v, factors.Path)
}

func (a *area) renewCodes(v *door.Visit) error {
	codes, err := a.Factors.RenewCodes(v.UserContext(), v.Actor)
	if err != nil {
		return a.secondStepAgain(v, err)
	}
	return a.showCodes(v, codes, "")
}
