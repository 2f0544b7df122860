package exam_test

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/assessment/exam"
)

// Whoever holds a receipt and the public key can check that the server kept this answer, without asking the server.
func ExampleVerifyReceipt() {
	store := exam.NewStore(nil, []byte("0123456789abcdef0123456789abcdef"), nil)
	attempt := uuid.MustParse("01930000-0000-7000-8000-000000000001")
	answer := exam.Answer{
		Seq: 3, Response: assessment.Response{Choices: []string{"b"}},
		SavedAt: time.Date(2026, time.November, 21, 9, 30, 0, 0, time.UTC),
	}
	text, err := store.ReceiptOf(attempt, 1, answer)
	if err != nil {
		panic(err)
	}
	receipt, err := exam.VerifyReceipt(store.ReceiptKey(), text)
	fmt.Println(receipt.Slot, receipt.Seq, receipt.SavedAt, err)
	_, err = exam.VerifyReceipt(store.ReceiptKey(), text[:len(text)-2]+"AA")
	fmt.Println(err)
	// Output:
	// 1 3 2026-11-21 09:30:00 +0000 UTC <nil>
	// invalid: assessment.receipt_invalid
}
