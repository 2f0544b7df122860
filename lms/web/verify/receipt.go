package verify

import (
	"strings"

	"github.com/a-h/templ"

	"vatra/assessment/exam"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/views/ui"
	views "vatra/lms/web/views/verify"
)

// showReceipt checks a receipt by its signature. It asks no store, so it tells nobody more than the receipt says.
func (a *area) showReceipt(v *door.Visit) error {
	page := views.ReceiptPage{Base: a.Base(v, v.P.T("receipts.check")), Typed: v.Query("receipt")}
	if !v.Request().URI().QueryArgs().Has("receipt") {
		return a.Render(v, views.Receipt(page))
	}
	if strings.TrimSpace(page.Typed) == "" {
		fields := fault.Fields{}
		fields.Add("receipt", "error.required")
		return a.Again(v, fields.Err(), func(e ui.Errors) templ.Component {
			page.Errors = e
			return views.Receipt(page)
		})
	}
	receipt, err := exam.VerifyReceipt(a.Quizzes.ReceiptKey(), page.Typed)
	if err != nil {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			e.Fields["receipt"] = e.Text
			page.Errors = e
			return views.Receipt(page)
		})
	}
	page.Found = &views.ReceiptFound{
		Attempt: receipt.AttemptID.String(), Number: receipt.Slot, Seq: receipt.Seq, At: receipt.SavedAt,
		Digest: receipt.Response,
	}
	return a.Render(v, views.Receipt(page))
}
