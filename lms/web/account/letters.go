package account

import (
	"slices"

	"vatra/lms/notify"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/account"
	"vatra/lms/web/views/ui"
)

const pathLetters = "/account/letters"

// showLetters lists the letters that one may do without.
func (a *area) showLetters(v *door.Visit) error {
	declined, err := a.Office.Declined(v.UserContext(), v.Actor)
	if err != nil {
		return err
	}
	page := views.LettersPage{Base: a.own(v, "notify.title")}
	for _, kind := range notify.Kinds() {
		page.Kinds = append(page.Kinds, views.LetterRow{
			Name: string(kind), Text: v.P.T("notify.kind_" + string(kind)), Wanted: !slices.Contains(declined, kind),
		})
	}
	return a.Render(v, views.Letters(page))
}

func (a *area) chooseLetters(v *door.Visit) error {
	var wanted []notify.Kind
	for _, kind := range notify.Kinds() {
		if v.FormValue(string(kind)) != "" {
			wanted = append(wanted, kind)
		}
	}
	if err := a.Office.Choose(v.UserContext(), v.Actor, wanted); err != nil {
		return err
	}
	a.Flash(v, ui.ToneSuccess, "notify.saved")
	return a.Redirect(v, "/account")
}

// showStop is where the link in a letter leads: it changes nothing before a button is pressed, since programs that look at mails
// follow links too.
func (a *area) showStop(v *door.Visit) error { return a.stopPage(v, false) }

func (a *area) stopPage(v *door.Visit, done bool) error {
	kind, err := a.Office.Stops(v.Params("token"))
	if err != nil {
		return err
	}
	return a.Render(v, views.Stop(views.StopPage{
		Base: a.Base(v, v.P.T("notify.stop_title")), Action: v.Path(), Kind: v.P.T("notify.kind_" + string(kind)), Done: done,
	}))
}

// stop is pressed by a person, or by their mail program (RFC 8058), which has no page of ours and no cookie.
func (a *area) stop(v *door.Visit) error {
	if err := a.Office.Stop(v.UserContext(), v.Params("token")); err != nil {
		return err
	}
	return a.stopPage(v, true)
}
