package content

import (
	"context"
	"path"

	"github.com/google/uuid"

	"vatra/content/markup"
	"vatra/content/media"
	"vatra/lms/lang"
	"vatra/lms/pg"
)

// MostPicture is how large a picture of a course may be as it is shown, in bytes: it stands in lists that are read on slow lines.
const MostPicture = 48 << 10

// Picture is what a course is known by. Alt says what it shows, by language, and nothing where it only adorns.
type Picture struct {
	Asset media.Asset
	Path  string // of the file in the course
	Alt   lang.Texts
}

// PictureFits reports whether an asset may be a picture of a course: it is an image, and small or has a smaller copy.
func PictureFits(a media.Asset) bool {
	return a.Image() && (a.Size <= MostPicture || len(a.Variants) > 0)
}

// URL is the address of the picture, small enough for a list.
func (p *Picture) URL() string {
	name := path.Base(p.Path)
	if len(p.Asset.Variants) > 0 && p.Asset.Size > MostPicture {
		small := p.Asset.Variants[0]
		return markup.AssetURL(small.SHA256, media.VariantName(name, small))
	}
	return markup.AssetURL(p.Asset.SHA256, name)
}

// size is roughly what it takes in memory, in bytes.
func (p *Picture) size() int {
	if p == nil {
		return 0
	}
	const overhead = 500
	return overhead + len(p.Path) + p.Alt.Size()
}

// loadPicture reads the picture of a version, which has one at that path.
func (s *Store) loadPicture(ctx context.Context, versionID uuid.UUID, at string, alt lang.Texts) (*Picture, error) {
	asset, err := scanAsset(s.db.Pool.QueryRow(ctx, `SELECT `+assetColumns+`
		FROM version_assets va JOIN assets a ON a.sha256 = va.sha256 WHERE va.version_id = $1 AND va.path = $2`, versionID, at))
	if err != nil {
		return nil, pg.Found(err, "content.asset_not_found")
	}
	return &Picture{asset, at, alt}, nil
}
