package authoring

import (
	"context"
	"io"

	"github.com/google/uuid"

	"vatra/content/pack"
	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/fault"
)

// Save is studio.Save for somebody who may write the draft, or its texts in the language of the edit.
func (a *Authoring) Save(ctx context.Context, actor access.Actor, draft uuid.UUID, edit studio.Edit) (studio.Receipt, error) {
	desk, err := a.into(actor, draft, edit.Place.Lang)
	if err != nil {
		return studio.Receipt{}, err
	}
	return a.studio.Save(ctx, desk, edit)
}

// Spot is a place among the parts of a piece: after one of them, before all for uuid.Nil, or after all for studio.Last.
type Spot struct {
	Parent, After uuid.UUID
}

// Add is studio.Add.
func (a *Authoring) Add(
	ctx context.Context, actor access.Actor, draft, id uuid.UUID, plant studio.Plant, at Spot,
) error {
	desk, err := a.desk(actor, draft)
	if err != nil {
		return err
	}
	return a.studio.Add(ctx, desk, id, plant, at.Parent, at.After)
}

// Move is studio.Move.
func (a *Authoring) Move(
	ctx context.Context, actor access.Actor, draft, id uuid.UUID, to Spot, base int, client uuid.UUID,
) (studio.Receipt, error) {
	desk, err := a.desk(actor, draft)
	if err != nil {
		return studio.Receipt{}, err
	}
	return a.studio.Move(ctx, desk, id, to.Parent, to.After, base, client)
}

// Remove is studio.Remove.
func (a *Authoring) Remove(ctx context.Context, actor access.Actor, draft, id uuid.UUID) error {
	desk, err := a.desk(actor, draft)
	if err != nil {
		return err
	}
	return a.studio.Remove(ctx, desk, id)
}

// Restore is studio.Restore.
func (a *Authoring) Restore(ctx context.Context, actor access.Actor, draft, id uuid.UUID) error {
	desk, err := a.desk(actor, draft)
	if err != nil {
		return err
	}
	return a.studio.Restore(ctx, desk, id)
}

// IsGone is studio.IsGone.
func (a *Authoring) IsGone(ctx context.Context, actor access.Actor, draft, lesson uuid.UUID) (bool, error) {
	desk, err := a.desk(actor, draft)
	if err != nil {
		return false, err
	}
	return a.studio.IsGone(ctx, desk, lesson)
}

// History is studio.History, for translators too.
func (a *Authoring) History(
	ctx context.Context, actor access.Actor, draft, piece uuid.UUID, at studio.Place, before, most int,
) ([]studio.Said, error) {
	desk, err := a.shared(actor, draft)
	if err != nil {
		return nil, err
	}
	return a.studio.History(ctx, desk, piece, at, before, most)
}

// PutPicture stores a picture for the texts of a draft, and gives the path at which they name it. Invalid where it is none, or cannot be
// read.
func (a *Authoring) PutPicture(ctx context.Context, actor access.Actor, draft uuid.UUID, name string, file io.Reader) (path string, err error) {
	if err := a.Check(ctx, actor, draft); err != nil {
		return "", err
	}
	stored, err := a.courses.PutAsset(ctx, file, name)
	if err == nil && !stored.Image() {
		err = fault.New(fault.Invalid, "studio.no_picture")
	}
	if err != nil {
		return "", err
	}
	return studio.PutFile(ctx, a.db, draft, actor.UserID, studio.File{Path: "files/" + pack.FileName(name), SHA256: stored.SHA256})
}

// Files are those of a draft, by path, for translators too.
func (a *Authoring) Files(ctx context.Context, actor access.Actor, draft uuid.UUID) ([]studio.File, error) {
	desk, err := a.shared(actor, draft)
	if err != nil {
		return nil, err
	}
	return a.studio.Files(ctx, desk)
}
