package views

import "time"

// CertificatesPage lists a person's own certificates.
type CertificatesPage struct {
	Base
	Certificates []CertificateCard
}

// CertificateCard is one certificate of its holder's.
type CertificateCard struct {
	Track     Words
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

// VerifyPage asks an employer for the code of a certificate.
type VerifyPage struct {
	Base
	Code   string
	Errors Errors
}

// VerdictPage tells whether a certificate holds, with all that its paper says.
type VerdictPage struct {
	Base
	Code      string // as printed
	Valid     bool
	Since     time.Time // of the state
	Reason    string    // why it was revoked or reinstated
	CheckedAt time.Time

	Reinstated bool // valid, and was revoked for a time

	Holder      string
	Track       Certified
	TrackCode   string
	Hours       int
	Mark        string // per cent
	Courses     []CertifiedCourse
	StartedOn   time.Time // calendar days
	CompletedOn time.Time
	AwardedOn   time.Time
	Rules       int // the version of the track's rules
	Issuer      string
	IssuerURL   string
	VerifyURL   string
	History     []CertificateEvent // oldest first
}

// CertifiedCourse is one course of a certificate, in the version that the holder took.
type CertifiedCourse struct {
	Title   Certified
	Version int
}

// Certified is a name as the paper has it, and in the reader's language where the paper has not that.
type Certified struct {
	OnPaper []Words
	Yours   Words
}

// CertificateEvent is one entry of a certificate's history.
type CertificateEvent struct {
	Kind   string // issued, revoked or reinstated
	At     time.Time
	Reason string
}
