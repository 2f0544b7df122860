package door

import (
	"net/url"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"vatra/lms/fault"
	"vatra/lms/web/cookies"
	"vatra/lms/web/kept"
	"vatra/lms/web/paths"
	"vatra/lms/web/views/entry"
	"vatra/lms/web/views/ui"
)

// PathProve is where the password goes that is asked for again.
const PathProve = "/account/prove"

// askAgain answers a request of a Recent route by somebody who has not given their password for a while. The page holds what
// they sent, signed for this browser and this person, and it is done as soon as the password is right: see Replay. The
// request has been allowed and its form's token was good, so that nobody is asked for what somebody else has sent.
func (d *Door) askAgain(v *Visit) error {
	needed := fault.New(fault.Forbidden, "login.prove_needed")
	if v.wantsJSON() {
		return needed
	}
	form := kept.Form{Action: paths.Own(v.OriginalURL()), Get: true}
	if v.changes() {
		var err error
		if form, err = postedForm(v); err != nil {
			return needed
		}
	}
	page := d.provePage(v, form)
	form.From = page.Path
	closed, fits := d.closeKept(v, d.provePurpose(v), form)
	if !fits {
		return needed
	}
	page.Kept = closed
	return d.renderKept(v, statuses[fault.Forbidden], entry.Prove(page))
}

func (d *Door) provePurpose(v *Visit) string { return "prove " + v.Actor.UserID.String() }

func (d *Door) provePage(v *Visit, form kept.Form) entry.ProvePage {
	page := entry.ProvePage{Base: d.Base(v, v.P.T("login.prove_title")), Action: PathProve, Files: len(form.Files) > 0}
	if form.Get {
		page.Path = "/" // a file may have been asked for: there is no page to come back to
	}
	return page
}

// ProveAgain shows the page once more when the password was not right.
func (d *Door) ProveAgain(v *Visit, err error) error {
	closed := v.FormValue(KeptField)
	form, _ := d.openKept(v, d.provePurpose(v), closed)
	return d.Again(v, err, func(e ui.Errors) templ.Component {
		page := d.provePage(v, form)
		page.Kept, page.Errors = closed, e
		if form.From != "" {
			page.Path = form.From
		}
		return entry.Prove(page)
	})
}

// Replay does what was asked for before the password was: it is the same request again, through every rule of its route. One
// with files is offered to be sent again, since they have to be chosen anew.
func (d *Door) Replay(v *Visit) error {
	form, whole := d.openKept(v, d.provePurpose(v), v.FormValue(KeptField))
	switch {
	case !whole:
		return d.Redirect(v, "/account")
	case form.Get:
		return d.Redirect(v, form.Action)
	case form.Multipart:
		return d.ShowKept(v, form)
	}
	where, err := url.Parse(form.Action)
	if err != nil {
		return err
	}
	token := d.token(v)
	posted := v.Request().PostArgs()
	posted.Reset()
	for _, field := range form.Fields {
		posted.Add(field.Name, field.Value)
	}
	posted.Set(cookies.TokenField, token)
	v.Request().Header.Del(tokenHeader)
	v.Request().Header.Set(fiber.HeaderReferer, d.origin+form.From)
	v.Request().SetRequestURI(form.Action)
	v.Path(where.EscapedPath())
	return v.RestartRouting()
}
