package sit

import (
	"vatra/lms/web/door"
	views "vatra/lms/web/views/sit"
)

// showReceipts holds the receipts that the browser has kept beside what the journal has now. The receipts are the browser's: the
// page makes none, since one made from the journal could only agree with it. What it says of the journal is the site's own
// statement, and receipts.js compares the two.
func (a *area) showReceipts(v *door.Visit) error {
	t, err := a.sitting(v)
	if err != nil {
		return err
	}
	page := views.ReceiptsPage{
		Base: a.Base(v, v.P.T("receipts.title")), Heading: t.heading(v), URL: t.url, ID: t.attempt.ID.String(),
		Open: t.attempt.Open(),
	}
	page.Crumbs = t.crumbs(v)
	page.Scripts = []string{"receipts.js"}
	for _, slot := range t.attempt.Slots {
		line := views.ReceiptLine{Number: slot.Number, Of: len(t.attempt.Slots)}
		if slot.Answer != nil {
			line.Seq, line.At = slot.Answer.Seq, slot.Answer.SavedAt
			line.Print = a.Quizzes.Print(t.attempt.ID, slot.Number, *slot.Answer)
			page.Answered = true
		}
		page.Lines = append(page.Lines, line)
	}
	return a.Render(v, views.Receipts(page))
}
