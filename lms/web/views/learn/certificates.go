package learn

import (
	"time"

	"vatra/lms/web/views/ui"
)

// CertificatesPage lists a person's own certificates.
type CertificatesPage struct {
	ui.Base
	Certificates []CertificateCard
}

// CertificateCard is one certificate of its holder's.
type CertificateCard struct {
	Track     ui.Words
	TrackCode string
	Code      string    // as printed
	AwardedOn time.Time // a calendar day
	Hours     int
	Mark      string // per cent
	Revoked   bool
	Since     time.Time // of the state
	Reason    string    // of revoking it
	PDFURL    string
	VerifyURL string // whole, to be shared
}
