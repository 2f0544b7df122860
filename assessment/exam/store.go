// Package exam owns the taking of quizzes: the attempts at them, the journal of their answers, receipts, results and
// outcomes.
//
// It knows a learner only by id and no course at all. It must not import content, certificates or lms, the leaves aside,
// nor know HTTP.
package exam

import (
	"vatra/assessment/quizzes"
	"vatra/lms/pg"
)

// Store keeps attempts and answers in PostgreSQL, with the quizzes that they are of.
type Store struct {
	*quizzes.Store
	db     *pg.DB
	signer signer
}

// NewStore works on db and signs receipts with a key derived from secret, which must be the same on every node and
// after every restart, or older receipts no longer verify. resolve is for quizzes.NewStore.
func NewStore(db *pg.DB, secret []byte, resolve func(collection, html string) string) *Store {
	return &Store{Store: quizzes.NewStore(db, resolve), db: db, signer: newSigner(secret)}
}
