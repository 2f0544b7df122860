// Package secret makes what lets somebody in who holds it, such as the token of a session or of a mailed link: 256 bits, of
// which only the hash is kept here. It is a leaf.
package secret

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
)

const bytes = 32

// New makes a token, and the hash under which it is kept.
func New() (token string, hash []byte) {
	random := make([]byte, bytes)
	_, _ = rand.Read(random) // never fails: it ends the program instead
	sum := sha256.Sum256(random)
	return base64.RawURLEncoding.EncodeToString(random), sum[:]
}

// Hash is that of a token; false for what never was one.
func Hash(token string) (hash []byte, ok bool) {
	if len(token) != base64.RawURLEncoding.EncodedLen(bytes) {
		return nil, false
	}
	random, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(random) != bytes {
		return nil, false
	}
	sum := sha256.Sum256(random)
	return sum[:], true
}
