// Package exam owns the taking of quizzes: quizzes and their rules, the attempts at them, the journal of their answers,
// receipts, results and outcomes.
//
// It knows a learner only by id and no course at all. It must not import content, certificates or lms, the leaves aside,
// nor know HTTP.
package exam

import (
	"crypto/ed25519"

	"github.com/google/uuid"

	"vatra/lms/cache"
	"vatra/lms/pg"
)

// quizzesLimit bounds the quizzes kept in memory, in bytes.
const quizzesLimit = 16 << 20

// Store keeps quizzes, attempts and answers in PostgreSQL.
type Store struct {
	db      *pg.DB
	quizzes *cache.Cache[uuid.UUID, *Quiz]
	resolve func(collection, html string) string
	signer  ed25519.PrivateKey
}

// NewStore works on db and signs receipts with a key derived from secret, which must be the same on every node and
// after every restart, or older receipts no longer verify. resolve makes the neutral links in a stored text of a
// question, given the collection that the question belongs to, into those that readers follow; nil leaves texts as they
// are.
func NewStore(db *pg.DB, secret []byte, resolve func(collection, html string) string) *Store {
	if resolve == nil {
		resolve = func(_, html string) string { return html }
	}
	return &Store{
		db: db, quizzes: cache.New[uuid.UUID, *Quiz](quizzesLimit), resolve: resolve, signer: receiptKey(secret),
	}
}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
