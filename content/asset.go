package content

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"vatra/content/blobs"
	"vatra/content/keep"
	"vatra/content/media"
	"vatra/lms/fault"
	"vatra/lms/pg"
)

// VersionAsset is an asset as a course uses it, with whose work it is.
type VersionAsset struct {
	media.Asset
	Path        string
	Licence     string
	Attribution Attribution
	Lang        string
}

// PutAsset stores a file and describes it. Its media type is told by its content and not by its name, which only serves
// messages. SVG is rewritten first (see media.ReadSVG), so its address is that of what was stored; one that cannot be read is
// a fault.Invalid. Wide images get smaller copies. Storing the same file again changes nothing.
func (s *Store) PutAsset(ctx context.Context, r io.Reader, name string) (media.Asset, error) {
	in := bufio.NewReaderSize(r, media.Sniffed)
	head, err := in.Peek(media.Sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return media.Asset{}, fmt.Errorf("reading %s: %w", name, err)
	}
	asset := media.Asset{MediaType: media.Sniff(head)}
	var content io.Reader = in
	if asset.MediaType == media.SVG {
		var drawing []byte
		if drawing, asset.Width, asset.Height, err = media.ReadSVG(in, name); err != nil {
			return media.Asset{}, err
		}
		content = bytes.NewReader(drawing)
	}
	staged, err := s.blobs.Stage(ctx, content, asset.MediaType)
	if err != nil {
		return media.Asset{}, fmt.Errorf("storing %s: %w", name, err)
	}
	defer staged.Discard()
	asset.SHA256, asset.Size = staged.SHA256, staged.Size
	known, err := s.storedAsset(ctx, asset.SHA256)
	if err == nil {
		return known, s.recordAsset(ctx, staged, known)
	}
	if !fault.Is(err, fault.NotFound) {
		return known, err
	}
	if err := staged.Keep(ctx); err != nil {
		return media.Asset{}, fmt.Errorf("storing %s: %w", name, err)
	}
	if media.IsRaster(asset.MediaType) {
		if err := s.measure(ctx, &asset, name); err != nil {
			return media.Asset{}, err
		}
	}
	return asset, s.recordAsset(ctx, staged, asset)
}

// recordAsset keeps what is staged and notes it and its variants, or that it is used again; another import may have been
// faster with the same file.
func (s *Store) recordAsset(ctx context.Context, staged *blobs.Staged, asset media.Asset) error {
	return keep.Record(ctx, s.db, staged, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO assets (sha256, size, media_type, width, height)
			VALUES (?, ?, ?, nullif(?, 0), nullif(?, 0))
			ON CONFLICT (sha256) DO UPDATE SET used_at = now() WHERE assets.used_at < now() - interval '1 hour'`,
			asset.SHA256, asset.Size, asset.MediaType, asset.Width, asset.Height)
		if err != nil {
			return fmt.Errorf("recording an asset: %w", err)
		}
		for _, variant := range asset.Variants {
			_, err := tx.ExecContext(ctx, `INSERT INTO asset_variants (sha256, width, variant_sha256)
				VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, asset.SHA256, variant.Width, variant.SHA256)
			if err != nil {
				return fmt.Errorf("recording a smaller copy: %w", err)
			}
		}
		return nil
	})
}

// The columns of an asset with its variants, for scanAsset.
const assetColumns = `a.sha256, a.media_type, a.size, coalesce(a.width, 0), coalesce(a.height, 0),
	(SELECT coalesce(jsonb_agg(jsonb_build_object('width', av.width, 'sha256', av.variant_sha256, 'media_type', small.media_type)
	                           ORDER BY av.width), '[]')
	 FROM asset_variants av JOIN assets small ON small.sha256 = av.variant_sha256 WHERE av.sha256 = a.sha256)`

func scanAsset(row pgx.Row) (media.Asset, error) {
	var a media.Asset
	err := row.Scan(&a.SHA256, &a.MediaType, &a.Size, &a.Width, &a.Height, &a.Variants)
	return a, err
}

func (s *Store) storedAsset(ctx context.Context, sha256 string) (media.Asset, error) {
	asset, err := scanAsset(s.db.Pool.QueryRow(ctx, `SELECT `+assetColumns+` FROM assets a WHERE a.sha256 = $1`, sha256))
	return asset, pg.Found(err, "content.asset_not_found")
}

// StoredAssets describes assets by their hashes, whoever uses them; one that is not there is left out.
func (s *Store) StoredAssets(ctx context.Context, hashes []string) (map[string]media.Asset, error) {
	rows, err := s.db.Pool.Query(ctx, `SELECT `+assetColumns+` FROM assets a WHERE a.sha256 = ANY ($1)`, hashes)
	if err != nil {
		return nil, fmt.Errorf("reading assets: %w", err)
	}
	assets, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (media.Asset, error) { return scanAsset(row) })
	known := make(map[string]media.Asset, len(assets))
	for _, asset := range assets {
		known[asset.SHA256] = asset
	}
	return known, err
}

// Asset describes an asset that a published version uses, or a smaller copy of one; any other is fault.NotFound, so that
// drafts stay unseen. It is one prepared statement, and none when asked again: what is published stays so.
func (s *Store) Asset(ctx context.Context, sha256 string) (media.Asset, error) {
	if asset, ok := s.assets.Get(sha256); ok {
		return asset, nil
	}
	asset, err := scanAsset(s.db.Pool.QueryRow(ctx, `
		SELECT `+assetColumns+` FROM assets a
		WHERE a.sha256 = $1 AND EXISTS (
			SELECT FROM version_assets va JOIN course_versions v ON v.id = va.version_id
			WHERE v.status = 'published'
			  AND va.sha256 IN (SELECT $1 UNION ALL SELECT sha256 FROM asset_variants WHERE variant_sha256 = $1))`, sha256))
	if err != nil {
		return media.Asset{}, pg.Found(err, "content.asset_not_found")
	}
	const overhead = 400
	s.assets.Put(sha256, asset, overhead+len(asset.Variants)*overhead/2)
	return asset, nil
}

// VersionAssets lists the assets of a published version by path, with licence and attribution.
func (s *Store) VersionAssets(ctx context.Context, versionID uuid.UUID) ([]VersionAsset, error) {
	rows, err := s.db.Pool.Query(ctx, `
		SELECT va.path, va.licence, va.attribution, va.lang, `+assetColumns+`
		FROM version_assets va JOIN assets a ON a.sha256 = va.sha256 JOIN course_versions v ON v.id = va.version_id
		WHERE va.version_id = $1 AND v.status = 'published' ORDER BY va.path`, versionID)
	if err != nil {
		return nil, fmt.Errorf("reading assets: %w", err)
	}
	assets, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (a VersionAsset, err error) {
		return a, row.Scan(&a.Path, &a.Licence, &a.Attribution, &a.Lang,
			&a.SHA256, &a.MediaType, &a.Size, &a.Width, &a.Height, &a.Variants)
	})
	if err != nil {
		return nil, fmt.Errorf("reading assets: %w", err)
	}
	return assets, nil
}
