package web

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"vatra/certificates"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/web/views"
)

// showCertificates lists the visitor's own certificates.
func (s *Server) showCertificates(v *visit) error {
	awards, err := s.Awards.Awards(v.UserContext(), v.Actor.UserID)
	if err != nil {
		return err
	}
	page := views.CertificatesPage{
		Base: s.base(v, v.P.T("nav.certificates")), Certificates: v.certificateCards(awards),
	}
	return s.render(v, views.Certificates(page))
}

func (v *visit) certificateCards(awards []certificates.Award) []views.CertificateCard {
	cards := make([]views.CertificateCard, 0, len(awards))
	for i := range awards {
		award := &awards[i]
		record, status := &award.Record, award.Status()
		cards = append(cards, views.CertificateCard{
			Track: v.recordWords(record.TrackNames, record), Code: award.Code.Printed(), AwardedOn: record.AwardedOn.Time(),
			Hours: record.Hours, Mark: record.Mark.String(),
			Revoked: status.State != certificates.Valid, Since: status.Since, Reason: status.Reason,
			PDFURL: "/certificates/" + award.Code.Printed() + "/pdf", VerifyURL: record.VerifyURL(),
		})
	}
	return cards
}

// sendPaper sends the PDF of one of the visitor's own certificates. Anybody else's is not found.
func (s *Server) sendPaper(v *visit) error {
	award, err := s.Awards.Certificate(v.UserContext(), pathText(v.Params("code")))
	if err != nil {
		return err
	}
	if award.HolderID != v.Actor.UserID {
		return fault.New(fault.NotFound, "certificate.unknown")
	}
	// The file goes out after this handler has returned.
	file, paper, err := s.Papers.Paper(context.WithoutCancel(v.UserContext()), award)
	if err != nil {
		return err
	}
	v.keepPrivate()
	v.Set(fiber.HeaderContentType, "application/pdf")
	v.Set(fiber.HeaderContentDisposition, `attachment; filename="certificate-`+award.Code.Printed()+`.pdf"`)
	v.Context().SetBodyStream(file, int(paper.Size))
	return nil
}

// recordWords are a text of a record in the reader's language, else in the holder's.
func (v *visit) recordWords(texts certificates.Texts, record *certificates.Record) views.Words {
	text, lang := texts.In(v.P.Lang(), record.Locale, i18n.Fallback)
	return v.words(text, lang)
}
