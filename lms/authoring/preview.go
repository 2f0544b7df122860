package authoring

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"vatra/content/media"
	"vatra/content/pack"
	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/intake"
	"vatra/lms/site"
)

// Show is a lesson of a draft as its learners would see it. NotFound content.lesson_not_found for what has no title in any language.
func (a *Authoring) Show(ctx context.Context, actor access.Actor, draft *studio.Draft, lesson *studio.Piece) (intake.Shown, error) {
	pkg, err := a.pack(ctx, actor, draft)
	if err != nil {
		return intake.Shown{}, err
	}
	return intake.Preview(pkg, lesson.Shared(studio.Key))
}

// pack is the draft as a package, with its files.
func (a *Authoring) pack(ctx context.Context, actor access.Actor, draft *studio.Draft) (*pack.Package, error) {
	files, stored, err := a.stored(ctx, actor, draft.ID)
	if err != nil {
		return nil, err
	}
	pkg := draft.Package(studio.Assets(files, stored))
	pkg.Zone, err = a.Zone(ctx)
	return pkg, err
}

// Zone is the clock by which authors write when a quiz opens and closes.
func (a *Authoring) Zone(ctx context.Context) (*time.Location, error) {
	settings, err := site.ReadSettings(ctx, a.db)
	return settings.Zone(), err
}

// Pack is a draft with the package that would be published of it.
func (a *Authoring) Pack(ctx context.Context, actor access.Actor, draftID uuid.UUID) (*studio.Draft, *pack.Package, error) {
	draft, err := a.Draft(ctx, actor, draftID)
	if err != nil {
		return nil, nil, err
	}
	pkg, err := a.pack(ctx, actor, draft)
	return draft, pkg, err
}

// stored are the files of a draft, and what the store knows of each by its hash.
func (a *Authoring) stored(ctx context.Context, actor access.Actor, draft uuid.UUID) ([]studio.File, map[string]media.Asset, error) {
	files, err := a.Files(ctx, actor, draft)
	if err != nil {
		return nil, nil, err
	}
	hashes := make([]string, 0, len(files))
	for _, file := range files {
		hashes = append(hashes, file.SHA256)
	}
	stored, err := a.courses.StoredAssets(ctx, hashes)
	return files, stored, err
}

// File describes a file of the draft, or a smaller copy of one, by its hash; NotFound content.asset_not_found.
func (a *Authoring) File(ctx context.Context, actor access.Actor, draftID uuid.UUID, sha256 string) (media.Asset, error) {
	_, stored, err := a.stored(ctx, actor, draftID)
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
