package door

import (
	"errors"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"vatra/content/blobs"
	"vatra/lms/fault"
	"vatra/lms/pg"
	"vatra/lms/text"
	"vatra/lms/web/paths"
	"vatra/lms/web/views/entry"
	"vatra/lms/web/views/ui"
)

// statuses is how each kind of fault is said in HTTP.
var statuses = map[fault.Kind]int{
	fault.Invalid:         fiber.StatusUnprocessableEntity,
	fault.Unauthenticated: fiber.StatusUnauthorized,
	fault.Forbidden:       fiber.StatusForbidden,
	fault.NotFound:        fiber.StatusNotFound,
	fault.Conflict:        fiber.StatusConflict,
	fault.TooMany:         fiber.StatusTooManyRequests,
	fault.TooLarge:        fiber.StatusRequestEntityTooLarge,
	fault.Unavailable:     fiber.StatusServiceUnavailable,
	fault.Internal:        fiber.StatusInternalServerError,
}

// The faults whose status is not that of their kind.
const (
	methodFault = "error.method"
	slowFault   = "error.too_slow" // a body that did not come in its time
)

func statusOf(e *fault.Error) int {
	switch e.Key {
	case methodFault:
		return fiber.StatusMethodNotAllowed
	case slowFault:
		return fiber.StatusRequestTimeout
	}
	return statuses[e.Kind]
}

// AsFault is what a person is told of any error.
func AsFault(err error) *fault.Error {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e
	}
	if e, ok := errors.AsType[*fiber.Error](err); ok {
		switch e.Code {
		case fiber.StatusNotFound:
			return fault.Wrap(err, fault.NotFound, "error.not_found")
		case fiber.StatusMethodNotAllowed:
			return fault.Wrap(err, fault.Invalid, methodFault)
		case fiber.StatusRequestEntityTooLarge, fiber.StatusRequestHeaderFieldsTooLarge:
			return fault.Wrap(err, fault.Invalid, "error.bad_request")
		}
		if e.Code < fiber.StatusInternalServerError {
			return fault.Wrap(err, fault.Invalid, "error.bad_request")
		}
	}
	if pg.Unwritable(err) {
		return fault.Wrap(err, fault.Invalid, "error.bad_request")
	}
	if pg.Away(err) || blobs.Away(err) {
		return fault.Wrap(err, fault.Unavailable, "error.unavailable")
	}
	return fault.Wrap(err, fault.Internal, "error.internal")
}

// fail answers with an error in the reader's language, as a page or, for programs, as JSON.
func (d *Door) fail(c *fiber.Ctx, err error) error {
	v := visitOf(c)
	e := AsFault(err)
	done := v.within(faultTime) // which has passed for all that asks the database, and not for the drawing
	if !v.identified && (v.route == nil || !v.route.Anonymous) {
		if unknown := d.identify(v); unknown != nil {
			d.Log.Debug("an error page is shown as to a guest", "id", v.ID, "error", unknown.Error())
		}
	}
	base := d.Base(v, v.P.T(titleKey(v, e)))
	base.Robots = ui.Robots{} // there is no such page in any language
	done()
	tellRetry(v, e)
	status := statusOf(e)
	if v.wantsJSON() {
		return d.FailJSON(v, status, e)
	}
	if e.Kind == fault.Unauthenticated && v.Method() == fiber.MethodGet && v.route != nil {
		return d.Redirect(v, "/login?next="+url.QueryEscape(paths.Own(v.OriginalURL())))
	}
	if e.Kind == fault.Unavailable && v.route != nil && d.canSendAgain(v) {
		if form, unread := postedForm(v); unread == nil {
			return d.showUnsaved(v, base, form)
		}
	}
	page := entry.ErrorPage{
		Base: base, Text: v.P.Fault(e), Code: text.SpokenCode(v.ID),
		LogIn: e.Kind == fault.Unauthenticated,
	}
	if v.Method() != fiber.MethodGet {
		page.Path = "" // what was posted cannot be gone back to
	}
	return d.RenderStatus(v, status, entry.Error(page))
}

// tellRetry tells a program when to ask again, in seconds, where the fault says it.
func tellRetry(v *Visit, e *fault.Error) {
	if seconds, told := e.Args["RetryAfter"].(int); told {
		v.Set(fiber.HeaderRetryAfter, strconv.Itoa(seconds))
	}
}

// titleKey is the title of a fault that has one of its own, else of its kind.
func titleKey(v *Visit, e *fault.Error) string {
	if own := e.Key + ".title"; v.P.Has(own) {
		return own
	}
	return "error." + string(e.Kind) + ".title"
}

// apiFault is an error as programs get it.
type apiFault struct {
	Kind      fault.Kind        `json:"kind"`
	Code      string            `json:"code"` // the fault's key, the same in every language
	Message   string            `json:"message"`
	Fields    map[string]string `json:"fields,omitempty"`
	Newest    any               `json:"newest,omitempty"` // of an answer changed elsewhere: the number that counts now
	RequestID string            `json:"request_id"`
}

// FailJSON answers a program with an error and the status.
func (d *Door) FailJSON(v *Visit, status int, e *fault.Error) error {
	answer := apiFault{Kind: e.Kind, Code: e.Key, Message: v.P.Fault(e), RequestID: v.ID, Fields: FieldTexts(v, e)}
	answer.Newest = e.Args["Newest"]
	return d.RenderJSON(v, status, map[string]apiFault{"error": answer})
}

// FieldTexts are the messages of a fault by field, in the reader's language.
func FieldTexts(v *Visit, e *fault.Error) map[string]string {
	texts := make(map[string]string, len(e.Fields))
	for name, message := range e.Fields {
		texts[name] = v.P.Message(message)
	}
	return texts
}

// Again shows a form anew, with what was typed, when err is one that a person can do something about: page draws it
// with its messages. Every other error is returned.
func (d *Door) Again(v *Visit, err error, page func(ui.Errors) templ.Component) error {
	return d.Reload(v, err, func(e ui.Errors) (templ.Component, error) { return page(e), nil })
}

// Reload is Again for a page that shows more than the form, which has to be read anew: where that fails, its error is
// returned.
func (d *Door) Reload(v *Visit, err error, page func(ui.Errors) (templ.Component, error)) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind == fault.Internal || e.Kind == fault.Unavailable {
		return err
	}
	if v.wantsJSON() {
		return err
	}
	drawn, failed := page(ui.Errors{Text: v.P.Fault(e), Fields: FieldTexts(v, e)})
	if failed != nil {
		return failed
	}
	tellRetry(v, e)
	v.Refuse()
	return d.RenderStatus(v, statuses[e.Kind], drawn)
}

// Refuse has the page that answers say in its title that the form was not taken.
func (v *Visit) Refuse() { v.refused = true }
