// Package assessment owns questions, quizzes, the attempts at them, the journal of their answers, and marking. It reads
// the question formats that courses bring with them: Markdown and QTI 1.2.
//
// It knows a learner only by id and no course at all. It must not import content, certificates or lms, the leaves
// lms/fault and lms/pg aside, nor know HTTP.
package assessment

import (
	"crypto/ed25519"
	"fmt"

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

// Warning says what an importer could not take, and why. Reason is a message key of the catalogue, filled by Args;
// Entry names the file, where the parser knows it, else it is for the caller to fill.
type Warning struct {
	Entry  string
	Reason string
	Args   map[string]any
}

// String is the warning for a log.
func (w Warning) String() string {
	return fmt.Sprintf("%s: %s %v", w.Entry, w.Reason, w.Args)
}

func warn(reason string, args ...any) Warning {
	w := Warning{Reason: reason, Args: make(map[string]any, len(args)/2)}
	for i := 0; i+1 < len(args); i += 2 {
		w.Args[fmt.Sprint(args[i])] = args[i+1]
	}
	return w
}
