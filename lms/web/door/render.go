package door

import (
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/people/password"
	"vatra/lms/site"
	"vatra/lms/web/packing"
	"vatra/lms/web/paths"
	"vatra/lms/web/views/ui"
)

// Base is what every page begins with. The title is its heading, in the reader's language.
func (d *Door) Base(v *Visit, title string) ui.Base {
	base := ui.Base{
		Printer: v.P, Assets: d.Assets, Fixed: d.Fixed, Site: "Vatra", Title: title, Path: paths.Own(i18n.WithoutPath(v.OriginalURL())),
		Viewer: ui.Viewer{Name: v.Actor.Name, LoggedIn: v.Actor.LoggedIn(), Role: string(v.Actor.Role)},
		CSRF:   d.token(v), Flash: d.takeFlash(v), PasswordMin: password.Min,
	}
	if v.Running != nil {
		base.Running = &ui.Running{URL: "/attempts/" + v.Running.AttemptID.String(), Ends: v.Running.Deadline, Left: v.Running.Left}
	}
	base.Menu = func() ui.Menu { return d.menu(v) }
	if settings, err := d.House.Settings(v.UserContext()); err == nil {
		base.Site, base.MayRegister = settings.SiteName, settings.Registration == site.RegistrationOpen
		base.Contact = ui.Contact{Email: settings.ContactEmail, Phone: settings.ContactPhone}
		base.Robots = d.robots(v)
	}
	if v.route != nil {
		base.Section, base.Within = v.route.section, v.route.Menu == ""
	}
	if v.Method() == fiber.MethodPost {
		base.Path = "/"
		if from, err := url.Parse(v.Get(fiber.HeaderReferer)); err == nil && from.Host == d.host {
			base.Path = paths.Own(i18n.WithoutPath(from.RequestURI()))
		}
	}
	return base
}

// Render answers with a page.
func (d *Door) Render(v *Visit, page templ.Component) error {
	return d.RenderStatus(v, fiber.StatusOK, page)
}

// RenderStatus draws the page completely before anything of it goes out, so that a fault on its way becomes an error
// page and not half of a page. A guest whose browser has the very page already is told so.
func (d *Door) RenderStatus(v *Visit, status int, page templ.Component) error {
	drawn := d.packing.Page()
	defer d.packing.Forget(drawn)
	ctx := v.UserContext()
	if v.refused {
		ctx = ui.Refused(ctx)
	}
	if err := page.Render(ctx, drawn); err != nil {
		return fmt.Errorf("drawing the page: %w", err)
	}
	v.Status(status)
	v.Set(fiber.HeaderContentLanguage, v.P.Lang())
	v.KeepPrivate()
	if status == fiber.StatusOK && !v.Actor.LoggedIn() && !v.changes() {
		tag := drawn.Tag(v.token, v.browser)
		v.Set(fiber.HeaderETag, tag)
		if packing.Matches(v.Get(fiber.HeaderIfNoneMatch), tag) {
			v.Append(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
			v.Status(fiber.StatusNotModified)
			return nil
		}
	}
	return d.send(v, fiber.MIMETextHTMLCharsetUTF8, drawn)
}

// SendPacked sends text, compressed when the browser takes it so. The text is the caller's again afterwards.
func (d *Door) SendPacked(v *Visit, mediaType string, text []byte) error {
	return d.send(v, mediaType, packing.Text(text))
}

func (d *Door) send(v *Visit, mediaType string, page *packing.Page) error {
	v.Set(fiber.HeaderContentType, mediaType)
	v.Append(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	body := v.Response().SwapBody(nil)[:0] // the answer's own buffer, which lasts from request to request
	body, coding, err := d.packing.Append(body, page, v.Get(fiber.HeaderAcceptEncoding))
	if err != nil {
		return err
	}
	if coding != "" {
		v.Set(fiber.HeaderContentEncoding, coding)
	}
	v.Response().SwapBody(body)
	return nil
}

// RenderJSON answers a program.
func (d *Door) RenderJSON(v *Visit, status int, answer any) error {
	text, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	v.Status(status)
	if len(v.Response().Header.Peek(fiber.HeaderCacheControl)) == 0 {
		v.KeepPrivate()
	}
	return d.SendPacked(v, "application/json; charset=utf-8", text)
}

// KeepPrivate keeps what was answered out of shared caches, and of somebody logged in out of the browser's own: at a
// shared computer the next person presses Back.
func (v *Visit) KeepPrivate() {
	if v.Actor.LoggedIn() {
		v.Set(fiber.HeaderCacheControl, "no-store")
	} else {
		v.Set(fiber.HeaderCacheControl, "private, no-cache")
	}
}

// Redirect sends the browser on with a GET, so that reloading the next page repeats nothing.
func (d *Door) Redirect(v *Visit, path string) error {
	v.KeepPrivate()
	return v.Redirect(path, fiber.StatusSeeOther)
}

// Flash shows a message on the next page of this browser. args are pairs, as for i18n; they become text here.
func (d *Door) Flash(v *Visit, tone ui.Tone, key string, args ...any) {
	message := struct {
		Tone ui.Tone
		Text string
	}{tone, v.P.T(key, args...)}
	text, err := json.Marshal(message)
	if err != nil {
		return // two strings always can be
	}
	d.cookies.SetSigned(v.Ctx, flashCookie, string(text), flashLives)
}

func (d *Door) takeFlash(v *Visit) *ui.Notice {
	if d.cookies.Get(v.Ctx, flashCookie) == "" {
		return nil
	}
	text, ok := d.cookies.Signed(v.Ctx, flashCookie)
	d.SetCookie(v, flashCookie, "", 0)
	if !ok {
		return nil
	}
	var notice ui.Notice
	if err := json.Unmarshal([]byte(text), &notice); err != nil {
		return nil
	}
	return &notice
}

// FlashFault is Flash for why something could not be done.
func (d *Door) FlashFault(v *Visit, e *fault.Error) {
	args := make([]any, 0, 2*len(e.Args))
	for name, value := range e.Args {
		args = append(args, name, value)
	}
	d.Flash(v, ui.ToneProblem, e.Key, args...)
}
