package learn

import (
	"time"

	"vatra/lms/web/views/ui"
)

// ReceiptsPage lists what the server has signed for the answers of an attempt.
type ReceiptsPage struct {
	ui.Base
	Heading  ui.Words
	URL      string // of the attempt
	Open     bool   // the attempt is under way
	Receipts []ReceiptLine
}

// ReceiptLine is the newest answer to one question.
type ReceiptLine struct {
	Number  int
	Of      int
	At      time.Time
	Receipt string
}
