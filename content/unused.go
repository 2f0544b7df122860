package content

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"
)

// ForgetUnused deletes the records of files that no version of a course uses, published or draft, nor one that is being written, and that no import has
// put within the grace; their objects are for others to clear away. It gives how many there were, at most so many. Smaller
// copies of an image follow the next time.
func (s *Store) ForgetUnused(ctx context.Context, grace time.Duration, most int) (gone int, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var unused []string
		const query = `SELECT sha256 FROM assets a WHERE used_at < now() - make_interval(secs => ?)
				AND NOT EXISTS (SELECT FROM version_assets WHERE sha256 = a.sha256)
				AND NOT EXISTS (SELECT FROM draft_files WHERE sha256 = a.sha256)
				AND NOT EXISTS (SELECT FROM asset_variants WHERE variant_sha256 = a.sha256)
			ORDER BY used_at LIMIT ? FOR UPDATE SKIP LOCKED`
		if err := tx.NewRaw(query, grace.Seconds(), most).Scan(ctx, &unused); err != nil {
			return fmt.Errorf("looking for files that nothing uses: %w", err)
		}
		gone = len(unused)
		if gone == 0 {
			return nil
		}
		for _, statement := range []string{
			`DELETE FROM asset_variants WHERE sha256 IN (?)`, `DELETE FROM assets WHERE sha256 IN (?)`,
		} {
			if _, err := tx.ExecContext(ctx, statement, bun.List(unused)); err != nil {
				return fmt.Errorf("forgetting files that nothing uses: %w", err)
			}
		}
		return nil
	})
	return gone, err
}

// UsedBy names the courses that use a file or the image that it is a smaller copy of, each with a path, at most five.
func (s *Store) UsedBy(ctx context.Context, sha256 string) (courses []string, err error) {
	err = s.db.NewRaw(`SELECT DISTINCT c.code || ': ' || va.path AS used FROM version_assets va
			JOIN course_versions v ON v.id = va.version_id JOIN courses c ON c.id = v.course_id
		WHERE va.sha256 IN (SELECT ? UNION ALL SELECT sha256 FROM asset_variants WHERE variant_sha256 = ?)
		ORDER BY used LIMIT 5`, sha256, sha256).Scan(ctx, &courses)
	return courses, err
}
