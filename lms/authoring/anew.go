package authoring

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content"
	"vatra/content/markup"
	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/fault"
)

// KeepOn notes that the draft goes on as it is, though another version is public than the one that it goes on from. number is that of
// the version which its writer was told of; Conflict studio.published_meanwhile where it is another one by now.
func (a *Authoring) KeepOn(ctx context.Context, actor access.Actor, draftID uuid.UUID, number int) error {
	draft, err := a.Draft(ctx, actor, draftID)
	if err != nil || !draft.Behind() {
		return err
	}
	if draft.Newest != number {
		return fault.New(fault.Conflict, "studio.published_meanwhile", "Number", draft.Newest)
	}
	return a.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return studio.Follow(ctx, tx, draftID, draft.CourseID, draft.NewestID)
	})
}

// Anew sets a draft aside and begins another one in its place, for the same writers, of the version that is public. NotFound
// content.version_not_found where none is.
func (a *Authoring) Anew(ctx context.Context, actor access.Actor, draftID uuid.UUID) (fresh uuid.UUID, err error) {
	desk, err := a.desk(actor, draftID)
	if err != nil {
		return uuid.Nil, err
	}
	draft, err := a.studio.Draft(ctx, desk)
	if err != nil {
		return uuid.Nil, err
	}
	version, err := a.courses.Version(ctx, draft.NewestID)
	if err != nil {
		return uuid.Nil, err
	}
	begun, err := a.copied(ctx, version)
	if err != nil {
		return uuid.Nil, err
	}
	err = a.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := studio.SetAside(ctx, tx, desk); err != nil {
			return err
		}
		if fresh, err = begun.bringIn(ctx, tx, actor); err != nil {
			return err
		}
		return inherit(ctx, tx, actor, draftID, fresh)
	})
	return fresh, err
}

// inherit lets the writers and translators of a draft write another one.
func inherit(ctx context.Context, tx bun.Tx, actor access.Actor, of, draft uuid.UUID) error {
	if err := access.Own(ctx, tx, actor, access.WriteCourses, access.Draft(draft)); err != nil {
		return err
	}
	all, err := writers(ctx, tx, of)
	if err != nil {
		return err
	}
	for _, one := range all {
		if _, err := access.Share(ctx, tx, actor, one.ID, one.Role, one.scope(draft)); err != nil {
			return err
		}
	}
	return nil
}

// Asides are drafts of the same course that were set aside and are the actor's to write.
func (a *Authoring) Asides(ctx context.Context, actor access.Actor, draft *studio.Draft) ([]studio.Aside, error) {
	desk, err := a.desk(actor, draft.ID)
	if err != nil || draft.CourseID == uuid.Nil {
		return nil, err
	}
	return a.studio.Asides(ctx, desk, draft.CourseID)
}

// TakeUp is studio.TakeUp.
func (a *Authoring) TakeUp(ctx context.Context, actor access.Actor, draftID, aside uuid.UUID) error {
	desk, err := a.desk(actor, draftID)
	if err != nil {
		return err
	}
	return a.studio.TakeUp(ctx, desk, aside)
}

// copied is a version as a draft is to have it.
type copied struct {
	version *content.Version
	plant   studio.Plant
	assets  []content.VersionAsset
}

func (a *Authoring) copied(ctx context.Context, version *content.Version) (copied, error) {
	plant, err := a.plant(ctx, version, markup.Blocks)
	if err == nil && plant.Size() > studio.MaxPieces/2 {
		plant, err = a.plant(ctx, version, whole) // of more pieces nobody would keep an overview
	}
	if err != nil {
		return copied{}, err
	}
	assets, err := a.courses.VersionAssets(ctx, version.ID)
	return copied{version, plant, assets}, err
}

// bringIn makes the draft, with its files.
func (c copied) bringIn(ctx context.Context, tx bun.Tx, actor access.Actor) (draft uuid.UUID, err error) {
	if draft, err = studio.BringIn(ctx, tx, actor.UserID, c.plant); err != nil {
		return uuid.Nil, err
	}
	if err := studio.Follow(ctx, tx, draft, c.version.CourseID, c.version.ID); err != nil {
		return uuid.Nil, err
	}
	for _, asset := range c.assets {
		file := studio.File{Path: asset.Path, SHA256: asset.SHA256, Lang: asset.Lang, Licence: asset.Licence, Attribution: asset.Attribution}
		if err := studio.KeepFile(ctx, tx, draft, actor.UserID, file); err != nil {
			return uuid.Nil, err
		}
	}
	return draft, nil
}
