package door

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"strings"
	"sync"
)

// secretBytes is the least length of the secret: that of the hash.
const secretBytes = sha256.Size

// seal signs what goes out to browsers and comes back. What it signs can be read by whoever holds it.
type seal struct{ keyed *sync.Pool } // of hash.Hash, which have taken the secret in already

func newSeal(secret []byte) seal {
	return seal{&sync.Pool{New: func() any { return hmac.New(sha256.New, secret) }}}
}

// mac is the signature of the parts for one purpose. Each part is hashed by itself, so that no two lists of parts are
// signed alike.
func (s seal) mac(purpose string, parts ...string) []byte {
	h := s.keyed.Get().(hash.Hash)
	defer s.keyed.Put(h)
	h.Reset()
	add := func(part string) {
		sum := sha256.Sum256([]byte(part))
		h.Write(sum[:])
	}
	add("vatra web")
	add(purpose)
	for _, part := range parts {
		add(part)
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
