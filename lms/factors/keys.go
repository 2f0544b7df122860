package factors

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"

	"github.com/google/uuid"

	"vatra/lms/fault"
)

// What each key is for keeps it apart from anything else that is derived from the same secret.
const (
	appContext  = "vatra second step app secret v1"
	codeContext = "vatra second step recovery code v1"
)

// keys are derived from the site's secret: HKDF-SHA-256 (RFC 5869).
type keys struct {
	apps  cipher.AEAD // AES-256-GCM
	codes []byte      // of HMAC-SHA-256
}

func newKeys(secret []byte) (keys, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, appContext, 32)
	if err != nil {
		return keys{}, fmt.Errorf("deriving the key of second steps: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return keys{}, err
	}
	apps, err := cipher.NewGCM(block)
	if err != nil {
		return keys{}, err
	}
	codes, err := hkdf.Key(sha256.New, secret, nil, codeContext, sha256.Size)
	return keys{apps, codes}, err
}

// close encrypts the secret of a person's app. It is bound to them: in another's row it cannot be opened.
func (k keys) close(userID uuid.UUID, secret []byte) []byte {
	nonce := make([]byte, k.apps.NonceSize())
	_, _ = rand.Read(nonce) // never fails: it ends the program instead
	return k.apps.Seal(nonce, nonce, secret, userID[:])
}

// open is the secret that was closed; Conflict factors.secret_lost where the site has another secret since.
func (k keys) open(userID uuid.UUID, closed []byte) ([]byte, error) {
	size := k.apps.NonceSize()
	if len(closed) < size {
		return nil, fault.New(fault.Conflict, "factors.secret_lost")
	}
	secret, err := k.apps.Open(nil, closed[:size], closed[size:], userID[:])
	if err != nil {
		return nil, fault.Wrap(err, fault.Conflict, "factors.secret_lost")
	}
	return secret, nil
}

// hash is under what a person's recovery code is kept.
func (k keys) hash(userID uuid.UUID, code string) []byte {
	h := hmac.New(sha256.New, k.codes)
	h.Write(userID[:])
	h.Write([]byte(code))
	return h.Sum(nil)
}
