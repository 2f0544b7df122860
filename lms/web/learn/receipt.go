package learn

import (
	"vatra/lms/web/door"
	views "vatra/lms/web/views/learn"
)

// showReceipts lists the receipts of the answers that count.
func (a *area) showReceipts(v *door.Visit) error {
	t, err := a.sitting(v)
	if err != nil {
		return err
	}
	page := views.ReceiptsPage{
		Base: a.Base(v, v.P.T("receipts.title")), Heading: t.heading(v), URL: t.url, Open: t.attempt.Open(),
	}
	page.Crumbs = t.crumbs(v)
	for _, slot := range t.attempt.Slots {
		if slot.Answer == nil {
			continue
		}
		receipt, err := a.Quizzes.ReceiptOf(t.attempt.ID, slot.Number, *slot.Answer)
		if err != nil {
			return err
		}
		page.Receipts = append(page.Receipts, views.ReceiptLine{
			Number: slot.Number, Of: len(t.attempt.Slots), At: slot.Answer.SavedAt, Receipt: receipt,
		})
	}
	return a.Render(v, views.Receipts(page))
}
