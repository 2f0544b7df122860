package door

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"vatra/lms/fault"
	"vatra/lms/web/kept"
	"vatra/lms/web/paths"
	"vatra/lms/web/views/entry"
	"vatra/lms/web/views/ui"
)

// A form that comes without a good token, or from somebody who is not logged in any more, is not taken, and what was
// typed in it is not lost: see lms/web/kept.

const (
	// KeptField of the login form has a form that waits for the login.
	KeptField = "kept"
	// KeptBody is the most that a form may have grown to by being kept: its letters are written in base64.
	KeptBody = 2 * FormBody
)

// canSendAgain reports whether a form that is not taken is one that a person has filled in on a page of ours, so that
// what they typed can be shown to them.
func (d *Door) canSendAgain(v *Visit) bool {
	if v.Method() != fiber.MethodPost || v.wantsJSON() || !d.sentFromHere(v) {
		return false
	}
	_, known := d.knownBrowser(v)
	return kept.Sent(v.Ctx) || (kept.SentFiles(v.Ctx) && known)
}

// showSendAgain answers a form whose token has expired: it is sent with a fresh one.
func (d *Door) showSendAgain(v *Visit) error {
	form, err := postedForm(v)
	if err != nil {
		return expired()
	}
	base := d.Base(v, v.P.T("error.form_expired.title"))
	form.From = base.Path
	return d.renderKept(v, statuses[fault.Forbidden], entry.SendAgain(form.Page(base, v.P.T("error.form_kept"))))
}

// postedForm is what was posted to this address, files left out.
func postedForm(v *Visit) (kept.Form, error) { return kept.Posted(v.Ctx, paths.Own(v.OriginalURL())) }

// showUnsaved answers a form while a part of the service does not answer: it is sent again, from this page, when it does.
func (d *Door) showUnsaved(v *Visit, base ui.Base, form kept.Form) error {
	form.From = base.Path
	page := form.Page(base, v.P.T("error.form_unsaved"))
	return d.renderKept(v, statuses[fault.Unavailable], entry.SendAgain(page))
}

// showLogInFirst answers a form of somebody who is not logged in: they log in beside what they typed.
func (d *Door) showLogInFirst(v *Visit) error {
	form, fits := kept.Unread(v.Ctx, paths.Own(v.OriginalURL()), FormBody)
	base := d.Base(v, v.P.T("error.unauthenticated.title"))
	form.From = base.Path
	page := d.LoginPage(base, form.From)
	page.Why = v.P.T("login.not_kept")
	if fits {
		// After base, which gives a browser its cookie that has none.
		page.Kept, fits = d.closeKept(v, KeptField, form)
	}
	if fits {
		page.Why, page.Files = v.P.T("login.kept"), len(form.Files) > 0
	}
	return d.renderKept(v, statuses[fault.Unauthenticated], entry.Login(page))
}

// LoginPage asks who comes, by password or by passkey, and goes on to next.
func (d *Door) LoginPage(base ui.Base, next string) entry.LoginPage {
	page := entry.LoginPage{Base: base, Next: next, Passkeys: d.Factors.Origin()}
	if page.Passkeys != "" {
		page.Scripts = append(page.Scripts, ui.PasskeyScript)
	}
	return page
}

// ShowKept offers a kept form to whoever has just logged in. That may be somebody else than the person who filled it in,
// so the page says who they are.
func (d *Door) ShowKept(v *Visit, form kept.Form) error {
	base := d.Base(v, v.P.T("error.form_expired.title"))
	base.Path = form.From
	text := v.P.T("login.kept_send", "Name", v.Actor.Name)
	return d.renderKept(v, fiber.StatusOK, entry.SendAgain(form.Page(base, text)))
}

// closeKept writes a form for the page that holds it, to be opened for the same purpose in this browser. False for what has
// become too long.
func (d *Door) closeKept(v *Visit, purpose string, form kept.Form) (closed string, fits bool) {
	return form.Close(d.cookies, purpose, v.browser, KeptBody)
}

// OpenKept is the form that waited for a login; false for anything else.
func (d *Door) OpenKept(v *Visit, closed string) (form kept.Form, whole bool) {
	return d.openKept(v, KeptField, closed)
}

func (d *Door) openKept(v *Visit, purpose, closed string) (form kept.Form, whole bool) {
	browser, known := d.knownBrowser(v)
	if !known || closed == "" {
		return kept.Form{}, false
	}
	return kept.Open(d.cookies, purpose, browser, closed)
}

// KeepLogin is the page of a login that was refused, with the form that waits for it, if any.
func (d *Door) KeepLogin(v *Visit, page *entry.LoginPage) {
	closed := v.FormValue(KeptField)
	form, whole := d.OpenKept(v, closed)
	if !whole {
		return
	}
	page.Path, page.Kept, page.Files = form.From, closed, len(form.Files) > 0
	page.Why = v.P.T("login.kept")
}

// renderKept is RenderStatus for a page with what somebody has typed, which no browser keeps for the next person.
func (d *Door) renderKept(v *Visit, status int, page templ.Component) error {
	err := d.RenderStatus(v, status, page)
	v.Set(fiber.HeaderCacheControl, "no-store")
	return err
}
