package mine

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"vatra/certificates"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/paths"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/learn/mine"
	"vatra/lms/web/views/ui"
)

// showCertificates lists the visitor's own certificates.
func (a *area) showCertificates(v *door.Visit) error {
	awards, err := a.Awards.Awards(v.UserContext(), v.Actor.UserID)
	if err != nil {
		return err
	}
	person, err := a.People.Myself(v.UserContext(), v.Actor)
	if err != nil {
		return err
	}
	waiting, err := a.Awards.NameRequests(v.UserContext(), person.ID)
	if err != nil {
		return err
	}
	page := views.CertificatesPage{
		Base: a.Base(v, v.P.T("nav.certificates")), Certificates: certificateCards(v, awards, person.Name),
	}
	page.Scripts = []string{"share.js"}
	for i := range page.Certificates {
		page.Certificates[i].Waiting = nameAsked(waiting, page.Certificates[i].Code)
	}
	if !person.NameConfirmed {
		page.AskName = person.Name
	}
	return a.Render(v, views.Certificates(page))
}

func nameAsked(waiting []certificates.NameRequest, code string) string {
	for _, request := range waiting {
		if request.Code.Printed() == code {
			return request.Name
		}
	}
	return ""
}

// certificateCards are the certificates of somebody whose account has the name; without it nothing is offered.
func certificateCards(v *door.Visit, awards []certificates.Award, name string) []views.CertificateCard {
	cards := make([]views.CertificateCard, 0, len(awards))
	for i := range awards {
		award := &awards[i]
		record, status := &award.Record, award.Status()
		card := views.CertificateCard{
			Track: show.RecordWords(v, record.TrackNames, record), Code: award.Code.Printed(), AwardedOn: record.AwardedOn.Time(),
			TrackCode: record.TrackCode, Study: record.StudyMinutes(), Mark: record.Mark.String(), Holder: record.HolderName,
			Revoked: status.State == certificates.Revoked, Since: status.Since, Reason: status.Reason,
			PDFURL: "/certificates/" + award.Code.Printed() + "/pdf", VerifyURL: record.VerifyURL(),
			Paper: show.Paper(v, award),
		}
		card.Share = views.Share{
			Name: card.Track.Text, Issuer: record.Issuer.Name, QR: show.CertificateURL(award) + "/qr.svg",
			Year: record.AwardedOn.Year, Month: int(record.AwardedOn.Month),
		}
		if award.Newest != nil {
			card.Replaced = award.Newest.Code.Printed()
		}
		if name != "" {
			card.Reissue = show.Reissue(v, award, name)
		}
		cards = append(cards, card)
	}
	return cards
}

// reissue issues one of the visitor's own certificates anew in the name that their account has.
func (a *area) reissue(v *door.Visit) error {
	award, err := a.Registrar.Reissue(v.UserContext(), v.Actor, paths.Text(v.Params("code")), v.FormValue("name"))
	told, refused := fault.As(err)
	switch {
	case refused && (told.Kind == fault.Conflict || told.Kind == fault.Invalid):
		a.FlashFault(v, told)
	case err != nil:
		return err
	case award == nil:
		a.Flash(v, ui.ToneInfo, "certificates.reissue_asked")
	default:
		a.Flash(v, ui.ToneSuccess, "certificates.reissued", "Name", award.Record.HolderName, "Code", award.Code.Printed())
	}
	return a.Redirect(v, "/certificates")
}

// sendPaper sends the PDF of one of the visitor's own certificates. Anybody else's is not found.
func (a *area) sendPaper(v *door.Visit) error {
	award, err := a.Awards.Certificate(v.UserContext(), paths.Text(v.Params("code")))
	if err != nil {
		return err
	}
	if award.HolderID != v.Actor.UserID {
		return fault.New(fault.NotFound, "certificate.unknown")
	}
	// The file goes out after this handler has returned.
	file, paper, err := a.Papers.Paper(context.WithoutCancel(v.UserContext()), award)
	if err != nil {
		return err
	}
	v.KeepPrivate()
	v.Set(fiber.HeaderContentType, "application/pdf")
	v.Set(fiber.HeaderContentDisposition, `attachment; filename="certificate-`+award.Code.Printed()+`.pdf"`)
	v.Context().SetBodyStream(file, int(paper.Size))
	return nil
}
