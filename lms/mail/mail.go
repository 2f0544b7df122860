// Package mail owns how a message leaves the house: composing it by the standards and handing it to an SMTP server or,
// where there is none, to a folder. It knows nobody: what a message says and to whom is decided by lms, which it must
// not import.
package mail

import (
	"context"

	"github.com/google/uuid"
)

// Message is one message to one person, as text and, mostly, as HTML too. It is small and travels as JSON in a job. What
// people are written is a [Letter], which becomes one.
type Message struct {
	ID      uuid.UUID `json:"id"`      // version 7; names the message, so that a second sending can be seen as one
	To      string    `json:"to"`      // an address without a name
	Subject string    `json:"subject"` // one line
	Text    string    `json:"text"`    // lines end in \n
	Locale  string    `json:"locale"`  // BCP 47, told in Content-Language
	// HTML says the same as Text; empty: there is no such part.
	HTML string `json:"html,omitempty"`
	// Stop is where such messages are stopped, by a POST without a session (RFC 8058); empty where they are needed.
	Stop string `json:"stop,omitempty"`
}

// Sender hands messages over. An error for which [Permanent] holds will not go away by trying again.
type Sender interface {
	Send(ctx context.Context, m Message) error
}
