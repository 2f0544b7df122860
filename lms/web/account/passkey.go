package account

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"vatra/lms/factors"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/account"
	"vatra/lms/web/views/ui"
)

// beginPasskey tells a script what to ask the browser for.
func (a *area) beginPasskey(v *door.Visit) error {
	mine, err := a.mySecondStep(v)
	if err != nil {
		return err
	}
	settings, err := a.House.Settings(v.UserContext())
	if err != nil {
		return err
	}
	options, err := a.Factors.BeginPasskey(v.UserContext(), v.Actor, settings.SiteName, mine.person.Email)
	if err != nil {
		return err
	}
	return a.RenderJSON(v, fiber.StatusOK, options)
}

// addPasskey takes what the browser made. A script that was told that the password is needed sends the form without: once that was
// given, the page stands there again with the name, so that the browser can be asked.
func (a *area) addPasskey(v *door.Visit) error {
	answer := v.FormValue("credential")
	if answer == "" {
		return a.passkeyOnceMore(v)
	}
	codes, err := a.Factors.AddPasskey(v.UserContext(), v.Actor, v.FormValue("passkey_name"), []byte(answer), a.token(v))
	if err != nil {
		return a.secondStepAgain(v, err)
	}
	return a.afterSetUp(v, codes, "factors.passkey_added")
}

func (a *area) passkeyOnceMore(v *door.Visit) error {
	mine, err := a.mySecondStep(v)
	if err != nil {
		return err
	}
	page := a.secondStepPage(v, mine)
	page.Flash = &ui.Notice{Tone: ui.ToneInfo, Text: v.P.T("factors.passkey_once_more")}
	return a.Render(v, views.SecondStep(page))
}

// passkeyPage is that of the actor's passkey in the address. An id of somebody else's is NotFound, as an unknown one is.
func (a *area) passkeyPage(v *door.Visit) (views.PasskeyPage, uuid.UUID, error) {
	mine, err := a.mySecondStep(v)
	if err != nil {
		return views.PasskeyPage{}, uuid.Nil, err
	}
	for _, key := range mine.state.Passkeys {
		if key.ID.String() != v.Params("id") {
			continue
		}
		page := views.PasskeyPage{
			Base: a.secondStepBase(v, key.Name), Key: passkeyRow(key), Name: key.Name, NameMax: factors.NameMax,
			Last: mine.state.Factors() == 1, Demanded: mine.demanded,
		}
		page.Crumbs = append(page.Crumbs, ui.Link{Text: v.P.T("factors.title"), URL: factors.Path})
		return page, key.ID, nil
	}
	return views.PasskeyPage{}, uuid.Nil, fault.New(fault.NotFound, "factors.nothing_there")
}

func (a *area) showPasskey(v *door.Visit) error {
	page, _, err := a.passkeyPage(v)
	if err != nil {
		return err
	}
	return a.Render(v, views.Passkey(page))
}

// changePasskey does something with the passkey of the address and says so, or shows its page with why not.
func (a *area) changePasskey(v *door.Visit, done string, change func(uuid.UUID) error) error {
	page, id, err := a.passkeyPage(v)
	if err != nil {
		return err
	}
	if err := change(id); err != nil {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			page.Errors, page.Name = e, v.FormValue("name", page.Name)
			return views.Passkey(page)
		})
	}
	a.Flash(v, ui.ToneSuccess, done)
	return a.Redirect(v, factors.Path)
}

func (a *area) renamePasskey(v *door.Visit) error {
	return a.changePasskey(v, "account.saved", func(id uuid.UUID) error {
		return a.Factors.RenamePasskey(v.UserContext(), v.Actor, id, v.FormValue("name"))
	})
}

func (a *area) removePasskey(v *door.Visit) error {
	return a.changePasskey(v, "factors.passkey_removed", func(id uuid.UUID) error {
		return a.Factors.RemovePasskey(v.UserContext(), v.Actor, id, a.token(v))
	})
}
