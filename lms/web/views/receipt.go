package views

import "time"

// ReceiptsPage lists what the server has signed for the answers of an attempt.
type ReceiptsPage struct {
	Base
	Heading  Words
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

// ReceiptPage checks a receipt.
type ReceiptPage struct {
	Base
	Errors
	Typed string
	Found *ReceiptFound // nil: nothing was asked, or it is none of ours
}

// ReceiptFound is what a genuine receipt proves.
type ReceiptFound struct {
	Attempt string
	Number  int
	Seq     int64
	At      time.Time
	Digest  string
}
