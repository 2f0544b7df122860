package web

import (
	"net/url"
	"slices"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"vatra/certificates"
	"vatra/certificates/paper"
	"vatra/lms/fault"
	"vatra/lms/web/views"
)

// showVerify asks for a code; one that is given and can be one leads to its page, whether or not it was ever issued.
func (s *Server) showVerify(v *visit) error {
	text := v.Query("code")
	if !v.Context().QueryArgs().Has("code") {
		return s.render(v, views.Verify(s.verifyPage(v, "")))
	}
	code, err := certificates.ParseCode(text)
	if err != nil {
		return s.verifyAgain(v, err, text)
	}
	return s.redirect(v, "/verify/"+code.Printed())
}

func (s *Server) verifyPage(v *visit, code string) views.VerifyPage {
	page := views.VerifyPage{Base: s.base(v, v.P.T("verify.title")), Code: code}
	page.Description = v.P.T("verify.lead")
	page.Section = "nav.verify"
	return page
}

// verifyAgain asks anew, with what was typed and what is wrong with it: empty, too short, mistyped and unknown are told
// apart, since each is mended in another way.
func (s *Server) verifyAgain(v *visit, err error, typed string) error {
	return s.again(v, err, func(e views.Errors) templ.Component {
		page := s.verifyPage(v, typed)
		page.Errors = views.Errors{Text: e.Text, Fields: map[string]string{"code": e.Text}}
		return views.Verify(page)
	})
}

// showVerdict tells everybody whether a certificate holds. Known and unknown codes cost the same statement.
func (s *Server) showVerdict(v *visit) error {
	// Whoever has the code may read the page; a search engine would list people.
	v.Set("X-Robots-Tag", "noindex")
	typed := pathText(v.Params("code"))
	award, err := s.Awards.Certificate(v.UserContext(), typed)
	if err != nil {
		return s.verifyAgain(v, err, typed)
	}
	return s.render(v, views.Verdict(s.verdictPage(v, award)))
}

func (s *Server) verdictPage(v *visit, award *certificates.Award) views.VerdictPage {
	record, status := &award.Record, award.Status()
	page := views.VerdictPage{
		Base: s.base(v, v.P.T("verify.title")),
		Code: award.Code.Printed(), Valid: status.State == certificates.Valid,
		Since: status.Since, Reason: status.Reason, CheckedAt: time.Now(),
		Reinstated: status.State == certificates.Valid && award.WasRevoked(),
		Holder:     record.HolderName, Track: v.certified(record, record.TrackNames, record.TrackCode), TrackCode: record.TrackCode,
		Hours: record.Hours, Mark: record.Mark.String(), Rules: record.RulesVersion,
		StartedOn: record.StartedOn.Time(), CompletedOn: record.CompletedOn.Time(), AwardedOn: record.AwardedOn.Time(),
		Issuer: record.Issuer.Name, IssuerURL: record.Issuer.URL, VerifyURL: record.VerifyURL(),
	}
	page.Crumbs = []views.Link{{Text: v.P.T("nav.verify"), URL: "/verify"}}
	for _, course := range record.Courses {
		page.Courses = append(page.Courses, views.CertifiedCourse{
			Title: v.certified(record, course.Titles, course.Code), Version: course.Version,
		})
	}
	for _, event := range award.History {
		page.History = append(page.History, views.CertificateEvent{
			Kind: string(event.Kind), At: event.At, Reason: event.Reason,
		})
	}
	return page
}

// certified is a text of a record as its paper has it, and in the reader's language where the paper has not that.
func (v *visit) certified(record *certificates.Record, texts certificates.Texts, code string) views.Certified {
	var name views.Certified
	languages := make([]string, 0, 2)
	for _, said := range paper.OnPaper(record, texts, code) {
		name.OnPaper = append(name.OnPaper, v.words(said.Text, said.Lang))
		languages = append(languages, said.Lang)
	}
	if text, lang := texts.In(v.P.Lang(), languages...); text != "" && !slices.Contains(languages, lang) {
		name.Yours = v.words(text, lang)
	}
	return name
}

// pathText is a piece of a path as it was typed.
func pathText(piece string) string {
	text, err := url.PathUnescape(piece)
	if err != nil {
		return piece
	}
	return text
}

// apiCertificate is what programs are told of a certificate. Claims is the frozen record, every claim that the paper
// shows.
type apiCertificate struct {
	Code      string              `json:"code"`
	Status    certificates.State  `json:"status"`
	Since     time.Time           `json:"since"`
	Reason    string              `json:"reason,omitempty"`
	VerifyURL string              `json:"verify_url"`
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
func (s *Server) sendCertificate(v *visit) error {
	v.Set("X-Robots-Tag", "noindex")
	award, err := s.Awards.Certificate(v.UserContext(), pathText(v.Params("code")))
	if fault.Is(err, fault.Invalid) {
		// Nothing was filled in that could be: the address itself is no certificate's.
		return s.failJSON(v, fiber.StatusBadRequest, asFault(err))
	}
	if err != nil {
		return err
	}
	status := award.Status()
	answer := apiCertificate{
		Code: award.Code.Printed(), Status: status.State, Since: status.Since, Reason: status.Reason,
		VerifyURL: award.Record.VerifyURL(), Claims: award.Record,
	}
	for _, event := range award.History {
		answer.History = append(answer.History, apiEvent{event.Number, event.Kind, event.At, event.Reason})
	}
	return s.renderJSON(v, fiber.StatusOK, answer)
}
