package show

import (
	"vatra/certificates"
	"vatra/lms/web/door"
	"vatra/lms/web/views/parts"
)

// PictureURL is where a picture of an award is to be had, whose file name is given; it is another address as soon as the
// picture is another one, so that no link preview goes on showing what was revoked.
func PictureURL(award *certificates.Award, name string, picture *certificates.Picture) string {
	const enough = 12
	return CertificateURL(award) + "/" + name + "?v=" + picture.SHA256[:enough]
}

// CertificateURL is the page where anybody checks an award, on this site.
func CertificateURL(award *certificates.Award) string { return "/verify/" + award.Code.Printed() }

// Paper is the picture of an award's paper; nil where there is none, or it must not be shown.
func Paper(v *door.Visit, award *certificates.Award) *parts.PaperPicture {
	small, large := award.Picture(certificates.Small), award.Picture(certificates.Large)
	if small == nil || large == nil {
		return nil
	}
	return &parts.PaperPicture{
		URL: PictureURL(award, "small.png", small), Large: PictureURL(award, "large.png", large),
		Width: small.Width, Height: small.Height, Alt: PictureAlt(v, award),
	}
}

// PictureAlt says what the picture of a paper shows; all that the paper says stands beside it as text.
func PictureAlt(v *door.Visit, award *certificates.Award) string {
	record := &award.Record
	return v.P.T("verify.picture_alt", "Name", record.HolderName, "Track", RecordWords(v, record.TrackNames, record).Text)
}
