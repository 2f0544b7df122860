// Package verify owns how the pages of lms/web/verify look.
package verify

import "vatra/lms/web/views/ui"

// Page asks an employer for the code of a certificate.
type Page struct {
	ui.Base
	Code   string
	Errors ui.Errors
}
