package tracks

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/pg"
)

// Tell writes to somebody that a track has opened, in the caller's transaction.
type Tell func(ctx context.Context, tx bun.Tx, userID uuid.UUID, track Track) error

// Wish has the actor told, once, when a track opens. Wishing again changes nothing and is no error. NotFound
// track.not_found; Conflict track.open_already where there is nothing to wait for.
func (s *Store) Wish(ctx context.Context, actor access.Actor, code string) error {
	if err := actor.Require(access.Learn); err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		// Whoever opens the track waits for this wish, or this waits and sees it open.
		if _, err := tx.NewRaw("SELECT FROM tracks WHERE code = ? FOR SHARE", code).Exec(ctx); err != nil {
			return err
		}
		track, err := newest(ctx, tx, code)
		if err != nil {
			return err
		}
		if track.Open {
			return fault.New(fault.Conflict, "track.open_already")
		}
		const wish = `INSERT INTO track_wishes (track_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING`
		_, err = tx.NewRaw(wish, track.ID, actor.UserID).Exec(ctx)
		return err
	})
}

// TakeBack forgets a wish of the actor; one that there is not is no error. NotFound track.not_found.
func (s *Store) TakeBack(ctx context.Context, actor access.Actor, code string) error {
	if err := actor.Require(access.Learn); err != nil {
		return err
	}
	track, err := s.Track(ctx, code)
	if err != nil {
		return err
	}
	const forget = `DELETE FROM track_wishes WHERE track_id = ? AND user_id = ?`
	_, err = s.db.NewRaw(forget, track.ID, actor.UserID).Exec(ctx)
	return err
}

// Wishes are the tracks, by id, whose opening the actor wishes to be told of.
func (s *Store) Wishes(ctx context.Context, actor access.Actor) (map[uuid.UUID]bool, error) {
	if err := actor.Require(access.Learn); err != nil {
		return nil, err
	}
	var ids []uuid.UUID
	err := s.db.NewRaw("SELECT track_id FROM track_wishes WHERE user_id = ?", actor.UserID).Scan(ctx, &ids)
	wishes := make(map[uuid.UUID]bool, len(ids))
	for _, id := range ids {
		wishes[id] = true
	}
	return wishes, err
}

// Opened tells everybody who wished it of the tracks that have opened, each of them once, in the transaction that has
// published a course.
func (s *Store) Opened(ctx context.Context, tx bun.Tx) error {
	// All of them: to which a course is being added at this moment, only its row can tell.
	if _, err := tx.NewRaw("SELECT FROM tracks ORDER BY id FOR NO KEY UPDATE").Exec(ctx); err != nil {
		return err
	}
	wished, err := listed(ctx, tx, "t.id IN (SELECT track_id FROM track_wishes) AND"+newestVersion)
	if err != nil {
		return err
	}
	for _, track := range wished {
		if err := s.opened(ctx, tx, track); err != nil {
			return err
		}
	}
	return nil
}

// opened tells everybody who wished it of a track whose row is locked, if it is open. A wish that was told is gone, and so is that
// of whoever is shut out by now, who gets nothing.
func (s *Store) opened(ctx context.Context, tx bun.Tx, track Track) error {
	if !track.Open {
		return nil
	}
	var wished []uuid.UUID
	const fulfil = `WITH fulfilled AS (DELETE FROM track_wishes WHERE track_id = ? RETURNING user_id)
		SELECT f.user_id FROM fulfilled f JOIN users u ON u.id = f.user_id WHERE u.disabled_at IS NULL`
	if err := tx.NewRaw(fulfil, track.ID).Scan(ctx, &wished); err != nil {
		return err
	}
	for _, userID := range wished {
		if err := s.tell(ctx, tx, userID, track); err != nil {
			return err
		}
	}
	return nil
}

// newest is the newest version of the track with the code, perhaps within a transaction; NotFound track.not_found.
func newest(ctx context.Context, db bun.IDB, code string) (Track, error) {
	var row trackRow
	err := db.NewRaw(trackVersions+"WHERE t.code = ? AND"+newestVersion, code).Scan(ctx, &row)
	return row.track(), pg.Found(err, "track.not_found")
}

// listed are the versions of tracks for which the condition holds, in the order of the catalogue.
func listed(ctx context.Context, db bun.IDB, where string) ([]Track, error) {
	var rows []trackRow
	if err := db.NewRaw(trackVersions+"WHERE "+where+"ORDER BY t.position, t.code").Scan(ctx, &rows); err != nil {
		return nil, err
	}
	tracks := make([]Track, 0, len(rows))
	for _, row := range rows {
		tracks = append(tracks, row.track())
	}
	return tracks, nil
}
