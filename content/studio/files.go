package studio

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content"
	"vatra/content/media"
	"vatra/content/pack"
	"vatra/lms/pg"
)

// File is a picture or another file that the texts of a draft name by its path.
type File struct {
	Path        string              `bun:"path"`
	Lang        string              `bun:"lang"` // that it speaks, if any
	Licence     string              `bun:"licence"`
	Attribution content.Attribution `bun:"attribution,type:jsonb"`
	AddedAt     time.Time           `bun:"added_at"`
	SHA256      string              `bun:"sha256"`
}

// Files are those of a draft, by path; none where there is no draft.
func (s *Studio) Files(ctx context.Context, desk Desk) ([]File, error) {
	files := []File{}
	const query = `SELECT f.path, f.lang, f.licence, f.attribution, f.added_at, f.sha256 FROM draft_files f JOIN drafts d ON d.id = f.draft_id
		WHERE d.id = ? AND d.removed_at IS NULL AND ? ORDER BY f.path`
	err := s.db.NewRaw(query, desk.Draft, desk.may()).Scan(ctx, &files)
	return files, err
}

// PutFile gives a draft a file that the store has, and the path at which texts name it: the one that is wanted, else the next free
// one like it. The same file again has the path that it had.
func PutFile(ctx context.Context, db bun.IDB, draftID, by uuid.UUID, file File) (at string, err error) {
	const query = `SELECT path FROM draft_files WHERE draft_id = ? AND sha256 = ? AND lang = ? ORDER BY path LIMIT 1`
	err = db.NewRaw(query, draftID, file.SHA256, file.Lang).Scan(ctx, &at)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return at, err
	}
	ending := path.Ext(file.Path)
	name := strings.TrimSuffix(file.Path, ending)
	for n := 1; ; n++ {
		if n > 1 {
			file.Path = fmt.Sprintf("%s-%d%s", name, n, ending)
		}
		if kept, err := keepFile(ctx, db, draftID, by, file); err != nil || kept {
			return file.Path, err
		}
	}
}

// KeepFile gives a draft a file at exactly its path.
func KeepFile(ctx context.Context, db bun.IDB, draftID, by uuid.UUID, file File) error {
	_, err := keepFile(ctx, db, draftID, by, file)
	return err
}

// keepFile reports whether the path was free.
func keepFile(ctx context.Context, db bun.IDB, draftID, by uuid.UUID, file File) (kept bool, err error) {
	const statement = `INSERT INTO draft_files (draft_id, path, sha256, lang, licence, attribution, added_by)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
	done, err := db.ExecContext(ctx, statement, draftID, file.Path, file.SHA256, file.Lang, file.Licence, file.Attribution, pg.OrNull(by))
	if err != nil {
		return false, fmt.Errorf("keeping a file of a draft: %w", err)
	}
	written, err := done.RowsAffected()
	return written > 0, err
}

// Assets are files of a draft as a package has them, given what the store knows of each by its hash.
func Assets(files []File, stored map[string]media.Asset) []pack.Asset {
	assets := make([]pack.Asset, 0, len(files))
	for _, file := range files {
		known := stored[file.SHA256]
		assets = append(assets, pack.Asset{
			Path: file.Path, MediaType: known.MediaType, Lang: file.Lang, Licence: file.Licence, Attribution: file.Attribution,
			Size: known.Size, Stored: &known,
		})
	}
	return assets
}
