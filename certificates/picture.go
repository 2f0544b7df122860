package certificates

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/fault"
	"vatra/lms/pg"
)

// PictureKind says what a picture shows.
type PictureKind string

// The kinds. Small and Large are of the paper; the others are what a link preview shows of an award in its state, of which
// only Card has the paper on it.
const (
	Small        PictureKind = "small"
	Large        PictureKind = "large"
	Card         PictureKind = "card"
	RevokedCard  PictureKind = "revoked"
	ReplacedCard PictureKind = "replaced"
)

// Picture is a PNG, kept by whoever made it under its SHA-256 (hex).
type Picture struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"` // bytes
	Width  int    `json:"width"`
	Height int    `json:"height"` // pixels
}

// Picture is what may be shown of an award now: of one that holds its paper and Card, of any other the card of its state
// alone, whatever was asked for of these. It is nil where there is none, or none yet.
func (a *Award) Picture(kind PictureKind) *Picture {
	switch state := a.Status().State; {
	case state == Valid:
	case kind != Card:
		return nil
	case state == Revoked:
		kind = RevokedCard
	default:
		kind = ReplacedCard
	}
	if picture, made := a.pictures[kind]; made {
		return &picture
	}
	return nil
}

// RecordPicture notes, in the caller's transaction, which file is a picture of an award whose paper has the address; it takes
// the place of an older one.
func (s *Store) RecordPicture(
	ctx context.Context, tx bun.Tx, awardID uuid.UUID, kind PictureKind, paper string, picture Picture,
) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO award_pictures (award_id, kind, paper, sha256, size, width, height)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (award_id, kind) DO UPDATE SET paper = excluded.paper,
			sha256 = excluded.sha256, size = excluded.size, width = excluded.width, height = excluded.height, created_at = now()`,
		awardID, kind, paper, picture.SHA256, picture.Size, picture.Width, picture.Height)
	if pg.Violates(err, "award_pictures_award_id_fkey") {
		return fault.Wrap(err, fault.NotFound, "certificate.unknown")
	}
	return err
}

// ForgetPicture forgets the pictures whose file was lost. They are made again: see WithoutPictures.
func (s *Store) ForgetPicture(ctx context.Context, sha256 string) error {
	_, err := s.db.ExecContext(ctx, `DELETE FROM award_pictures WHERE sha256 = ?`, sha256)
	return err
}

// Unpictured is an award whose paper, with its address, has no pictures.
type Unpictured struct {
	ID    uuid.UUID `bun:"id"`
	Paper string    `bun:"paper"`
}

// WithoutPictures are those of the next papers past the award after that lack a picture some time after they were printed,
// in the order of their awards, and how far it has looked: uuid.Nil where there are no more.
func (s *Store) WithoutPictures(ctx context.Context, after uuid.UUID, most int) (lacking []Unpictured, last uuid.UUID, err error) {
	var seen []struct {
		Unpictured `bun:",extend"`
		Done       bool `bun:"done"`
	}
	const kinds = 5
	err = s.db.NewRaw(`SELECT a.id, p.sha256 AS paper, p.created_at > now() - interval '10 minutes' OR (SELECT count(*) = ?
			FROM award_pictures WHERE award_id = a.id AND paper = p.sha256) AS done
		FROM awards a JOIN LATERAL (
			SELECT sha256, created_at FROM award_papers WHERE award_id = a.id ORDER BY number DESC LIMIT 1) p ON true
		WHERE a.id > ? ORDER BY a.id LIMIT ?`, kinds, after, most).Scan(ctx, &seen)
	for _, one := range seen {
		if !one.Done {
			lacking = append(lacking, one.Unpictured)
		}
		last = one.ID
	}
	if len(seen) < most {
		last = uuid.Nil
	}
	return lacking, last, err
}
