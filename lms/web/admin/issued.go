package admin

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"vatra/certificates"
	"vatra/lms/access"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/admin"
	"vatra/lms/web/views/ui"
)

func issuedURL(code certificates.Code) string { return "/admin/certificates/" + code.Printed() }

// showIssued finds certificates by holder or code.
func (a *area) showIssued(v *door.Visit) error {
	query := v.Query("q")
	found, err := a.Registrar.Find(v.UserContext(), v.Actor, query, v.QueryInt("page", 1))
	if err != nil {
		return err
	}
	page := views.IssuedPage{
		Base: a.Base(v, v.P.T("nav.staff_certificates")), Query: query,
		Pages: ui.Pages{Page: found.Page, Last: found.Page, Path: "/admin/certificates"},
	}
	if found.More {
		page.Pages.Last++
	}
	if query != "" {
		page.Pages.Query = url.Values{"q": {query}}
	}
	for i := range found.Awards {
		page.Found = append(page.Found, issuedRow(v, &found.Awards[i]))
	}
	return a.Render(v, views.Issued(page))
}

func issuedRow(v *door.Visit, award *certificates.Award) views.IssuedRow {
	record := &award.Record
	return views.IssuedRow{
		URL: issuedURL(award.Code), Holder: record.HolderName, Code: award.Code.Printed(),
		Track: show.RecordWords(v, record.TrackNames, record), AwardedOn: record.AwardedOn.Time(),
		Revoked: award.Status().State != certificates.Valid,
	}
}

func (a *area) showIssuedCertificate(v *door.Visit) error {
	page, err := a.issuedPage(v)
	if err != nil {
		return err
	}
	return a.Render(v, views.IssuedCertificate(page))
}

func (a *area) issuedPage(v *door.Visit) (views.IssuedCertificatePage, error) {
	issued, err := a.Registrar.Issued(v.UserContext(), v.Actor, door.PathText(v.Params("code")))
	if err != nil {
		return views.IssuedCertificatePage{}, err
	}
	page := views.IssuedCertificatePage{
		VerdictPage: show.VerdictPage(a.Door, v, issued.Award), URL: issuedURL(issued.Code), PersonURL: show.PersonURL(issued.HolderID),
		MaxReason: certificates.MaxReason,
	}
	page.Title = v.P.T("staff.certificate_of", "Name", issued.Record.HolderName)
	page.Section = "nav.staff_certificates"
	page.Crumbs = []ui.Link{{Text: v.P.T("nav.staff_certificates"), URL: "/admin/certificates"}}
	for _, event := range issued.History {
		who := ""
		if event.Actor != nil {
			who = issued.Actors[*event.Actor]
		}
		page.Actors = append(page.Actors, who)
	}
	return page, nil
}

func (a *area) revokeCertificate(v *door.Visit) error {
	return a.changeCertificate(v, "staff.revoked", a.Registrar.Revoke)
}

func (a *area) reinstateCertificate(v *door.Visit) error {
	return a.changeCertificate(v, "staff.reinstated", a.Registrar.Reinstate)
}

func (a *area) changeCertificate(
	v *door.Visit, done string, act func(ctx context.Context, actor access.Actor, code, reason string) error,
) error {
	code, reason := door.PathText(v.Params("code")), v.FormValue("reason")
	if err := act(v.UserContext(), v.Actor, code, reason); err != nil {
		return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
			page, err := a.issuedPage(v)
			page.Errors, page.Typed = e, reason
			return views.IssuedCertificate(page), err
		})
	}
	a.Flash(v, ui.ToneSuccess, done)
	return a.Redirect(v, "/admin/certificates/"+url.PathEscape(code))
}
