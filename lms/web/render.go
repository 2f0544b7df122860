package web

import (
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"vatra/lms/access"
	"vatra/lms/site"
	"vatra/lms/web/views"
)

// base is what every page begins with. The title is its heading, in the reader's language.
func (s *Server) base(v *visit, title string) views.Base {
	base := views.Base{
		Printer: v.P, Assets: s.assets, Site: "Vatra", Title: title, Path: v.OriginalURL(),
		Viewer: views.Viewer{Name: v.Actor.Name, LoggedIn: v.Actor.LoggedIn()},
		CSRF:   s.token(v), Flash: s.takeFlash(v),
	}
	base.Menu, base.Staff = s.menu(v)
	if settings, err := s.House.Settings(v.UserContext()); err == nil {
		base.Site, base.MayRegister = settings.SiteName, settings.Registration == site.RegistrationOpen
	}
	if v.route != nil {
		base.Section = v.route.Menu
	}
	if v.Method() == fiber.MethodPost {
		base.Path = "/"
		if from, err := url.Parse(v.Get(fiber.HeaderReferer)); err == nil && from.Host == s.host {
			base.Path = ownPath(from.RequestURI())
		}
	}
	return base
}

// menu leads to what this visitor may see, in the order of the table; what a guest or a learner may not is a menu of its
// own.
func (s *Server) menu(v *visit) (everyone, staff []views.Link) {
	for _, route := range s.routes {
		if route.Menu == "" || !v.Actor.Can(route.Needs) {
			continue
		}
		entry := views.Link{Key: route.Menu, Text: v.P.T(route.Menu), URL: route.Path}
		if access.Can(access.RoleLearner, route.Needs) {
			everyone = append(everyone, entry)
		} else {
			staff = append(staff, entry)
		}
	}
	return everyone, staff
}

// render answers with a page.
func (s *Server) render(v *visit, page templ.Component) error {
	return s.renderStatus(v, fiber.StatusOK, page)
}

// renderStatus draws the page completely before anything of it goes out, so that a fault on its way becomes an error
// page and not half of a page.
func (s *Server) renderStatus(v *visit, status int, page templ.Component) error {
	draft := s.packing.draft()
	defer s.packing.forget(draft)
	if err := page.Render(v.UserContext(), draft); err != nil {
		return fmt.Errorf("drawing the page: %w", err)
	}
	v.Status(status)
	v.Set(fiber.HeaderContentLanguage, v.P.Lang())
	v.keepPrivate()
	return s.sendPacked(v, fiber.MIMETextHTMLCharsetUTF8, draft.Bytes())
}

// renderJSON answers a program.
func (s *Server) renderJSON(v *visit, status int, answer any) error {
	text, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	v.Status(status)
	if len(v.Response().Header.Peek(fiber.HeaderCacheControl)) == 0 {
		v.keepPrivate()
	}
	return s.sendPacked(v, "application/json; charset=utf-8", text)
}

// keepPrivate keeps what was answered out of shared caches, and of somebody logged in out of the browser's own: at a
// shared computer the next person presses Back.
func (v *visit) keepPrivate() {
	if v.Actor.LoggedIn() {
		v.Set(fiber.HeaderCacheControl, "no-store")
	} else {
		v.Set(fiber.HeaderCacheControl, "private, no-cache")
	}
}

// redirect sends the browser on with a GET, so that reloading the next page repeats nothing.
func (s *Server) redirect(v *visit, path string) error {
	v.keepPrivate()
	return v.Redirect(path, fiber.StatusSeeOther)
}

// flash shows a message on the next page of this browser. args are pairs, as for i18n; they become text here.
func (s *Server) flash(v *visit, tone views.Tone, key string, args ...any) {
	message := struct {
		Tone views.Tone
		Text string
	}{tone, v.P.T(key, args...)}
	text, err := json.Marshal(message)
	if err != nil {
		return // two strings always can be
	}
	s.setCookie(v, flashCookie, s.seal.close(flashCookie, string(text)), flashLives)
}

func (s *Server) takeFlash(v *visit) *views.Notice {
	closed := v.Cookies(s.cookieName(flashCookie))
	if closed == "" {
		return nil
	}
	s.setCookie(v, flashCookie, "", 0)
	text, ok := s.seal.open(flashCookie, closed)
	if !ok {
		return nil
	}
	var notice views.Notice
	if err := json.Unmarshal([]byte(text), &notice); err != nil {
		return nil
	}
	return &notice
}
