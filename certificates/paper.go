package certificates

import (
	"context"
	"time"

	"github.com/google/uuid"

	"vatra/lms/fault"
	"vatra/lms/pg"
)

// Paper is the PDF of an award, kept by whoever printed it under its SHA-256 (hex).
type Paper struct {
	SHA256    string
	Size      int64 // bytes
	CreatedAt time.Time
}

// RecordPaper notes which file is the paper of an award. The first one stays: recording again changes nothing, and the
// paper that is on record is returned.
func (s *Store) RecordPaper(ctx context.Context, awardID uuid.UUID, sha256 string, size int64) (Paper, error) {
	_, err := s.db.Pool.Exec(ctx, `INSERT INTO award_papers (award_id, sha256, size) VALUES ($1, $2, $3)
		ON CONFLICT (award_id) DO NOTHING`, awardID, sha256, size)
	if pg.Violates(err, "award_papers_award_id_fkey") {
		return Paper{}, fault.Wrap(err, fault.NotFound, "certificate.unknown")
	}
	if err != nil {
		return Paper{}, err
	}
	return s.Paper(ctx, awardID)
}

// Paper is the paper of an award, or NotFound `certificate.not_printed`.
func (s *Store) Paper(ctx context.Context, awardID uuid.UUID) (Paper, error) {
	var paper Paper
	err := s.db.Pool.QueryRow(ctx, `SELECT sha256, size, created_at FROM award_papers WHERE award_id = $1`, awardID).
		Scan(&paper.SHA256, &paper.Size, &paper.CreatedAt)
	return paper, pg.Found(err, "certificate.not_printed")
}
