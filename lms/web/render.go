package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"vatra/lms"
	"vatra/lms/web/views"
)

const (
	// worthPacking is the size from which compressing saves a packet.
	worthPacking = 600
	// Pages are packed anew for every reader. At this level of gzip a course page takes a tenth of the time that Brotli
	// would need for a twentieth less; what is packed once and for all (see static.go) is packed by Brotli too.
	gzipLevel = 3
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
		base.Site, base.MayRegister = settings.SiteName, settings.Registration == lms.RegistrationOpen
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
		if lms.Can(lms.RoleLearner, route.Needs) {
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
	draft, ok := s.drafts.Get().(*bytes.Buffer)
	if !ok {
		draft = new(bytes.Buffer)
	}
	defer s.drafts.Put(draft)
	draft.Reset()
	if err := page.Render(v.UserContext(), draft); err != nil {
		return fmt.Errorf("drawing the page: %w", err)
	}
	v.Status(status)
	v.Set(fiber.HeaderContentLanguage, v.P.Lang())
	v.keepPrivate()
	return v.sendPacked(fiber.MIMETextHTMLCharsetUTF8, draft.Bytes())
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
	return v.sendPacked("application/json; charset=utf-8", text)
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

// sendPacked sends text, compressed when the browser takes it so. The text is the caller's again afterwards.
func (v *visit) sendPacked(mediaType string, text []byte) error {
	v.Set(fiber.HeaderContentType, mediaType)
	v.Append(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	// The answer's own buffer, which lasts from request to request.
	body := v.Response().SwapBody(nil)[:0]
	if len(text) >= worthPacking && takes(v.Get(fiber.HeaderAcceptEncoding), "gzip") {
		v.Set(fiber.HeaderContentEncoding, "gzip")
		body = fasthttp.AppendGzipBytesLevel(body, text, gzipLevel)
	} else {
		body = append(body, text...)
	}
	v.Response().SwapBody(body)
	return nil
}

// takes reports whether an Accept-Encoding header names the coding and does not refuse it (RFC 9110, section 12.5.3).
func takes(header, coding string) bool {
	for entry := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(entry), ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			weight = strings.TrimSpace(weight)
			return weight != "q=0" && weight != "q=0.0"
		}
	}
	return false
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
