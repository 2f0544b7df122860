package verify

import "vatra/lms/web/views/ui"

// VerifyPage asks an employer for the code of a certificate.
type VerifyPage struct {
	ui.Base
	Code   string
	Errors ui.Errors
}
