package verify

import (
	"bytes"

	"github.com/gofiber/fiber/v2"

	"vatra/certificates"
	"vatra/certificates/paper"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/packing"
	"vatra/lms/web/paths"
	"vatra/lms/web/show"
	"vatra/lms/web/views/ui"
)

// pictureFiles are the pictures of a certificate by their names.
var pictureFiles = map[string]certificates.PictureKind{
	"small.png": certificates.Small, "large.png": certificates.Large, cardFile: certificates.Card,
}

const (
	cardFile = "card.png"
	qrFile   = "qr.svg"
	oneDay   = "86400" // seconds
)

// sendPicture shows how a certificate looks to whoever has its code. Of one that does not hold there is no paper to be seen.
func (a *area) sendPicture(v *door.Visit) error {
	v.Set("X-Robots-Tag", "noindex")
	award, err := a.Awards.Certificate(v.UserContext(), paths.Text(v.Params("code")))
	if fault.Is(err, fault.Invalid) {
		return fault.Wrap(err, fault.NotFound, "certificate.unknown")
	}
	if err != nil {
		return err
	}
	name := v.Params("picture")
	if name == qrFile {
		return sendQR(v, award)
	}
	kind, known := pictureFiles[name]
	picture := award.Picture(kind)
	if !known || picture == nil {
		return fault.New(fault.NotFound, "certificate.no_picture")
	}
	tag := `"` + picture.SHA256 + `"`
	if packing.Matches(v.Get(fiber.HeaderIfNoneMatch), tag) {
		keepForADay(v, tag)
		v.Status(fiber.StatusNotModified)
		return nil
	}
	file, err := a.Papers.Picture(v.UserContext(), *picture)
	if err != nil {
		return err
	}
	keepForADay(v, tag)
	v.Set(fiber.HeaderContentType, "image/png")
	return v.Send(file)
}

// keepForADay lets the browser keep a picture, and nobody between, who would show it to others.
func keepForADay(v *door.Visit, tag string) {
	v.Set(fiber.HeaderETag, tag)
	v.Set(fiber.HeaderCacheControl, "private, max-age="+oneDay)
}

func sendQR(v *door.Visit, award *certificates.Award) error {
	var drawing bytes.Buffer
	if err := paper.QR(&drawing, award.Record.VerifyURL()); err != nil {
		return err
	}
	keepForADay(v, `"qr"`)
	v.Set(fiber.HeaderContentType, "image/svg+xml")
	return v.Send(drawing.Bytes())
}

// preview is what a link to the certificate looks like where it is shared: its state first.
func (a *area) preview(v *door.Visit, award *certificates.Award, title string) *ui.Preview {
	record := &award.Record
	preview := &ui.Preview{
		Title: title, Text: show.VerdictText(v, award), URL: a.BaseURL + show.CertificateURL(award), Alt: title,
	}
	if card := award.Picture(certificates.Card); card != nil {
		preview.Image = a.BaseURL + show.PictureURL(award, cardFile, card)
		preview.Width, preview.Height = card.Width, card.Height
		if award.Status().State == certificates.Valid {
			preview.Alt = show.PictureAlt(v, award)
		}
	}
	if track := show.RecordWords(v, record.TrackNames, record).Text; track != "" {
		preview.Text = track + ". " + preview.Text
	}
	return preview
}
