package cookies

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"strings"
	"sync"
)

// SecretBytes is the least length of the secret: that of the hash.
const SecretBytes = sha256.Size

func keyed(secret []byte) *sync.Pool {
	return &sync.Pool{New: func() any { return hmac.New(sha256.New, secret) }}
}

// mac is the signature of the parts for one purpose. Each part is hashed by itself, so that no two lists of parts are
// signed alike.
func (j *Jar) mac(purpose string, parts ...string) []byte {
	h := j.keyed.Get().(hash.Hash)
	defer j.keyed.Put(h)
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

// Close signs a text so that Open gives it back. Whoever holds it can read it, and nobody can change it.
func (j *Jar) Close(purpose, text string) string {
	encoding := base64.RawURLEncoding
	return encoding.EncodeToString([]byte(text)) + "." + encoding.EncodeToString(j.mac(purpose, text))
}

// Open is the text that was closed for the purpose; false for anything else.
func (j *Jar) Open(purpose, closed string) (string, bool) {
	body, signature, cut := strings.Cut(closed, ".")
	if !cut {
		return "", false
	}
	text, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil {
		return "", false
	}
	mac, err := base64.RawURLEncoding.DecodeString(signature)
	if err != nil || !hmac.Equal(mac, j.mac(purpose, string(text))) {
		return "", false
	}
	return string(text), true
}
