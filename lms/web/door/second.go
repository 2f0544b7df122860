package door

import (
	"github.com/gofiber/fiber/v2"

	"vatra/lms/access"
	"vatra/lms/factors"
	"vatra/lms/fault"
	"vatra/lms/web/paths"
	"vatra/lms/web/views/entry"
)

// HalfOpenCookie holds the token of a sign-in whose second step is due.
const HalfOpenCookie = "half"

// LacksSecondStep reports whether the site demands a second step of this visitor and they have none.
func (d *Door) LacksSecondStep(v *Visit) (bool, error) {
	if !v.Actor.LoggedIn() {
		return false, nil
	}
	settings, err := d.House.Settings(v.UserContext())
	if err != nil || !settings.SecondStep.Of(v.Actor.Role) {
		return false, err
	}
	has, err := d.Factors.Has(v.UserContext(), v.Actor.UserID)
	return !has, err
}

// requireSecondStep is asked before every route that a learner may not use: Forbidden factors.demanded.
func (d *Door) requireSecondStep(v *Visit) error {
	if access.Can(access.RoleLearner, v.route.Needs) {
		return nil
	}
	lacks, err := d.LacksSecondStep(v)
	if err != nil || !lacks {
		return err
	}
	return fault.New(fault.Forbidden, "factors.demanded")
}

// SetUpPath is where a second step is set up, and then gone on to what was asked for.
func SetUpPath(next string) string { return paths.WithNext(factors.Path, next) }

// leadToSetUp answers whoever has to set up a second step first. What they wrote in a form is not lost.
func (d *Door) leadToSetUp(v *Visit, refusal error) error {
	switch {
	case v.wantsJSON():
		return refusal
	case !v.changes():
		return d.Redirect(v, SetUpPath(paths.Own(v.OriginalURL())))
	case !d.canSendAgain(v):
		return refusal
	}
	form, err := postedForm(v)
	if err != nil {
		return refusal
	}
	base := d.Base(v, v.P.T("error.forbidden.title"))
	form.From = base.Path
	return d.renderKept(v, fiber.StatusForbidden, entry.SendAgain(form.Page(base, v.P.T("factors.demanded_kept"))))
}
