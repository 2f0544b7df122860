// Package verify owns how the pages of lms/web/verify look.
package verify

import (
	"time"

	"github.com/a-h/templ"

	"vatra/lms/web/views/ui"
)

// Page asks an employer for the code of a certificate.
type Page struct {
	ui.Base
	Code   string
	Errors ui.Errors
}

// ListPage checks many codes at once.
type ListPage struct {
	ui.Base
	ui.Errors
	Typed string
	Max   int // codes
	Lines []ListLine
}

// ListLine is what came of one line.
type ListLine struct {
	Typed  string // cut, where it is long
	State  string // valid, revoked, replaced, unknown, or mistyped
	Told   string // what is wrong with a line that is no code
	Code   string // as printed; empty where it is none
	Holder string
	Track  ui.Words
	Day    time.Time // on which it was issued
	Newest string    // the code of the one that counts in its place
}

// UnknownPage says that a code was never issued here.
type UnknownPage struct {
	ui.Base
	Code string // as typed
}

// VerdictPage tells whether a certificate holds.
type VerdictPage struct {
	ui.Base
	Main templ.Component // VerdictMain, whose only hole is the moment: Checked
}

const checkedHole = "checked"
