package verify

import (
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"vatra/certificates"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/paths"
	"vatra/lms/web/show"
	"vatra/lms/web/views/ui"
	views "vatra/lms/web/views/verify"
)

// showVerify asks for a code; one that is given and can be one leads to its page, whether or not it was ever issued.
func (a *area) showVerify(v *door.Visit) error {
	text := v.Query("code")
	if !v.Context().QueryArgs().Has("code") {
		return a.Render(v, views.Verify(a.verifyPage(v, "")))
	}
	code, err := certificates.ParseCode(text)
	if err != nil {
		return a.verifyAgain(v, err, text)
	}
	return a.Redirect(v, "/verify/"+code.Printed())
}

func (a *area) verifyPage(v *door.Visit, code string) views.Page {
	page := views.Page{Base: a.Base(v, v.P.T("verify.title")), Code: code}
	page.Description = v.P.T("verify.lead")
	page.Section = "nav.verify"
	return page
}

// verifyAgain asks anew, with what was typed and what is wrong with it: empty, too short, mistyped and unknown are told
// apart, since each is mended in another way.
func (a *area) verifyAgain(v *door.Visit, err error, typed string) error {
	return a.Again(v, err, func(e ui.Errors) templ.Component {
		page := a.verifyPage(v, typed)
		page.Errors = ui.Errors{Text: e.Text, Fields: map[string]string{"code": e.Text}}
		return views.Verify(page)
	})
}

// showVerdict tells everybody whether a certificate holds. Known and unknown codes cost the same statement.
func (a *area) showVerdict(v *door.Visit) error {
	// Whoever has the code may read the page; a search engine would list people.
	v.Set("X-Robots-Tag", "noindex")
	typed := paths.Text(v.Params("code"))
	award, err := a.Awards.Certificate(v.UserContext(), typed)
	if told, refused := fault.As(err); refused && told.Key == "certificate.unknown" {
		return a.showUnknown(v, typed)
	}
	if err != nil {
		return a.verifyAgain(v, err, typed)
	}
	title := v.P.T("verify.title_"+string(award.Status().State), "Name", award.Record.HolderName)
	page := views.VerdictPage{Base: a.Base(v, title)}
	page.Crumbs = []ui.Link{{Text: v.P.T("nav.verify"), URL: "/verify"}}
	page.Preview = a.preview(v, award, title)
	page.Main = page.Keep(verdictKeyOf(v, award), func(common ui.Base) templ.Component {
		verdict := show.VerdictPage(a.Door, v, award)
		verdict.Base, verdict.Title = common, page.Title
		covers, err := a.covers(v, &award.Record)
		if err != nil {
			return failed(err)
		}
		verdict.Covers = covers
		return views.VerdictMain(verdict)
	}, func(string) templ.Component { return views.Checked(page.Base, time.Now()) })
	return a.Render(v, views.Verdict(page))
}

// showUnknown is a verdict like any other: that nobody here issued the code is an answer, and no mistake of whoever asks.
func (a *area) showUnknown(v *door.Visit, typed string) error {
	page := views.UnknownPage{Base: a.Base(v, v.P.T("verify.title_unknown")), Code: typed}
	page.Crumbs = []ui.Link{{Text: v.P.T("nav.verify"), URL: "/verify"}}
	return a.RenderStatus(v, fiber.StatusNotFound, views.Unknown(page))
}

// verdictKey is all that the page of a certificate depends on: its record never changes, and its history only grows.
type verdictKey struct {
	award  uuid.UUID
	lang   string
	events string // their times as this reader reads them
	newest certificates.Newest
	paper  string // the address of its picture, which comes later
}

func verdictKeyOf(v *door.Visit, award *certificates.Award) verdictKey {
	key := verdictKey{award: award.ID, lang: v.P.Lang()}
	for _, event := range award.History {
		key.events += v.P.DateTime(event.At) + string(event.Kind) + event.Reason + "\n"
	}
	if award.Newest != nil {
		key.newest = *award.Newest
	}
	if picture := award.Picture(certificates.Small); picture != nil {
		key.paper = picture.SHA256
	}
	return key
}

// apiNewest leads from a certificate that was replaced to the one that counts.
type apiNewest struct {
	Code      string             `json:"code"`
	Status    certificates.State `json:"status"`
	VerifyURL string             `json:"verify_url"`
}

// apiCertificate is what programs are told of a certificate. Claims is the frozen record, every claim that the paper
// shows.
type apiCertificate struct {
	Code      string              `json:"code"`
	Status    certificates.State  `json:"status"`
	Since     time.Time           `json:"since"`
	Reason    string              `json:"reason,omitempty"`
	VerifyURL string              `json:"verify_url"`
	Replaced  *apiNewest          `json:"replaced_by,omitempty"`
	Claims    certificates.Record `json:"claims"`
	History   []apiEvent          `json:"history"`
}

type apiEvent struct {
	Number int               `json:"number"`
	Kind   certificates.Kind `json:"kind"`
	At     time.Time         `json:"at"`
	Reason string            `json:"reason,omitempty"`
}

// sendCertificate is showVerdict for programs.
func (a *area) sendCertificate(v *door.Visit) error {
	v.Set("X-Robots-Tag", "noindex")
	award, err := a.Awards.Certificate(v.UserContext(), paths.Text(v.Params("code")))
	if fault.Is(err, fault.Invalid) {
		// Nothing was filled in that could be: the address itself is no certificate's.
		return a.FailJSON(v, fiber.StatusBadRequest, door.AsFault(err))
	}
	if err != nil {
		return err
	}
	status := award.Status()
	answer := apiCertificate{
		Code: award.Code.Printed(), Status: status.State, Since: status.Since, Reason: status.Reason,
		VerifyURL: award.Record.VerifyURL(), Claims: award.Record,
	}
	if newest := award.Newest; newest != nil {
		record := award.Record
		record.Code = newest.Code
		answer.Replaced = &apiNewest{newest.Code.Printed(), newest.State, record.VerifyURL()}
	}
	for _, event := range award.History {
		answer.History = append(answer.History, apiEvent{event.Number, event.Kind, event.At, event.Reason})
	}
	return a.RenderJSON(v, fiber.StatusOK, answer)
}
