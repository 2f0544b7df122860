package authoring

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"vatra/content/media"
	"vatra/content/pack"
	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/intake"
)

// Preview is a lesson of the draft as its learners would see it. NotFound studio.no_piece for what is no lesson, or has no title
// in any language.
func (a *Authoring) Preview(ctx context.Context, actor access.Actor, draftID, lesson uuid.UUID) (*studio.Draft, intake.Shown, error) {
	draft, err := a.Draft(ctx, actor, draftID)
	if err != nil {
		return nil, intake.Shown{}, err
	}
	piece := draft.Piece(lesson)
	if piece == nil || piece.Kind != studio.Lesson || piece.Parent == nil {
		return nil, intake.Shown{}, fault.New(fault.NotFound, "studio.no_piece")
	}
	pkg, err := a.pack(ctx, actor, draft)
	if err != nil {
		return nil, intake.Shown{}, err
	}
	shown, err := intake.Preview(pkg, piece.Shared(studio.Key))
	return draft, shown, err
}

// pack is the draft as a package, with its files.
func (a *Authoring) pack(ctx context.Context, actor access.Actor, draft *studio.Draft) (*pack.Package, error) {
	files, err := a.Files(ctx, actor, draft.ID)
	if err != nil {
		return nil, err
	}
	hashes := make([]string, 0, len(files))
	for _, file := range files {
		hashes = append(hashes, file.SHA256)
	}
	stored, err := a.courses.StoredAssets(ctx, hashes)
	if err != nil {
		return nil, err
	}
	return draft.Package(studio.Assets(files, stored)), nil
}

// File describes a file of the draft, or a smaller copy of one, by its hash; NotFound content.asset_not_found.
func (a *Authoring) File(ctx context.Context, actor access.Actor, draftID uuid.UUID, sha256 string) (media.Asset, error) {
	files, err := a.Files(ctx, actor, draftID)
	if err != nil {
		return media.Asset{}, err
	}
	hashes := make([]string, 0, len(files))
	for _, file := range files {
		hashes = append(hashes, file.SHA256)
	}
	stored, err := a.courses.StoredAssets(ctx, hashes)
	if err != nil {
		return media.Asset{}, err
	}
	for _, asset := range stored {
		if asset.SHA256 == sha256 {
			return asset, nil
		}
		at := slices.IndexFunc(asset.Variants, func(v media.Variant) bool { return v.SHA256 == sha256 })
		if at >= 0 {
			copied, err := a.courses.StoredAssets(ctx, []string{sha256})
			return copied[sha256], err
		}
	}
	return media.Asset{}, fault.New(fault.NotFound, "content.asset_not_found")
}
