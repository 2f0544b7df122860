package learn

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"vatra/certificates"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/learn"
)

// showCertificates lists the visitor's own certificates.
func (a *area) showCertificates(v *door.Visit) error {
	awards, err := a.Awards.Awards(v.UserContext(), v.Actor.UserID)
	if err != nil {
		return err
	}
	page := views.CertificatesPage{
		Base: a.Base(v, v.P.T("nav.certificates")), Certificates: certificateCards(v, awards),
	}
	return a.Render(v, views.Certificates(page))
}

func certificateCards(v *door.Visit, awards []certificates.Award) []views.CertificateCard {
	cards := make([]views.CertificateCard, 0, len(awards))
	for i := range awards {
		award := &awards[i]
		record, status := &award.Record, award.Status()
		cards = append(cards, views.CertificateCard{
			Track: show.RecordWords(v, record.TrackNames, record), Code: award.Code.Printed(), AwardedOn: record.AwardedOn.Time(),
			TrackCode: record.TrackCode, Hours: record.Hours, Mark: record.Mark.String(),
			Revoked: status.State != certificates.Valid, Since: status.Since, Reason: status.Reason,
			PDFURL: "/certificates/" + award.Code.Printed() + "/pdf", VerifyURL: record.VerifyURL(),
		})
	}
	return cards
}

// sendPaper sends the PDF of one of the visitor's own certificates. Anybody else's is not found.
func (a *area) sendPaper(v *door.Visit) error {
	award, err := a.Awards.Certificate(v.UserContext(), door.PathText(v.Params("code")))
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
