package exam

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/lms/fault"
)

// What receipts are derived for, which keeps them apart from anything else that comes from the same secret.
const (
	receiptContext = "vatra answer receipt v1"
	printContext   = "vatra answer fingerprint v1"
)

// signer signs receipts with a key derived from the site's secret, and takes fingerprints of answers with another.
type signer struct {
	private ed25519.PrivateKey
	public  ReceiptKey
	prints  []byte
}

// newSigner derives by HKDF-SHA-256 (RFC 5869); the signing key is the seed of Ed25519 (RFC 8032).
func newSigner(secret []byte) signer {
	private := ed25519.NewKeyFromSeed(derived(secret, receiptContext, ed25519.SeedSize))
	public := ed25519.PublicKey(private[ed25519.SeedSize:])
	return signer{private, NewReceiptKey(public), derived(secret, printContext, sha256.Size)}
}

func derived(secret []byte, context string, size int) []byte {
	key, err := hkdf.Key(sha256.New, secret, nil, context, size)
	if err != nil {
		panic(fmt.Sprintf("exam: the secret cannot be used: %v", err)) // a length that crypto's FIPS mode refuses
	}
	return key
}

// sign gives the text of a receipt: receiptMark, then as unpadded base64url the receipt in JSON and the Ed25519 signature of
// receiptContext, a line end and that JSON, with points between.
func (s signer) sign(receipt Receipt) (string, error) {
	receipt.Key = s.public.ID
	body, err := json.Marshal(receipt)
	if err != nil {
		return "", fmt.Errorf("receipt: %w", err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	return receiptMark + encode(body) + "." + encode(ed25519.Sign(s.private, signedReceipt(body))), nil
}

// fingerprint is that of an answer at its place in the journal: HMAC-SHA-256 (RFC 2104), in hex. It is keyed because an
// answer is mostly one of four: of a plain hash, whoever finds a receipt in the browser of a shared computer would only have
// to try them. The server alone can take it anew, and it cannot find another answer with the same one.
func (s signer) fingerprint(attemptID uuid.UUID, slot int, seq int64, response assessment.Response) string {
	mac := hmac.New(sha256.New, s.prints)
	fmt.Fprintf(mac, "%s %d %d %s", attemptID, slot, seq, response.Digest())
	return hex.EncodeToString(mac.Sum(nil))
}

func signedReceipt(body []byte) []byte {
	return append([]byte(receiptContext+"\n"), body...)
}

// ReceiptKey is what the receipts of a site are verified with. Its ID stands in each of them, so that a site which has had
// several keys can tell by which to look.
type ReceiptKey struct {
	ID     string
	Public ed25519.PublicKey
}

// keyIDBytes make the id of a key: so many bytes of the SHA-256 of the public key.
const keyIDBytes = 6

// NewReceiptKey names a public key.
func NewReceiptKey(public ed25519.PublicKey) ReceiptKey {
	sum := sha256.Sum256(public)
	return ReceiptKey{ID: base64.RawURLEncoding.EncodeToString(sum[:keyIDBytes]), Public: public}
}

// String is the key as ParseReceiptKey reads it: unpadded base64url.
func (k ReceiptKey) String() string { return base64.RawURLEncoding.EncodeToString(k.Public) }

// ParseReceiptKey reads a public key as the page that checks receipts shows it. Anything else is an Invalid fault
// (assessment.receipt_key_invalid).
func ParseReceiptKey(text string) (ReceiptKey, error) {
	public, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(public) != ed25519.PublicKeySize {
		return ReceiptKey{}, fault.New(fault.Invalid, "assessment.receipt_key_invalid")
	}
	return NewReceiptKey(public), nil
}
