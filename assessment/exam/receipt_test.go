package exam_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"vatra/assessment/exam"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
)

func TestReceiptTestifiesWhatWasSaved(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	attempt := s.start(t)
	saved := s.mustAnswer(t, attempt, "q1", 3, "b")

	text := strings.ReplaceAll(saved.Receipt, ".", ".\n  ") // as an e-mail breaks it
	receipt, err := exam.VerifyReceipt(s.store.ReceiptKey(), text)
	if err != nil {
		t.Fatal(err)
	}
	if receipt.AttemptID != attempt.ID || receipt.Slot != 1 || receipt.Seq != 3 || !receipt.SavedAt.Equal(saved.At) ||
		receipt.Key != s.store.ReceiptKey().ID {
		t.Fatalf("%+v", receipt)
	}
	// The journal has the same answer, as the server says itself later, and another node with the same secret too.
	later, err := s.store.Attempt(t.Context(), attempt.ID, s.learner)
	if err != nil {
		t.Fatal(err)
	}
	for _, store := range []*exam.Store{s.store, exam.NewStore(s.db, secret, nil)} {
		if now := store.Print(attempt.ID, 1, *later.Slots[0].Answer); now != receipt.Print {
			t.Errorf("the journal has %s, and the receipt %s", now, receipt.Print)
		}
	}
	// Whose acknowledgement was lost on the way gets the same receipt again.
	if again := s.mustAnswer(t, attempt, "q1", 3, "b"); again.Receipt != saved.Receipt {
		t.Errorf("sent again: %s, want %s", again.Receipt, saved.Receipt)
	}
}

func TestReceiptDoesNotGiveTheAnswerAway(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	attempt := s.start(t)
	receipt, err := exam.VerifyReceipt(s.store.ReceiptKey(), s.mustAnswer(t, attempt, "q1", 1, "b").Receipt)
	if err != nil {
		t.Fatal(err)
	}
	stranger := exam.NewStore(s.db, []byte("another secret of the same length"), nil)
	for _, tried := range []string{"a", "b", "c", "d"} {
		response := chosen(attempt.Slots[0].Question, tried)
		if response.Digest() == receipt.Print || stranger.Print(attempt.ID, 1, exam.Answer{Seq: 1, Response: response}) == receipt.Print {
			t.Errorf("trying finds that choice %s was given", tried)
		}
	}
	other, err := exam.VerifyReceipt(s.store.ReceiptKey(), s.mustAnswer(t, attempt, "q1", 2, "b").Receipt)
	if err != nil || other.Print == receipt.Print {
		t.Errorf("two receipts tell that their answers are the same (%v)", err)
	}
}

func TestForgedReceiptsAreRefused(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	saved := s.mustAnswer(t, s.start(t), "q1", 3, "b")
	pieces := strings.Split(saved.Receipt, ".")
	mark, body, signature := pieces[0], pieces[1], pieces[2]
	plain, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil {
		t.Fatal(err)
	}
	altered := base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(plain), `"seq":3`, `"seq":4`, 1)))
	for name, text := range map[string]string{
		"altered": mark + "." + altered + "." + signature, "without signature": mark + "." + body + ".",
		"cut": saved.Receipt[:len(saved.Receipt)-2], "without its mark": body + "." + signature,
		"no receipt": "hello", "empty": "", "huge": strings.Repeat("a", 5000),
	} {
		_, err := exam.VerifyReceipt(s.store.ReceiptKey(), text)
		t.Log(name)
		faulttest.Want(t, err, fault.Invalid, "assessment.receipt_invalid")
	}
	other := exam.NewStore(s.db, []byte("another secret of the same length"), nil)
	_, err = exam.VerifyReceipt(other.ReceiptKey(), saved.Receipt)
	faulttest.Want(t, err, fault.Invalid, "assessment.receipt_other_key")
	// A key that only claims to be the one in the receipt.
	_, err = exam.VerifyReceipt(exam.ReceiptKey{ID: s.store.ReceiptKey().ID, Public: other.ReceiptKey().Public}, saved.Receipt)
	faulttest.Want(t, err, fault.Invalid, "assessment.receipt_invalid")
}

func TestAReceiptKeyIsWrittenAndRead(t *testing.T) {
	t.Parallel()
	key := exam.NewStore(nil, secret, nil).ReceiptKey()
	if read, err := exam.ParseReceiptKey(key.String()); err != nil || read.ID != key.ID || !read.Public.Equal(key.Public) {
		t.Errorf("%v, %v; want %v", read, err, key)
	}
	for _, text := range []string{"", "key", key.String()[1:], key.String() + "AAAA"} {
		_, err := exam.ParseReceiptKey(text)
		faulttest.Want(t, err, fault.Invalid, "assessment.receipt_key_invalid")
	}
}

func TestReceiptsAreFoundInAText(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(2)...)
	attempt := s.start(t)
	one, two := s.mustAnswer(t, attempt, "q1", 1, "a").Receipt, s.mustAnswer(t, attempt, "q2", 1, "b").Receipt
	broken := two[:50] + "\r\n" + two[50:120] + "\n  " + two[120:]
	found := exam.FindReceipts("Question 1, saved\n"+one+"\n\nQuestion 2 of 2 "+broken+" and so on, vatra1.x.y", 10)
	if len(found) != 2 || found[0] != one || found[1] != two {
		t.Errorf("%q", found)
	}
	if first := exam.FindReceipts(one+" "+two, 1); len(first) != 1 || first[0] != one {
		t.Errorf("at most one: %q", first)
	}
	if none := exam.FindReceipts("vatra1. nothing", 10); len(none) != 0 {
		t.Errorf("%q", none)
	}
}
