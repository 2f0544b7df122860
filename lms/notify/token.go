package notify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"slices"

	"github.com/google/uuid"
)

// PathStop begins the links that stop letters; the token follows.
const PathStop = "/letters/stop/"

// macBytes is enough for what a link can do, which is to stop letters that nobody needs.
const macBytes = 16

// token names a reader and a kind, so that the link works without logging in. It is signed, lives as long as the account, and
// opens nothing.
func (o *Office) token(userID uuid.UUID, kind Kind) string {
	said := append(userID[:], kind...)
	return base64.RawURLEncoding.EncodeToString(append(o.mac(said), said...))
}

func (o *Office) mac(said []byte) []byte {
	mac := hmac.New(sha256.New, o.conf.Secret)
	mac.Write([]byte("vatra letters stop\x00"))
	mac.Write(said)
	return mac.Sum(nil)[:macBytes]
}

// read is token backwards; false for what we have not written.
func (o *Office) read(token string) (uuid.UUID, Kind, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) <= macBytes+len(uuid.UUID{}) {
		return uuid.Nil, "", false
	}
	given, said := raw[:macBytes], raw[macBytes:]
	kind := Kind(said[len(uuid.UUID{}):])
	if !hmac.Equal(given, o.mac(said)) || !slices.Contains(Kinds(), kind) {
		return uuid.Nil, "", false
	}
	return uuid.UUID(said[:len(uuid.UUID{})]), kind, true
}
