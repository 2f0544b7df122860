// Package exam owns the taking of quizzes: quizzes and their rules, the attempts at them, the journal of their answers,
// receipts, results and outcomes.
//
// It knows a learner only by id and no course at all. It must not import content, certificates or lms, the leaves aside,
// nor know HTTP.
package exam

import (
	"crypto/ed25519"

	"vatra/lms/pg"
)

// Store keeps quizzes, attempts and answers in PostgreSQL.
type Store struct {
	db      *pg.DB
	quizzes *quizCache
	signer  ed25519.PrivateKey
}

// NewStore works on db and signs receipts with a key derived from secret, which must be the same on every node and
// after every restart, or older receipts no longer verify.
func NewStore(db *pg.DB, secret []byte) *Store {
	return &Store{db: db, quizzes: newQuizCache(), signer: receiptKey(secret)}
}
