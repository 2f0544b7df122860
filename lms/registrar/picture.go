package registrar

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"github.com/uptrace/bun"

	"vatra/certificates"
	"vatra/certificates/paper"
	"vatra/content/keep"
	"vatra/lms/fault"
	"vatra/lms/jobs"
	"vatra/lms/pictures"
)

// MakePictures is the job that makes the pictures of an award's paper, which has the address. Nothing waits for it.
type MakePictures struct {
	AwardID uuid.UUID `json:"award_id"`
	Paper   string    `json:"paper"`
}

// Kind names the job in the queue.
func (MakePictures) Kind() string { return "make_pictures" }

// InsertOpts let it wait in a queue of its own, once; what has failed to the end is asked for anew when that is forgotten.
func (MakePictures) InsertOpts() river.InsertOpts {
	const tries = 3
	return river.InsertOpts{Queue: jobs.Pictures, MaxAttempts: tries, UniqueOpts: river.UniqueOpts{
		ByArgs: true,
		ByState: []rivertype.JobState{
			rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateRetryable,
			rivertype.JobStateScheduled, rivertype.JobStateDiscarded, rivertype.JobStateCancelled,
		},
	}}
}

// askForPictures enqueues the job in the transaction that records the paper. A school that draws nothing asks for nothing.
func (p *Papers) askForPictures(ctx context.Context, db bun.IDB, awardID uuid.UUID, paper string) error {
	if p.maker == nil {
		return nil
	}
	return p.queue.Enqueue(ctx, db, MakePictures{awardID, paper}, nil)
}

// AskForPictures has the pictures made of those that lack some, each once.
func (p *Papers) AskForPictures(ctx context.Context, lacking []certificates.Unpictured) error {
	for _, one := range lacking {
		if err := p.askForPictures(ctx, p.db, one.ID, one.Paper); err != nil {
			return err
		}
	}
	return nil
}

// Picture reads a picture, which is small. NotFound `certificate.no_picture` where its file was lost or damaged.
func (p *Papers) Picture(ctx context.Context, picture certificates.Picture) ([]byte, error) {
	file, err := p.whole(ctx, picture.SHA256, picture.Size)
	if err == nil && file == nil {
		return nil, fault.New(fault.NotFound, "certificate.no_picture")
	}
	return file, err
}

// MakePicturesWorker works MakePictures.
type MakePicturesWorker struct {
	river.WorkerDefaults[MakePictures]
	papers *Papers
}

// NewMakePicturesWorker works for the papers.
func NewMakePicturesWorker(papers *Papers) *MakePicturesWorker {
	return &MakePicturesWorker{papers: papers}
}

// Timeout is longer than the program may take.
func (*MakePicturesWorker) Timeout(*river.Job[MakePictures]) time.Duration {
	return pictures.TimeLimit + time.Minute
}

// Work makes all of them in one program, and keeps each. A paper that cannot be drawn is not tried again: that gives the same.
func (w *MakePicturesWorker) Work(ctx context.Context, job *river.Job[MakePictures]) error {
	if w.papers.maker == nil {
		return nil
	}
	award, err := w.papers.awards.ByID(ctx, job.Args.AwardID)
	if err != nil {
		return err
	}
	if award.Paper == nil || award.Paper.SHA256 != job.Args.Paper {
		return nil // it was printed again, and that has a job of its own
	}
	err = w.papers.draw(ctx, award)
	if errors.Is(err, pictures.ErrUnreadable) {
		return river.JobCancel(err)
	}
	return err
}

// How wide the pictures are, in pixels, and of how many colours. The small one stands on pages that have 30 KB.
const (
	smallWidth, smallColours = 360, 8
	largeWidth, largeColours = 1200, 16
	cardWidth, cardColours   = 1200, 16
)

func (p *Papers) draw(ctx context.Context, award *certificates.Award) error {
	file, err := p.whole(ctx, award.Paper.SHA256, award.Paper.Size)
	if err != nil {
		return err
	}
	if file == nil {
		return fmt.Errorf("the paper of %s is lost: its pictures wait for it", award.Code.Printed())
	}
	kinds := []certificates.PictureKind{certificates.Small, certificates.Large}
	orders := []pictures.Order{
		{PDF: file, Width: smallWidth, Colours: smallColours}, {PDF: file, Width: largeWidth, Colours: largeColours},
	}
	for _, card := range []struct {
		kind  certificates.PictureKind
		state certificates.State
	}{
		{certificates.Card, certificates.Valid},
		{certificates.RevokedCard, certificates.Revoked},
		{certificates.ReplacedCard, certificates.Replaced},
	} {
		var page bytes.Buffer
		if err := paper.Card(&page, award, card.state); err != nil {
			return err
		}
		kinds = append(kinds, card.kind)
		orders = append(orders, pictures.Order{PDF: page.Bytes(), Width: cardWidth, Colours: cardColours})
	}
	made, err := p.maker.Make(ctx, orders)
	for i, picture := range made {
		if err := p.keepPicture(ctx, award, kinds[i], picture); err != nil {
			return err
		}
	}
	return err
}

func (p *Papers) keepPicture(
	ctx context.Context, award *certificates.Award, kind certificates.PictureKind, picture pictures.Picture,
) error {
	staged, err := p.blobs.Stage(ctx, bytes.NewReader(picture.PNG), "image/png")
	if err != nil {
		return err
	}
	defer staged.Discard()
	return keep.Record(ctx, p.db, staged, func(ctx context.Context, tx bun.Tx) error {
		return p.awards.RecordPicture(ctx, tx, award.ID, kind, award.Paper.SHA256, certificates.Picture{
			SHA256: staged.SHA256, Size: staged.Size, Width: picture.Width, Height: picture.Height,
		})
	})
}
