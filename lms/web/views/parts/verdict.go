package parts

import (
	"time"

	"vatra/lms/web/views/ui"
)

// VerdictPage tells whether a certificate holds, with all that its paper says.
type VerdictPage struct {
	ui.Base
	Code   string // as printed
	Valid  bool
	Since  time.Time // of the state
	Reason string    // why it was revoked or reinstated

	Reinstated bool // valid, and was revoked for a time

	Holder      string
	Track       Certified
	Study       int    // minutes; 0 where nothing is said of them
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
	OnPaper []ui.Words
	Yours   ui.Words
}

// CertificateEvent is one entry of a certificate's history.
type CertificateEvent struct {
	Kind   string // issued, revoked or reinstated
	At     time.Time
	Reason string
}
