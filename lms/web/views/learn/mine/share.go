package mine

import (
	"net/url"
	"strconv"
)

// Share is what a holder takes of a certificate to other places.
type Share struct {
	Name        string // of the certificate, as LinkedIn asks for it
	Issuer      string
	Year, Month int
	QR          string // the address of its QR code
}

// linkedIn is the form of "Add to profile", filled in.
func (c CertificateCard) linkedIn() string {
	return "https://www.linkedin.com/profile/add?" + url.Values{
		"startTask": {"CERTIFICATION_NAME"}, "name": {c.Share.Name}, "organizationName": {c.Share.Issuer},
		"issueYear": {strconv.Itoa(c.Share.Year)}, "issueMonth": {strconv.Itoa(c.Share.Month)},
		"certUrl": {c.VerifyURL}, "certId": {c.Code},
	}.Encode()
}
