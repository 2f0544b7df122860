package sit

import (
	"time"

	"github.com/a-h/templ"

	"vatra/lms/web/views/ui"
)

// ReceiptsPage is what the site has of an attempt, beside which receipts.js puts the receipts that the browser holds.
type ReceiptsPage struct {
	ui.Base
	Heading  ui.Words
	URL      string // of the attempt
	ID       string
	Open     bool // the attempt is under way
	Answered bool // the site has an answer
	Lines    []ReceiptLine
}

// ReceiptLine is one question with the newest answer that the site has.
type ReceiptLine struct {
	Number int
	Of     int
	Seq    int64
	At     time.Time // zero: it has none
	Print  string    // what stands in a receipt for this very answer
}

// attributes are for receipts.js.
func (r ReceiptLine) attributes() templ.Attributes {
	attributes := templ.Attributes{"data-slot": ui.Number(r.Number)}
	if !r.At.IsZero() {
		attributes["data-seq"], attributes["data-print"] = ui.Number(int(r.Seq)), r.Print
		attributes["data-at"] = r.At.UTC().Format(time.RFC3339Nano)
	}
	return attributes
}

// script gives receipts.js its words.
func (m ReceiptsPage) script() templ.Attributes {
	return templ.Attributes{
		"data-attempt": m.ID,
		"data-held":    m.T("receipts.held", "Time", "{time}"),
		"data-same":    m.T("receipts.same"),
		"data-later":   m.T("receipts.later"),
		"data-differs": m.T("receipts.differs"),
		"data-none":    m.T("receipts.browser_none"),
		"data-agree":   m.T("receipts.agree"),
		"data-argue":   m.T("receipts.argue"),
		"data-empty":   m.T("receipts.browser_empty"),
		"data-removed": m.T("receipts.removed"),
	}
}
