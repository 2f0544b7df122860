package registrar

import (
	"bytes"
	"context"
	"io"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"vatra/certificates"
	"vatra/certificates/paper"
	"vatra/content/blobs"
	"vatra/lms/fault"
)

// Papers prints certificates and keeps their PDF in the object store, once.
type Papers struct {
	awards *certificates.Store
	blobs  blobs.Store
}

// NewPapers makes it.
func NewPapers(awards *certificates.Store, blobs blobs.Store) *Papers {
	return &Papers{awards: awards, blobs: blobs}
}

// Paper opens the PDF of an award. One that no job has printed yet, or whose file was lost, is printed here: its bytes
// follow from the award alone, so it makes no difference who prints it.
func (p *Papers) Paper(ctx context.Context, award *certificates.Award) (io.ReadCloser, certificates.Paper, error) {
	paper, err := p.printed(ctx, award)
	if err != nil {
		return nil, paper, err
	}
	file, err := p.blobs.Get(ctx, paper.SHA256, 0, blobs.ToEnd)
	if fault.Is(err, fault.NotFound) {
		// A newer program may draw it otherwise; what it says is the same, and the record stays as it is.
		var blob blobs.Blob
		if blob, err = p.print(ctx, award); err != nil {
			return nil, paper, err
		}
		paper.SHA256, paper.Size = blob.SHA256, blob.Size
		file, err = p.blobs.Get(ctx, paper.SHA256, 0, blobs.ToEnd)
	}
	return file, paper, err
}

func (p *Papers) printed(ctx context.Context, award *certificates.Award) (certificates.Paper, error) {
	file, err := p.awards.Paper(ctx, award.ID)
	if !fault.Is(err, fault.NotFound) {
		return file, err
	}
	blob, err := p.print(ctx, award)
	if err != nil {
		return file, err
	}
	return p.awards.RecordPaper(ctx, award.ID, blob.SHA256, blob.Size)
}

func (p *Papers) print(ctx context.Context, award *certificates.Award) (blobs.Blob, error) {
	var pdf bytes.Buffer
	if err := paper.Print(&pdf, award); err != nil {
		return blobs.Blob{}, err
	}
	return p.blobs.Put(ctx, &pdf, "application/pdf")
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
