package web

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"vatra/certificates"
	"vatra/lms/access"
	"vatra/lms/web/views"
)

func issuedURL(code certificates.Code) string { return "/admin/certificates/" + code.Printed() }

// showIssued finds certificates by holder or code.
func (s *Server) showIssued(v *visit) error {
	query := v.Query("q")
	found, err := s.Registrar.Find(v.UserContext(), v.Actor, query, v.QueryInt("page", 1))
	if err != nil {
		return err
	}
	page := views.IssuedPage{
		Base: s.base(v, v.P.T("nav.staff_certificates")), Query: query,
		Pages: views.Pages{Page: found.Page, Last: found.Page, Path: "/admin/certificates"},
	}
	if found.More {
		page.Pages.Last++
	}
	if query != "" {
		page.Pages.Query = url.Values{"q": {query}}
	}
	for i := range found.Awards {
		page.Found = append(page.Found, v.issuedRow(&found.Awards[i]))
	}
	return s.render(v, views.Issued(page))
}

func (v *visit) issuedRow(award *certificates.Award) views.IssuedRow {
	record := &award.Record
	return views.IssuedRow{
		URL: issuedURL(award.Code), Holder: record.HolderName, Code: award.Code.Printed(),
		Track: v.recordWords(record.TrackNames, record), AwardedOn: record.AwardedOn.Time(),
		Revoked: award.Status().State != certificates.Valid,
	}
}

func (s *Server) showIssuedCertificate(v *visit) error {
	page, err := s.issuedPage(v)
	if err != nil {
		return err
	}
	return s.render(v, views.IssuedCertificate(page))
}

func (s *Server) issuedPage(v *visit) (views.IssuedCertificatePage, error) {
	issued, err := s.Registrar.Issued(v.UserContext(), v.Actor, pathText(v.Params("code")))
	if err != nil {
		return views.IssuedCertificatePage{}, err
	}
	page := views.IssuedCertificatePage{
		VerdictPage: s.verdictPage(v, issued.Award), URL: issuedURL(issued.Code), PersonURL: personURL(issued.HolderID),
		MaxReason: certificates.MaxReason,
	}
	page.Title = v.P.T("staff.certificate_of", "Name", issued.Record.HolderName)
	page.Section = "nav.staff_certificates"
	page.Crumbs = []views.Link{{Text: v.P.T("nav.staff_certificates"), URL: "/admin/certificates"}}
	for _, event := range issued.History {
		who := ""
		if event.Actor != nil {
			who = issued.Actors[*event.Actor]
		}
		page.Actors = append(page.Actors, who)
	}
	return page, nil
}

func (s *Server) revokeCertificate(v *visit) error {
	return s.changeCertificate(v, "staff.revoked", s.Registrar.Revoke)
}

func (s *Server) reinstateCertificate(v *visit) error {
	return s.changeCertificate(v, "staff.reinstated", s.Registrar.Reinstate)
}

func (s *Server) changeCertificate(
	v *visit, done string, act func(ctx context.Context, actor access.Actor, code, reason string) error,
) error {
	code, reason := pathText(v.Params("code")), v.FormValue("reason")
	if err := act(v.UserContext(), v.Actor, code, reason); err != nil {
		page, failed := s.issuedPage(v)
		if failed != nil {
			return failed
		}
		return s.again(v, err, func(e views.Errors) templ.Component {
			page.Errors, page.Typed = e, reason
			return views.IssuedCertificate(page)
		})
	}
	s.flash(v, views.ToneSuccess, done)
	return s.redirect(v, "/admin/certificates/"+url.PathEscape(code))
}
