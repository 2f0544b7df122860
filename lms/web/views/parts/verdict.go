package parts

import (
	"time"

	"vatra/lms/web/views/ui"
)

// VerdictPage tells whether a certificate holds, with all that its paper says.
type VerdictPage struct {
	ui.Base
	Code   string    // as printed
	State  string    // valid, revoked or replaced
	Since  time.Time // of the state
	Reason string    // why it was revoked or reinstated

	Newest      string // the code of the one that counts in its place; empty where that is itself
	NewestState string // valid or revoked

	Verdict string // in a sentence, whether it still holds

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
	Signatory   string        // who signs for the issuer; empty where nobody is named
	Office      Certified     // what they are there
	Paper       *PaperPicture // nil where there is none to show
	VerifyURL   string
	History     []CertificateEvent // oldest first
	Covers      *Covered           // nil where it is not told
}

// Covered is what stands behind a certificate: what its track asks for, and what its courses teach.
type Covered struct {
	URL                    string // of the track; empty where it is not here any more
	Summary                ui.Words
	AllLessons, AllQuizzes bool
	MinimumMark            string // per cent; empty when there is none
	Courses                []CoveredCourse
}

// CoveredCourse is a course with what it teaches.
type CoveredCourse struct {
	URL     string // empty where it is not here any more
	Title   ui.Words
	Summary ui.Words
	Topics  []ui.Words // the titles of its modules, in the version that the holder took

	Competences []string // that this version trains
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
	Kind   string // issued, revoked, reinstated or replaced
	At     time.Time
	Reason string
}
