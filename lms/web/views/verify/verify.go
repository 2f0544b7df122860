// Package verify owns how the pages of lms/web/verify look.
package verify

import (
	"github.com/a-h/templ"

	"vatra/lms/web/views/ui"
)

// Page asks an employer for the code of a certificate.
type Page struct {
	ui.Base
	Code   string
	Errors ui.Errors
}

// VerdictPage tells whether a certificate holds.
type VerdictPage struct {
	ui.Base
	Main templ.Component // VerdictMain, whose only hole is the moment: Checked
}

const checkedHole = "checked"
