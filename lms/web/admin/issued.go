package admin

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"vatra/certificates"
	"vatra/lms/access"
	"vatra/lms/web/door"
	"vatra/lms/web/paths"
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
	if page.Asked, err = a.askedNames(v); err != nil {
		return err
	}
	for i := range found.Awards {
		page.Found = append(page.Found, issuedRow(v, &found.Awards[i]))
	}
	return a.Render(v, views.Issued(page))
}

func (a *area) askedNames(v *door.Visit) (asked []views.AskedName, err error) {
	requests, err := a.Registrar.NameRequests(v.UserContext(), v.Actor)
	for _, request := range requests {
		asked = append(asked, views.AskedName{
			URL: issuedURL(request.Code), Old: request.Old, Name: request.Name, At: request.AskedAt,
		})
	}
	return asked, err
}

func issuedRow(v *door.Visit, award *certificates.Award) views.IssuedRow {
	record := &award.Record
	return views.IssuedRow{
		URL: issuedURL(award.Code), Holder: record.HolderName, Code: award.Code.Printed(),
		Track: show.RecordWords(v, record.TrackNames, record), AwardedOn: record.AwardedOn.Time(),
		State: string(award.Status().State),
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
	issued, err := a.Registrar.Issued(v.UserContext(), v.Actor, paths.Text(v.Params("code")))
	if err != nil {
		return views.IssuedCertificatePage{}, err
	}
	page := views.IssuedCertificatePage{
		VerdictPage: show.VerdictPage(a.Door, v, issued.Award), URL: issuedURL(issued.Code), PersonURL: show.PersonURL(issued.HolderID),
		MaxReason: certificates.MaxReason,
	}
	page.Title = v.P.T("staff.certificate_of", "Name", issued.Record.HolderName)
	page.Section = "nav.staff_certificates"
	if issued.Asked != nil {
		page.AskedName = issued.Asked.Name
	}
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
	code, reason := paths.Text(v.Params("code")), v.FormValue("reason")
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

// consentToName issues a certificate anew in the name that its holder wants, and shows the new one.
func (a *area) consentToName(v *door.Visit) error {
	return a.decideName(v, "staff.name_consented", func(code string) error {
		return a.Registrar.ConsentToName(v.UserContext(), v.Actor, code, v.FormValue("name"))
	})
}

func (a *area) refuseName(v *door.Visit) error {
	return a.decideName(v, "staff.name_refused", func(code string) error {
		return a.Registrar.RefuseName(v.UserContext(), v.Actor, code, v.FormValue("name"), v.FormValue("refusal"))
	})
}

func (a *area) decideName(v *door.Visit, done string, decide func(code string) error) error {
	code := paths.Text(v.Params("code"))
	if err := decide(code); err != nil {
		return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
			page, err := a.issuedPage(v)
			if said, wrong := e.Fields["reason"]; wrong {
				e.Fields = map[string]string{"refusal": said}
			}
			page.Errors, page.Typed, page.Refusing = e, v.FormValue("refusal"), true
			return views.IssuedCertificate(page), err
		})
	}
	a.Flash(v, ui.ToneSuccess, done)
	return a.Redirect(v, "/admin/certificates/"+url.PathEscape(code))
}
