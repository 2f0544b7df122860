package door

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// secretBytes is the least length of the secret: that of the hash.
const secretBytes = sha256.Size

// seal signs what goes out to browsers and comes back. What it signs can be read by whoever holds it.
type seal struct{ secret []byte }

// mac is the signature of the parts for one purpose. Each part is hashed by itself, so that no two lists of parts are
// signed alike.
func (s seal) mac(purpose string, parts ...string) []byte {
	h := hmac.New(sha256.New, s.secret)
	for _, part := range append([]string{"vatra web", purpose}, parts...) {
		sum := sha256.Sum256([]byte(part))
		h.Write(sum[:])
	}
	return h.Sum(nil)
}

// close signs a text so that open gives it back.
func (s seal) close(purpose, text string) string {
	encoding := base64.RawURLEncoding
	return encoding.EncodeToString([]byte(text)) + "." + encoding.EncodeToString(s.mac(purpose, text))
}

// open is the text that was closed for the purpose; false for anything else.
func (s seal) open(purpose, closed string) (string, bool) {
	body, signature, cut := strings.Cut(closed, ".")
	if !cut {
		return "", false
	}
	text, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil {
		return "", false
	}
	mac, err := base64.RawURLEncoding.DecodeString(signature)
	if err != nil || !hmac.Equal(mac, s.mac(purpose, string(text))) {
		return "", false
	}
	return string(text), true
}
