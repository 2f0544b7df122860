package web

import (
	"strings"

	"github.com/a-h/templ"

	"vatra/assessment/exam"
	"vatra/lms/fault"
	"vatra/lms/web/views"
)

// showReceipts lists the receipts of the answers that count.
func (s *Server) showReceipts(v *visit) error {
	t, err := s.sitting(v)
	if err != nil {
		return err
	}
	page := views.ReceiptsPage{
		Base: s.base(v, v.P.T("receipts.title")), Heading: t.heading(v), URL: t.url, Open: t.attempt.Open(),
	}
	page.Crumbs = t.crumbs(v)
	for _, slot := range t.attempt.Slots {
		if slot.Answer == nil {
			continue
		}
		receipt, err := s.Quizzes.ReceiptOf(t.attempt.ID, slot.Number, *slot.Answer)
		if err != nil {
			return err
		}
		page.Receipts = append(page.Receipts, views.ReceiptLine{
			Number: slot.Number, Of: len(t.attempt.Slots), At: slot.Answer.SavedAt, Receipt: receipt,
		})
	}
	return s.render(v, views.Receipts(page))
}

// showReceipt checks a receipt by its signature. It asks no store, so it tells nobody more than the receipt says.
func (s *Server) showReceipt(v *visit) error {
	page := views.ReceiptPage{Base: s.base(v, v.P.T("receipts.check")), Typed: v.Query("receipt")}
	if !v.Request().URI().QueryArgs().Has("receipt") {
		return s.render(v, views.Receipt(page))
	}
	if strings.TrimSpace(page.Typed) == "" {
		fields := fault.Fields{}
		fields.Add("receipt", "error.required")
		return s.again(v, fields.Err(), func(e views.Errors) templ.Component {
			page.Errors = e
			return views.Receipt(page)
		})
	}
	receipt, err := exam.VerifyReceipt(s.Quizzes.ReceiptKey(), page.Typed)
	if err != nil {
		return s.again(v, err, func(e views.Errors) templ.Component {
			e.Fields["receipt"] = e.Text
			page.Errors = e
			return views.Receipt(page)
		})
	}
	page.Found = &views.ReceiptFound{
		Attempt: receipt.AttemptID.String(), Number: receipt.Slot, Seq: receipt.Seq, At: receipt.SavedAt,
		Digest: receipt.Response,
	}
	return s.render(v, views.Receipt(page))
}
