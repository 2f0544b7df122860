package exam

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"

	"vatra/lms/fault"
)

// Receipt is what the server signs at the moment in which it keeps an answer, and hands to whoever gave it: anybody with the
// public key can check it, and nobody but the server can make one. It says nothing of the answer but its fingerprint.
//
// It is a witness against the server's own journal, so the server keeps none, and never makes one from what the journal
// says later: a receipt signed anew from a row that was altered or came back from an old backup would only agree with it. What
// the server says later of its journal is its own statement, unsigned: see Store.Print and Store.Testify.
type Receipt struct {
	Key       string    `json:"key"` // ReceiptKey.ID
	AttemptID uuid.UUID `json:"attempt"`
	Slot      int       `json:"slot"`
	Seq       int64     `json:"seq"`
	Print     string    `json:"print"` // see Store.Print
	SavedAt   time.Time `json:"saved_at"`
}

const (
	// receiptMark begins every receipt, so that one is found among other words.
	receiptMark = "vatra1."
	// maxReceipt is the longest text that is looked at as one receipt, the white space in it too.
	maxReceipt = 2048
)

// ReceiptKey is the public key that receipts verify with.
func (s *Store) ReceiptKey() ReceiptKey { return s.signer.public }

// Print is the fingerprint of an answer as the journal has it now, to be held beside the one in a receipt. It proves nothing
// by itself.
func (s *Store) Print(attemptID uuid.UUID, slot int, answer Answer) string {
	return s.signer.fingerprint(attemptID, slot, answer.Seq, answer.Response)
}

// receiptFor is the receipt of a save. The answer is the one that was sent, not one that was read: where it was in the
// journal already, sent before and never acknowledged, only its time is from there, and the text is the same again.
func (s *Store) receiptFor(given Save, seq int64, at time.Time) (string, error) {
	return s.signer.sign(Receipt{
		AttemptID: given.AttemptID, Slot: given.Slot, Seq: seq, SavedAt: at,
		Print: s.signer.fingerprint(given.AttemptID, given.Slot, seq, given.Response),
	})
}

// VerifyReceipt reads a receipt whose signature is key's. One of another key is an Invalid fault
// (assessment.receipt_other_key), anything else too (assessment.receipt_invalid). White space within, as e-mail and paper put
// it, does not count.
func VerifyReceipt(key ReceiptKey, text string) (Receipt, error) {
	invalid := fault.New(fault.Invalid, "assessment.receipt_invalid")
	if len(text) > maxReceipt {
		return Receipt{}, invalid
	}
	rest, marked := strings.CutPrefix(strings.Join(strings.Fields(text), ""), receiptMark)
	head, tail, whole := strings.Cut(rest, ".")
	if !marked || !whole {
		return Receipt{}, invalid
	}
	decode := base64.RawURLEncoding.Strict().DecodeString
	body, broken := decode(head)
	signature, cut := decode(tail)
	var receipt Receipt
	if broken != nil || cut != nil || json.Unmarshal(body, &receipt) != nil {
		return Receipt{}, invalid
	}
	if receipt.Key != key.ID {
		return Receipt{}, fault.New(fault.Invalid, "assessment.receipt_other_key", "Key", receipt.Key)
	}
	if !ed25519.Verify(key.Public, signedReceipt(body), signature) {
		return Receipt{}, invalid
	}
	return receipt, nil
}

// written finds receipts in a text: a signature has 64 bytes, in base64url 86 characters, so it is known where one ends.
var written = regexp.MustCompile(`vatra1\.[\w\s-]+\.(?:[\w-]\s*){86}`)

// FindReceipts are the receipts in a text, such as a file with one a line or an e-mail that breaks them, at most so many.
// Whether they are genuine is not looked at.
func FindReceipts(text string, most int) []string {
	found := written.FindAllString(text, most)
	for i := range found {
		found[i] = strings.Join(strings.Fields(found[i]), "")
	}
	return found
}
