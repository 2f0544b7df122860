package certificates

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/fault"
	"vatra/lms/pg"
)

// Paper is the PDF of an award, kept by whoever printed it under its SHA-256 (hex).
type Paper struct {
	SHA256    string
	Size      int64 // bytes
	CreatedAt time.Time
}

// RecordPaper notes, in the caller's transaction, which file is the paper of an award. The first one stays: recording again
// changes nothing.
func (s *Store) RecordPaper(ctx context.Context, tx bun.Tx, awardID uuid.UUID, sha256 string, size int64) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO award_papers (award_id, sha256, size) VALUES (?, ?, ?)
		ON CONFLICT (award_id, number) DO NOTHING`, awardID, sha256, size)
	if pg.Violates(err, "award_papers_award_id_fkey") {
		return fault.Wrap(err, fault.NotFound, "certificate.unknown")
	}
	return err
}

// ReplacePaper notes another file as the paper of an award, in place of the one that was lost. Where that is the paper no
// more, or the other one is the same, nothing changes.
func (s *Store) ReplacePaper(ctx context.Context, tx bun.Tx, awardID uuid.UUID, lost, sha256 string, size int64) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO award_papers (award_id, number, sha256, size)
		SELECT award_id, number + 1, ?, ? FROM award_papers p
		WHERE award_id = ? AND sha256 = ? AND sha256 <> ?
		  AND NOT EXISTS (SELECT FROM award_papers WHERE award_id = p.award_id AND number > p.number)
		ON CONFLICT (award_id, number) DO NOTHING`, sha256, size, awardID, lost, sha256)
	return err
}

const newestPaper = `SELECT sha256, size, created_at FROM award_papers WHERE award_id = $1 ORDER BY number DESC LIMIT 1`

// Paper is the paper of an award, or NotFound `certificate.not_printed`.
func (s *Store) Paper(ctx context.Context, awardID uuid.UUID) (Paper, error) {
	var paper Paper
	err := s.db.Pool.QueryRow(ctx, newestPaper, awardID).Scan(&paper.SHA256, &paper.Size, &paper.CreatedAt)
	return paper, pg.Found(err, "certificate.not_printed")
}

// WithPaper are the awards whose paper is the file.
func (s *Store) WithPaper(ctx context.Context, sha256 string) (awards []uuid.UUID, err error) {
	err = s.db.NewRaw(`SELECT award_id FROM award_papers p WHERE sha256 = ?
		AND NOT EXISTS (SELECT FROM award_papers WHERE award_id = p.award_id AND number > p.number)`, sha256).Scan(ctx, &awards)
	return awards, err
}

// WithoutPaper are those of the next awards past after that have no paper some minutes after they were made, in the order
// of their ids, and how far it has looked: uuid.Nil where there are no more.
func (s *Store) WithoutPaper(ctx context.Context, after uuid.UUID, most int) (awards []uuid.UUID, last uuid.UUID, err error) {
	var seen []struct {
		ID      uuid.UUID `bun:"id"`
		Printed bool      `bun:"printed"`
	}
	err = s.db.NewRaw(`SELECT a.id, a.awarded_at > now() - interval '10 minutes'
			OR EXISTS (SELECT FROM award_papers WHERE award_id = a.id) AS printed
		FROM awards a WHERE a.id > ? ORDER BY a.id LIMIT ?`, after, most).Scan(ctx, &seen)
	for _, award := range seen {
		if !award.Printed {
			awards = append(awards, award.ID)
		}
		last = award.ID
	}
	if len(seen) < most {
		last = uuid.Nil
	}
	return awards, last, err
}
