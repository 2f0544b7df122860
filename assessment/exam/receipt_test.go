package exam_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"vatra/assessment/exam"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
)

func TestReceiptVerifiesAndSaysWhatWasSaved(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	attempt := s.start(t)
	saved := s.mustAnswer(t, attempt, "q1", 3, "b")
	given := receiptOf(t, s, attempt, saved, "b")
	text := "  " + given[:60] + "\n " + given[60:] + "\n"
	receipt, err := exam.VerifyReceipt(s.store.ReceiptKey(), text)
	if err != nil {
		t.Fatal(err)
	}
	if receipt.AttemptID != attempt.ID || receipt.Slot != 1 || receipt.Seq != 3 || !receipt.SavedAt.Equal(saved.At) {
		t.Fatalf("%+v", receipt)
	}
	if q := attempt.Slots[0].Question; receipt.Response != chosen(q, "b").Digest() || receipt.Response == chosen(q, "a").Digest() {
		t.Fatal("the receipt is not for the answer that was saved")
	}
	// Read back later, and by another node with the same secret, it is the same text.
	later, err := s.store.Attempt(t.Context(), attempt.ID, s.learner)
	if err != nil {
		t.Fatal(err)
	}
	for _, store := range []*exam.Store{s.store, exam.NewStore(s.db, secret, nil)} {
		if again, err := store.ReceiptOf(attempt.ID, 1, *later.Slots[0].Answer); err != nil || again != given {
			t.Fatalf("%s, want %s (%v)", again, given, err)
		}
	}
}

func TestForgedReceiptsAreRefused(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	attempt := s.start(t)
	given := receiptOf(t, s, attempt, s.mustAnswer(t, attempt, "q1", 3, "b"), "b")
	body, signature, _ := strings.Cut(given, ".")
	plain, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil {
		t.Fatal(err)
	}
	altered := base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(plain), `"seq":3`, `"seq":4`, 1)))
	other := exam.NewStore(s.db, []byte("another secret of the same length"), nil)
	for name, text := range map[string]string{
		"altered": altered + "." + signature, "without signature": body + ".", "cut": given[:len(given)-2],
		"no receipt": "hello", "empty": "", "huge": strings.Repeat("a", 5000),
	} {
		_, err := exam.VerifyReceipt(s.store.ReceiptKey(), text)
		t.Log(name)
		faulttest.Want(t, err, fault.Invalid, "assessment.receipt_invalid")
	}
	_, err = exam.VerifyReceipt(other.ReceiptKey(), given)
	faulttest.Want(t, err, fault.Invalid, "assessment.receipt_invalid")
}

// receiptOf is the receipt of the answer to the first slot as it was acknowledged.
func receiptOf(t *testing.T, s *school, attempt *exam.Attempt, saved exam.Saved, choice string) string {
	t.Helper()
	answer := exam.Answer{Seq: saved.Seq, Response: chosen(attempt.Slots[0].Question, choice), SavedAt: saved.At}
	receipt, err := s.store.ReceiptOf(attempt.ID, 1, answer)
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}
