package content

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/gabriel-vasile/mimetype"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"vatra/lms/fault"
	"vatra/lms/pg"
)

// Asset is a stored file. Size is in bytes. Width and Height are those of an image as it is shown, 0 for other files and
// for images that tell none. Variants are its smaller copies, the narrowest first. Warnings is set by PutAsset only.
type Asset struct {
	SHA256    string
	MediaType string
	Size      int64
	Width     int
	Height    int
	Variants  []Variant
	Warnings  []Warning
}

// Variant is a smaller copy of an image, an asset of its own. Width is in pixels.
type Variant struct {
	Width     int    `json:"width"`
	SHA256    string `json:"sha256"`
	MediaType string `json:"media_type"`
}

// VersionAsset is an asset as a course uses it, with whose work it is.
type VersionAsset struct {
	Asset
	Path        string
	Licence     string
	Attribution Attribution
	Lang        string
}

// AssetURL is the address of an asset on the site; the name is only for people.
func AssetURL(sha256, name string) string { return "/assets/" + sha256 + "/" + url.PathEscape(name) }

// LessonURL is the address of a lesson on the site.
func LessonURL(code, key string) string {
	return "/courses/" + url.PathEscape(code) + "/lessons/" + url.PathEscape(key)
}

// Image reports whether browsers show the asset as a picture.
func (a Asset) Image() bool { return strings.HasPrefix(a.MediaType, "image/") && a.Inline() }

// Video reports whether browsers play the asset as video.
func (a Asset) Video() bool { return strings.HasPrefix(a.MediaType, "video/") && a.Inline() }

// Audio reports whether browsers play the asset as sound.
func (a Asset) Audio() bool { return strings.HasPrefix(a.MediaType, "audio/") && a.Inline() }

// inline lists what a browser may open under the site's address. Everything else, HTML above all, is only downloaded.
var inline = map[string]bool{
	"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true, "image/avif": true, "image/svg+xml": true,
	"video/mp4": true, "video/webm": true, "video/ogg": true,
	"audio/mpeg": true, "audio/ogg": true, "audio/wav": true, "audio/mp4": true, "audio/aac": true, "audio/flac": true, "audio/webm": true,
	"application/pdf": true, "text/plain": true, "text/vtt": true,
}

// Inline reports whether a browser may open the asset in place; when not, it must be sent as an attachment.
func (a Asset) Inline() bool {
	mediaType, _, _ := strings.Cut(a.MediaType, ";")
	return inline[mediaType]
}

// sniffed is how much of a file tells its type.
const sniffed = 8 << 10

// PutAsset stores a file and describes it. Its media type is told by its content and not by its name, which only serves
// messages. SVG is rewritten first (see cleanSVG), so its address is that of what was stored; one that cannot be read is
// a fault.Invalid. Wide images get smaller copies. Storing the same file again changes nothing.
func (s *Store) PutAsset(ctx context.Context, r io.Reader, name string) (Asset, error) {
	in := bufio.NewReaderSize(r, sniffed)
	head, err := in.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return Asset{}, fmt.Errorf("reading %s: %w", name, err)
	}
	asset := Asset{MediaType: mediaType(head)}
	var content io.Reader = in
	if asset.MediaType == svgType {
		var drawing []byte
		if drawing, asset.Width, asset.Height, err = readSVG(in, name); err != nil {
			return Asset{}, err
		}
		content = strings.NewReader(string(drawing))
	}
	blob, err := s.blobs.Put(ctx, content, asset.MediaType)
	if err != nil {
		return Asset{}, fmt.Errorf("storing %s: %w", name, err)
	}
	asset.SHA256, asset.Size = blob.SHA256, blob.Size
	if known, err := s.storedAsset(ctx, asset.SHA256); err == nil || !fault.Is(err, fault.NotFound) {
		return known, err
	}
	if isRaster(asset.MediaType) {
		if err := s.measure(ctx, &asset, name); err != nil {
			return Asset{}, err
		}
	}
	return asset, s.recordAsset(ctx, asset)
}

