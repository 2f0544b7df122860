package exam

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"vatra/lms/fault"
)

// receiptContext keeps receipts apart from anything else that is derived from the same secret.
const receiptContext = "vatra answer receipt v1"

// maxReceipt is the longest text that is looked at as a receipt.
const maxReceipt = 1024

// Receipt is what the server signs for an answer it keeps: anybody with the public key can check it, and nobody but
// the server can make one. It says nothing of the answer but its hash.
type Receipt struct {
	AttemptID uuid.UUID `json:"attempt"`
	Slot      int       `json:"slot"`
	Seq       int64     `json:"seq"`
	Response  string    `json:"response"` // assessment.Response.Digest
	SavedAt   time.Time `json:"saved_at"`
}

// receiptKey derives the signing key: HKDF-SHA-256 (RFC 5869) of the secret, as the seed of Ed25519 (RFC 8032).
func receiptKey(secret []byte) ed25519.PrivateKey {
	seed, err := hkdf.Key(sha256.New, secret, nil, receiptContext, ed25519.SeedSize)
	if err != nil {
		panic(fmt.Sprintf("assessment: the secret cannot be used: %v", err)) // a length that crypto's FIPS mode refuses
	}
	return ed25519.NewKeyFromSeed(seed)
}

// ReceiptKey is the public key that receipts verify with.
func (s *Store) ReceiptKey() ed25519.PublicKey {
	return append(ed25519.PublicKey(nil), s.signer[ed25519.PrivateKeySize-ed25519.PublicKeySize:]...)
}

// ReceiptOf is the receipt of an answer as it was read from the journal: the same text as when it was saved.
//
// Its form is two pieces of unpadded base64url with a point between: the receipt as JSON, and the Ed25519 signature of
// receiptContext, a line end and that JSON.
func (s *Store) ReceiptOf(attemptID uuid.UUID, slot int, answer Answer) (string, error) {
	body, err := json.Marshal(Receipt{
		AttemptID: attemptID, Slot: slot, Seq: answer.Seq, Response: answer.Response.Digest(), SavedAt: answer.SavedAt.UTC(),
	})
	if err != nil {
		return "", fmt.Errorf("receipt: %w", err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	return encode(body) + "." + encode(ed25519.Sign(s.signer, signedReceipt(body))), nil
}

// VerifyReceipt reads a receipt whose signature is key's. Anything else is an Invalid fault
// (assessment.receipt_invalid). White space within, as e-mail and paper put it, does not count.
func VerifyReceipt(key ed25519.PublicKey, text string) (Receipt, error) {
	invalid := fault.New(fault.Invalid, "assessment.receipt_invalid")
	if len(text) > maxReceipt {
		return Receipt{}, invalid
	}
	head, tail, ok := strings.Cut(strings.Join(strings.Fields(text), ""), ".")
	if !ok {
		return Receipt{}, invalid
	}
	body, err := base64.RawURLEncoding.Strict().DecodeString(head)
	if err != nil {
		return Receipt{}, invalid
	}
	signature, err := base64.RawURLEncoding.Strict().DecodeString(tail)
	if err != nil || !ed25519.Verify(key, signedReceipt(body), signature) {
		return Receipt{}, invalid
	}
	var receipt Receipt
	if err := json.Unmarshal(body, &receipt); err != nil {
		return Receipt{}, invalid
	}
	return receipt, nil
}

func signedReceipt(body []byte) []byte {
	return append([]byte(receiptContext+"\n"), body...)
}
