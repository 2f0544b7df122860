package account

import (
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/skip2/go-qrcode"

	"vatra/lms/factors"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/paths"
	views "vatra/lms/web/views/account"
	"vatra/lms/web/views/ui"
)

const appPath = factors.Path + "/app"

func (a *area) appPage(v *door.Visit) (views.AppPage, error) {
	ctx := v.UserContext()
	person, err := a.People.Myself(ctx, v.Actor)
	if err != nil {
		return views.AppPage{}, err
	}
	settings, err := a.House.Settings(ctx)
	if err != nil {
		return views.AppPage{}, err
	}
	app, err := a.Factors.BegunApp(ctx, v.Actor, settings.SiteName, person.Email)
	if err != nil {
		return views.AppPage{}, err
	}
	code, err := qrcode.New(app.URL, qrcode.Medium)
	if err != nil {
		return views.AppPage{}, err
	}
	dots := code.Bitmap()
	page := views.AppPage{
		Base: a.secondStepBase(v, v.P.T("factors.app_page")), URL: app.URL, Secret: app.Secret, Size: len(dots), Picture: outline(dots),
		Next: paths.Own(v.FormValue("next", v.Query("next"))),
	}
	page.Crumbs = append(page.Crumbs, ui.Link{Text: v.P.T("factors.title"), URL: factors.Path})
	return page, nil
}

// outline is the path of an SVG that fills the dots of a picture, a row's neighbours in one piece.
func outline(dots [][]bool) string {
	var path strings.Builder
	for y, row := range dots {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				path.WriteString("M" + ui.Number(from) + " " + ui.Number(y) + "h" + ui.Number(x-from) + "v1h-" + ui.Number(x-from) + "z")
			}
		}
	}
	return path.String()
}

func (a *area) showApp(v *door.Visit) error {
	page, err := a.appPage(v)
	if fault.Is(err, fault.NotFound) {
		return a.Redirect(v, factors.Path)
	}
	if err != nil {
		return err
	}
	return a.Render(v, views.App(page))
}

func (a *area) confirmApp(v *door.Visit) error {
	codes, err := a.Factors.ConfirmApp(v.UserContext(), v.Actor, v.FormValue("code"), a.token(v))
	if fault.Is(err, fault.NotFound) {
		return a.secondStepAgain(v, err)
	}
	if err != nil {
		return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
			page, err := a.appPage(v)
			page.Errors = e
			return views.App(page), err
		})
	}
	return a.afterSetUp(v, codes, "factors.app_done")
}

// afterSetUp shows the recovery codes that came with a first factor, else goes on.
func (a *area) afterSetUp(v *door.Visit, codes []string, done string) error {
	if len(codes) > 0 {
		return a.showCodes(v, codes, done)
	}
	next := paths.Own(v.FormValue("next"))
	if next == "/" {
		next = factors.Path
	}
	a.Flash(v, ui.ToneSuccess, done)
	return a.Redirect(v, next)
}

// showCodes shows recovery codes, this once: nothing here can tell them again.
func (a *area) showCodes(v *door.Visit, codes []string, done string) error {
	page := views.CodesPage{
		Base: a.secondStepBase(v, v.P.T("factors.codes_new_title")), Codes: strings.Join(codes, "\n"), Rows: len(codes),
		Next: paths.Own(v.FormValue("next")),
	}
	if page.Next == "/" {
		page.Next = factors.Path
	}
	if done != "" {
		page.Flash = &ui.Notice{Tone: ui.ToneSuccess, Text: v.P.T(done)}
	}
	return a.Render(v, views.Codes(page))
}

// downloadCodes gives recovery codes back as a file. They come with the form, from the page that shows them; what are no
// codes of this person are not given back.
func (a *area) downloadCodes(v *door.Visit) error {
	codes := strings.Fields(v.FormValue("recovery_codes"))
	mine, err := a.Factors.AreMyCodes(v.UserContext(), v.Actor, codes)
	if err != nil {
		return err
	}
	if !mine {
		return fault.New(fault.Invalid, "error.bad_request")
	}
	person, err := a.People.Myself(v.UserContext(), v.Actor)
	if err != nil {
		return err
	}
	settings, err := a.House.Settings(v.UserContext())
	if err != nil {
		return err
	}
	heading := v.P.T("factors.codes_file", "Site", settings.SiteName, "Email", person.Email, "Date", v.P.Date(v.Context().Time()))
	v.KeepPrivate()
	v.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	v.Set(fiber.HeaderContentDisposition, `attachment; filename="recovery-codes.txt"`)
	return v.SendString(heading + "\r\n\r\n" + strings.Join(codes, "\r\n") + "\r\n")
}
