package tracks

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/lang"
	"vatra/lms/pg"
	"vatra/lms/site"
)

// SignatoryOf is who signs the certificates of a track today, whichever version their holders enrolled in: an office passes
// on to somebody else, and is no promise to learners. Nobody where the track leaves it to the house.
func SignatoryOf(ctx context.Context, db bun.IDB, trackID uuid.UUID) (site.Signatory, error) {
	var row struct {
		Name    string     `bun:"signatory"`
		Offices lang.Texts `bun:"signatory_offices,type:jsonb"`
	}
	const query = "SELECT signatory, signatory_offices FROM track_versions WHERE track_id = ? ORDER BY number DESC LIMIT 1"
	err := db.NewRaw(query, trackID).Scan(ctx, &row)
	return site.Signatory{Name: row.Name, Offices: row.Offices}, err
}

// Version is a track as one of its versions states it, such as the one by which a certificate was earned; NotFound
// `track.not_found` when there is none.
func (s *Store) Version(ctx context.Context, code string, number int) (Track, error) {
	var row trackRow
	err := s.db.NewRaw(trackVersions+"WHERE t.code = ? AND v.number = ?", code, number).Scan(ctx, &row)
	return row.track(), pg.Found(err, "track.not_found")
}