// mediaType tells the type of a file by how it begins. A drawing is one only when its first element says so: what is
// called SVG is rewritten, and nothing else may pass for it.
func mediaType(head []byte) string {
	if beginsSVG(head) {
		return svgType
	}
	found := mimetype.Detect(head)
	if found.Is(svgType) {
		return "text/xml"
	}
	for _, known := range []struct{ found, name string }{
		{"video/x-m4v", "video/mp4"}, {"audio/x-m4a", "audio/mp4"}, {"application/ogg", "video/ogg"}, {"image/vnd.mozilla.apng", "image/png"},
	} {
		if found.Is(known.found) {
			return known.name
		}
	}
	return found.String()
}

// recordAsset notes the asset and its variants; another import may have been faster with the same file.
func (s *Store) recordAsset(ctx context.Context, asset Asset) error {
	tx, err := s.db.Pool.Begin(ctx)
	if err != nil {
		return fmt.Errorf("recording an asset: %w", err)
	}
	defer tx.Rollback(ctx)
	_, err = tx.Exec(ctx, `INSERT INTO assets (sha256, size, media_type, width, height)
		VALUES ($1, $2, $3, nullif($4, 0), nullif($5, 0)) ON CONFLICT DO NOTHING`,
		asset.SHA256, asset.Size, asset.MediaType, asset.Width, asset.Height)
	if err != nil {
		return fmt.Errorf("recording an asset: %w", err)
	}
	for _, variant := range asset.Variants {
		_, err := tx.Exec(ctx, `INSERT INTO asset_variants (sha256, width, variant_sha256)
			VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, asset.SHA256, variant.Width, variant.SHA256)
		if err != nil {
			return fmt.Errorf("recording a smaller copy: %w", err)
		}
	}
	return tx.Commit(ctx)
}

// The columns of an asset with its variants, for scanAsset.
const assetColumns = `a.sha256, a.media_type, a.size, coalesce(a.width, 0), coalesce(a.height, 0),
	(SELECT coalesce(jsonb_agg(jsonb_build_object('width', av.width, 'sha256', av.variant_sha256, 'media_type', small.media_type)
	                           ORDER BY av.width), '[]')
	 FROM asset_variants av JOIN assets small ON small.sha256 = av.variant_sha256 WHERE av.sha256 = a.sha256)`

func scanAsset(row pgx.Row) (Asset, error) {
	var a Asset
	err := row.Scan(&a.SHA256, &a.MediaType, &a.Size, &a.Width, &a.Height, &a.Variants)
	return a, err
}

func (s *Store) storedAsset(ctx context.Context, sha256 string) (Asset, error) {
	asset, err := scanAsset(s.db.Pool.QueryRow(ctx, `SELECT `+assetColumns+` FROM assets a WHERE a.sha256 = $1`, sha256))
	return asset, pg.Found(err, "asset.not_found")
}

// Asset describes an asset that a published version uses, or a smaller copy of one; any other is fault.NotFound, so that
// drafts stay unseen. It is one prepared statement, and none when asked again: what is published stays so.
func (s *Store) Asset(ctx context.Context, sha256 string) (Asset, error) {
	if asset, ok := s.assets.get(sha256); ok {
		return asset, nil
	}
	asset, err := scanAsset(s.db.Pool.QueryRow(ctx, `
		SELECT `+assetColumns+` FROM assets a
		WHERE a.sha256 = $1 AND EXISTS (
			SELECT FROM version_assets va JOIN course_versions v ON v.id = va.version_id
			WHERE v.status = 'published'
			  AND va.sha256 IN (SELECT $1 UNION ALL SELECT sha256 FROM asset_variants WHERE variant_sha256 = $1))`, sha256))
	if err != nil {
		return Asset{}, pg.Found(err, "asset.not_found")
	}
	const overhead = 400
	s.assets.put(sha256, asset, overhead+len(asset.Variants)*overhead/2)
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

// variantName is the file name of a smaller copy: "map.png" of 480 pixels is "map-480.png".
func variantName(name string, v Variant) string {
	extension := ".jpg"
	if v.MediaType == "image/png" {
		extension = ".png"
	}
	return fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, path.Ext(name)), v.Width, extension)
}
