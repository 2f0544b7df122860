package registrar

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"vatra/certificates"
	"vatra/certificates/paper"
	"vatra/content/blobs"
	"vatra/content/keep"
	"vatra/lms/fault"
	"vatra/lms/jobs"
	"vatra/lms/pg"
	"vatra/lms/pictures"
)

// Papers prints certificates and keeps their PDF, and pictures of it, in the object store, once.
type Papers struct {
	db     *pg.DB
	awards *certificates.Store
	blobs  blobs.Store
	queue  *jobs.Queue
	maker  *pictures.Maker
}

// NewPapers makes it. Without a maker of pictures papers have none.
func NewPapers(
	db *pg.DB, awards *certificates.Store, blobs blobs.Store, queue *jobs.Queue, maker *pictures.Maker,
) *Papers {
	return &Papers{db: db, awards: awards, blobs: blobs, queue: queue, maker: maker}
}

// Paper opens the PDF of an award. One that no job has printed yet, or whose file was lost or damaged, is printed here:
// what it says follows from the award alone, so it makes no difference who prints it.
func (p *Papers) Paper(ctx context.Context, award *certificates.Award) (io.ReadCloser, certificates.Paper, error) {
	paper, err := p.printed(ctx, award)
	if err != nil {
		return nil, paper, err
	}
	file, err := p.whole(ctx, paper.SHA256, paper.Size)
	if err == nil && file == nil {
		if paper, err = p.Again(ctx, award); err == nil {
			file, err = p.whole(ctx, paper.SHA256, paper.Size)
		}
	}
	if err != nil {
		return nil, paper, err
	}
	return io.NopCloser(bytes.NewReader(file)), paper, nil
}

// whole reads a paper or a picture, which are small; nil for one that was lost or damaged.
func (p *Papers) whole(ctx context.Context, sha256Hex string, size int64) ([]byte, error) {
	object, err := p.blobs.Get(ctx, sha256Hex, 0, blobs.ToEnd)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer object.Close()
	file, err := io.ReadAll(io.LimitReader(object, size+1))
	if err != nil {
		return nil, fmt.Errorf("reading a paper: %w", err)
	}
	if sum := sha256.Sum256(file); hex.EncodeToString(sum[:]) != sha256Hex {
		return nil, nil
	}
	return file, nil
}

// Print makes sure that the award has its paper on record.
func (p *Papers) Print(ctx context.Context, award *certificates.Award) error {
	_, err := p.printed(ctx, award)
	return err
}

func (p *Papers) printed(ctx context.Context, award *certificates.Award) (certificates.Paper, error) {
	file, err := p.awards.Paper(ctx, award.ID)
	if !fault.Is(err, fault.NotFound) {
		return file, err
	}
	return p.print(ctx, award, func(ctx context.Context, tx bun.Tx, blob blobs.Blob) error {
		return p.awards.RecordPaper(ctx, tx, award.ID, blob.SHA256, blob.Size)
	})
}

// Again prints the paper of an award whose file was lost or damaged, and gives the one that counts from now on: a newer
// program may draw it otherwise.
func (p *Papers) Again(ctx context.Context, award *certificates.Award) (certificates.Paper, error) {
	lost, err := p.awards.Paper(ctx, award.ID)
	if err != nil {
		return lost, err
	}
	return p.print(ctx, award, func(ctx context.Context, tx bun.Tx, blob blobs.Blob) error {
		return p.awards.ReplacePaper(ctx, tx, award.ID, lost.SHA256, blob.SHA256, blob.Size)
	})
}

func (p *Papers) print(
	ctx context.Context, award *certificates.Award, record func(context.Context, bun.Tx, blobs.Blob) error,
) (certificates.Paper, error) {
	var pdf bytes.Buffer
	if err := paper.Print(&pdf, award); err != nil {
		return certificates.Paper{}, err
	}
	staged, err := p.blobs.Stage(ctx, &pdf, "application/pdf")
	if err != nil {
		return certificates.Paper{}, err
	}
	defer staged.Discard()
	err = keep.Record(ctx, p.db, staged, func(ctx context.Context, tx bun.Tx) error {
		if err := record(ctx, tx, staged.Blob); err != nil {
			return err
		}
		return p.askForPictures(ctx, tx, award.ID, staged.SHA256)
	})
	if err != nil {
		return certificates.Paper{}, err
	}
	return p.awards.Paper(ctx, award.ID)
}

// PrintPaper is the job that prints the certificate of an award.
type PrintPaper struct {
	AwardID uuid.UUID `json:"award_id"`
}

// Kind names the job in the queue.
func (PrintPaper) Kind() string { return "print_paper" }

// PrintPaperWorker works PrintPaper.
type PrintPaperWorker struct {
	river.WorkerDefaults[PrintPaper]
	papers *Papers
}

// NewPrintPaperWorker works for the papers.
func NewPrintPaperWorker(papers *Papers) *PrintPaperWorker { return &PrintPaperWorker{papers: papers} }

// Work prints; printing again finds the paper there.
func (w *PrintPaperWorker) Work(ctx context.Context, job *river.Job[PrintPaper]) error {
	award, err := w.papers.awards.ByID(ctx, job.Args.AwardID)
	if err != nil {
		return err
	}
	_, err = w.papers.printed(ctx, award)
	return err
}
