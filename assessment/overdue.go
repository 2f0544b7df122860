package assessment

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Owner is whose attempt it is, and at which quiz.
type Owner struct {
	AttemptID uuid.UUID
	LearnerID uuid.UUID
	QuizID    uuid.UUID
}

// CloseOverdue ends and marks an attempt whose deadline has passed.
func (s *Store) CloseOverdue(ctx context.Context, db bun.IDB, attemptID uuid.UUID) (closed bool, owner Owner, err error) {
	panic("being written")
}

// Overdue are attempts whose deadline has passed and that nobody has closed yet, oldest first, at most limit.
func (s *Store) Overdue(ctx context.Context, limit int) ([]Owner, error) { panic("being written") }
