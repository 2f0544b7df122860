package verify

import (
	"time"

	"vatra/lms/web/views/ui"
)

// ReceiptPage checks a receipt.
type ReceiptPage struct {
	ui.Base
	ui.Errors
	Typed string
	Found *ReceiptFound // nil: nothing was asked, or the receipt is not ours
}

// ReceiptFound is what a genuine receipt proves.
type ReceiptFound struct {
	Attempt string
	Number  int
	Seq     int64
	At      time.Time
	Digest  string
}
