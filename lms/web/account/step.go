package account

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"vatra/lms/factors"
	"vatra/lms/fault"
	"vatra/lms/people"
	"vatra/lms/people/links"
	"vatra/lms/web/door"
	"vatra/lms/web/paths"
	"vatra/lms/web/views/entry"
	"vatra/lms/web/views/ui"
)

const stepPath = "/login/second-step"

// askSecondStep holds a login half open whose password was right. The browser gets a token that opens nothing yet.
func (a *area) askSecondStep(v *door.Visit, due *people.SecondStepDue, next string) error {
	token, err := a.Factors.Hold(v.UserContext(), factors.Proof{UserID: due.UserID, PasswordMark: due.PasswordMark})
	if err != nil {
		return err
	}
	a.SetCookie(v, door.HalfOpenCookie, token, factors.HalfOpenLives)
	kept := v.FormValue(door.KeptField)
	if kept == "" {
		return a.Redirect(v, paths.WithNext(stepPath, next))
	}
	// A form that waits is too large for an address.
	state, err := a.Factors.HeldState(v.UserContext(), token)
	if err != nil {
		return err
	}
	return a.Render(v, entry.Step(a.stepPage(v, state, next, kept)))
}

// half is the token of the browser's half-open login.
func (a *area) half(v *door.Visit) string { return v.Cookies(a.CookieName(door.HalfOpenCookie)) }

func (a *area) stepPage(v *door.Visit, state factors.State, next, kept string) entry.StepPage {
	page := entry.StepPage{
		Base: a.Base(v, v.P.T("factors.step_title")), App: state.App(), Recovery: state.CodesLeft > 0, Next: next, Kept: kept,
	}
	if len(state.Passkeys) > 0 && a.Factors.Origin() != "" {
		page.Passkeys, page.Scripts = a.Factors.Origin(), []string{ui.PasskeyScript}
	}
	return page
}

func (a *area) showStep(v *door.Visit) error {
	next := paths.Own(v.Query("next"))
	if v.Actor.LoggedIn() {
		return a.Redirect(v, next)
	}
	state, err := a.Factors.HeldState(v.UserContext(), a.half(v))
	if fault.Is(err, fault.Unauthenticated) {
		return a.logInAnew(v, err, next)
	}
	if err != nil {
		return err
	}
	return a.Render(v, entry.Step(a.stepPage(v, state, next, "")))
}

// logInAnew is for a login that was held open for too long.
func (a *area) logInAnew(v *door.Visit, why error, next string) error {
	a.SetCookie(v, door.HalfOpenCookie, "", 0)
	if v.FormValue(door.KeptField) != "" {
		return a.loginAgain(v, why, next)
	}
	a.FlashFault(v, door.AsFault(why))
	return a.Redirect(v, paths.WithNext(links.PathLogIn, next))
}

func (a *area) takeAppCode(v *door.Visit) error {
	proof, err := a.Factors.ByAppCode(v.UserContext(), a.half(v), v.FormValue("code"), a.Visitor(v))
	return a.finishStep(v, proof, err, false)
}

func (a *area) takeRecoveryCode(v *door.Visit) error {
	proof, err := a.Factors.ByRecoveryCode(v.UserContext(), a.half(v), v.FormValue("recovery"), a.Visitor(v))
	return a.finishStep(v, proof, err, true)
}

// finishStep opens the session, or asks again.
func (a *area) finishStep(v *door.Visit, proof factors.Proof, err error, recovers bool) error {
	next := paths.Own(v.FormValue("next"))
	switch {
	case fault.Is(err, fault.Unauthenticated):
		return a.logInAnew(v, err, next)
	case err != nil:
		return a.stepAgain(v, err, next, recovers)
	}
	return a.enterProven(v, proof, next)
}

// stepAgain asks once more, or for the whole login where its time has run out meanwhile.
func (a *area) stepAgain(v *door.Visit, err error, next string, recovers bool) error {
	state, gone := a.Factors.HeldState(v.UserContext(), a.half(v))
	if fault.Is(gone, fault.Unauthenticated) {
		return a.logInAnew(v, gone, next)
	}
	return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
		if gone != nil {
			return nil, gone
		}
		page := a.stepPage(v, state, next, v.FormValue(door.KeptField))
		page.Errors, page.Recovers = e, recovers
		return entry.Step(page), nil
	})
}

// enterProven lets in whose second step, or whose passkey, was right.
func (a *area) enterProven(v *door.Visit, proof factors.Proof, next string) error {
	a.SetCookie(v, door.HalfOpenCookie, "", 0)
	session, err := a.People.LogInProven(v.UserContext(), proof.UserID, proof.PasswordMark, a.Visitor(v))
	if err != nil {
		return a.loginAgain(v, err, next)
	}
	return a.arrive(v, session, next)
}

// askPasskey tells a script what to ask the browser for.
func (a *area) askPasskey(v *door.Visit) error {
	token := ""
	if v.FormValue("second") != "" {
		token = a.half(v)
		if token == "" {
			return fault.New(fault.Unauthenticated, "factors.too_late")
		}
	}
	options, err := a.Factors.AskPasskey(v.UserContext(), token)
	if err != nil {
		return err
	}
	return a.RenderJSON(v, fiber.StatusOK, options)
}

func (a *area) takePasskey(v *door.Visit) error {
	next := paths.Own(v.FormValue("next"))
	proof, err := a.Factors.ByPasskey(v.UserContext(), []byte(v.FormValue("credential")), a.half(v), a.Visitor(v))
	switch {
	case err != nil && v.FormValue("second") != "":
		if _, held := a.Factors.Held(v.UserContext(), a.half(v)); held == nil {
			return a.stepAgain(v, err, next, false)
		}
		return a.loginAgain(v, err, next)
	case err != nil:
		return a.loginAgain(v, err, next)
	}
	return a.enterProven(v, proof, next)
}
