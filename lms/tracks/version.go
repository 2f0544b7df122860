package tracks

import (
	"context"

	"vatra/lms/pg"
)

// Version is a track as one of its versions states it, such as the one by which a certificate was earned; NotFound
// `track.not_found` when there is none.
func (s *Store) Version(ctx context.Context, code string, number int) (Track, error) {
	var row trackRow
	err := s.db.NewRaw(trackVersions+"WHERE t.code = ? AND v.number = ?", code, number).Scan(ctx, &row)
	return row.track(), pg.Found(err, "track.not_found")
}
