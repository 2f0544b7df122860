package assessment

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Save is one answer to be kept. Seq is the client's number of this answer in its slot, growing with every change: the
// same Seq again is the same answer again. Zero asks the server for the next number (a form without JavaScript).
type Save struct {
	AttemptID uuid.UUID
	LearnerID uuid.UUID
	Slot      int
	Seq       int64
	Response  Response
}

// Saved acknowledges an answer that is committed. At is when it was first saved, by the database's clock.
type Saved struct {
	At      time.Time
	Seq     int64
	Receipt string
}

// Save appends the answer to the journal.
func (s *Store) Save(ctx context.Context, save Save) (Saved, error) { panic("being written") }
