package mine

import (
	"time"

	"vatra/lms/web/views/parts"
	"vatra/lms/web/views/ui"
)

// CertificatesPage lists a person's own certificates.
type CertificatesPage struct {
	ui.Base
	Certificates []CertificateCard
	AskName      string // the name of somebody who has certificates and never said that it is the right one
}

// CertificateCard is one certificate of its holder's.
type CertificateCard struct {
	Track     ui.Words
	TrackCode string
	Code      string    // as printed
	AwardedOn time.Time // a calendar day
	Study     int       // minutes; 0 where nothing is said of them
	Mark      string    // per cent
	Holder    string    // the name on it
	Revoked   bool
	Replaced  string         // the code of the one that was issued in its place, as printed
	Since     time.Time      // of the state
	Reason    string         // of revoking it
	Waiting   string         // the name that an administrator has yet to consent to
	Reissue   *parts.Reissue // nil where its name is that of the account
	PDFURL    string
	VerifyURL string // whole, to be shared
	Paper     *parts.PaperPicture
	Share     Share
}

// holds reports whether it is one to show to others.
func (c CertificateCard) holds() bool { return !c.Revoked && c.Replaced == "" }
