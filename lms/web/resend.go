package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"vatra/lms/web/views"
)

// canSendAgain reports whether a form without a good token is one that a person has filled in on a page of ours, so
// that what they typed can be shown to them. Forms with files are not: a page cannot hold a file.
func (s *Server) canSendAgain(v *visit) bool {
	return v.Method() == fiber.MethodPost && !v.wantsJSON() && s.sentFromHere(v) &&
		strings.HasPrefix(v.Get(fiber.HeaderContentType), fiber.MIMEApplicationForm)
}

// showSendAgain keeps what was typed in a form whose token has expired: it is sent with a fresh one when its reader
// says so. Passwords are in no page; who sends one again is asked for it again.
func (s *Server) showSendAgain(v *visit) error {
	refused := asFault(expired())
	page := views.SendAgainPage{Base: s.base(v, v.P.T(titleKey(v, refused))), Action: ownPath(v.OriginalURL())}
	v.Request().PostArgs().VisitAll(func(name, value []byte) {
		field := views.Posted{Name: string(name), Value: string(value)}
		if field.Name != tokenField && !strings.Contains(field.Name, "password") {
			page.Fields = append(page.Fields, field)
		}
	})
	return s.renderStatus(v, statuses[refused.Kind], views.SendAgain(page))
}
