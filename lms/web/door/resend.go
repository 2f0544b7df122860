package door

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"vatra/lms/fault"
	"vatra/lms/web/views/entry"
	"vatra/lms/web/views/ui"
)

// A form that comes without a good token, or from somebody who is not logged in any more, is not taken, and what was
// typed in it is not lost: the answer holds it, to be sent once more when its reader says so. Nothing of it is stored
// here. Passwords are in no page, and files cannot be: they are chosen again.

// canSendAgain reports whether a form that is not taken is one that a person has filled in on a page of ours, so that
// what they typed can be shown to them.
func (d *Door) canSendAgain(v *Visit) bool {
	if v.Method() != fiber.MethodPost || v.wantsJSON() || !d.sentFromHere(v) {
		return false
	}
	_, known := d.knownBrowser(v)
	return v.sentForm() || (v.sentFiles() && known)
}

func (v *Visit) sentForm() bool {
	return strings.HasPrefix(v.Get(fiber.HeaderContentType), fiber.MIMEApplicationForm)
}

func (v *Visit) sentFiles() bool {
	return strings.HasPrefix(v.Get(fiber.HeaderContentType), fiber.MIMEMultipartForm)
}

// showSendAgain answers a form whose token has expired: it is sent with a fresh one.
func (d *Door) showSendAgain(v *Visit) error {
	form, err := postedForm(v)
	if err != nil {
		return expired()
	}
	base := d.Base(v, v.P.T("error.form_expired.title"))
	form.From = base.Path
	return d.renderKept(v, statuses[fault.Forbidden], entry.SendAgain(sendAgainPage(base, form, v.P.T("error.form_kept"))))
}

// postedForm is what was posted to this address, files left out.
func postedForm(v *Visit) (KeptForm, error) {
	form := KeptForm{Action: OwnPath(v.OriginalURL())}
	if v.sentForm() {
		form.takePosted(v)
		return form, nil
	}
	return form, form.takeParsed(v)
}

// showUnsaved answers a form while a part of the service does not answer: it is sent again, from this page, when it does.
func (d *Door) showUnsaved(v *Visit, base ui.Base, form KeptForm) error {
	form.From = base.Path
	page := sendAgainPage(base, form, v.P.T("error.form_unsaved"))
	return d.renderKept(v, statuses[fault.Unavailable], entry.SendAgain(page))
}

// showLogInFirst answers a form of somebody who is not logged in: they log in beside what they typed.
func (d *Door) showLogInFirst(v *Visit) error {
	form := KeptForm{Action: OwnPath(v.OriginalURL())}
	fits := true
	if v.sentForm() {
		form.takePosted(v)
	} else if fits = form.takeStream(v); !fits {
		form.Fields, form.Files = nil, nil
	}
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
func (d *Door) ShowKept(v *Visit, form KeptForm) error {
	base := d.Base(v, v.P.T("error.form_expired.title"))
	base.Path = form.From
	text := v.P.T("login.kept_send", "Name", v.Actor.Name)
	return d.renderKept(v, fiber.StatusOK, entry.SendAgain(sendAgainPage(base, form, text)))
}

func sendAgainPage(base ui.Base, form KeptForm, text string) entry.SendAgainPage {
	page := entry.SendAgainPage{
		Base: base, Text: text, Action: form.Action, Multipart: form.Multipart, Fields: form.Fields, Files: form.Files,
	}
	if form.From != "/" {
		page.From = form.From
	}
	return page
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

// byName keeps fields in an order of their own, since a parsed form has none.
func byName(a, b entry.Posted) int { return cmp.Compare(a.Name, b.Name) }

// takeParsed takes what a form with files brought along, which was read to look for its token.
func (f *KeptForm) takeParsed(v *Visit) error {
	parsed, err := v.MultipartForm()
	if err != nil {
		return err
	}
	f.Multipart = true
	for name, values := range parsed.Value {
		for _, value := range values {
			f.add(name, value)
		}
	}
	slices.SortStableFunc(f.Fields, byName)
	for _, name := range slices.Sorted(maps.Keys(parsed.File)) {
		f.addFile(name, parsed.File[name][0].Filename)
	}
	return nil
}
