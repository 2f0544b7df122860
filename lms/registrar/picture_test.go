package registrar_test

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"vatra/certificates"
	"vatra/certificates/claimtest"
	"vatra/content/keep"
	"vatra/lms"
	"vatra/lms/pictures"
	"vatra/lms/registrar"
	"vatra/lms/schooltest"
)

// drawing is a school that makes pictures, and an award of it.
func drawing(t *testing.T) (*schooltest.School, *certificates.Award) {
	t.Helper()
	s := schooltest.At(t, schooltest.Address, func(conf *lms.Config) {
		conf.Drawer = func() *exec.Cmd { return exec.Command(os.Args[0], drawer) }
	})
	award, err := s.Awards.Award(t.Context(), s.DB, claimtest.Earned(uuid.Must(uuid.NewV7())))
	if err != nil {
		t.Fatal(err)
	}
	return s, award
}

// draw works the job that waits for the award.
func draw(t *testing.T, s *schooltest.School, award *certificates.Award) error {
	t.Helper()
	paper, err := s.Awards.Paper(t.Context(), award.ID)
	if err != nil {
		t.Fatal(err)
	}
	job := registrar.MakePictures{AwardID: award.ID, Paper: paper.SHA256}
	return registrar.NewMakePicturesWorker(s.Papers).Work(t.Context(), &river.Job[registrar.MakePictures]{Args: job})
}

func TestAPrintedPaperGetsItsPictures(t *testing.T) {
	t.Parallel()
	s, award := drawing(t)
	ctx := t.Context()
	if err := s.Papers.Print(ctx, award); err != nil {
		t.Fatal(err)
	}
	if n := s.Count(`SELECT count(*) FROM river_job WHERE kind = 'make_pictures' AND queue = 'pictures'`); n != 1 {
		t.Fatalf("%d jobs make its pictures", n)
	}
	if err := draw(t, s, award); err != nil {
		t.Fatal(err)
	}
	award, err := s.Awards.ByID(ctx, award.ID)
	if err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[certificates.PictureKind]struct{ wide, high, bytes int }{
		certificates.Small: {360, 255, 9_000}, certificates.Large: {1200, 849, 60_000}, certificates.Card: {1200, 630, 60_000},
	} {
		picture := award.Picture(kind)
		if picture == nil {
			t.Errorf("%s is missing", kind)
			continue
		}
		file, err := s.Papers.Picture(ctx, *picture)
		if err != nil {
			t.Fatal(err)
		}
		drawn, err := png.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		size := drawn.Bounds().Size()
		if size.X != want.wide || size.Y != want.high || picture.Width != want.wide || picture.Height != want.high {
			t.Errorf("%s is %v, recorded as %d × %d", kind, size, picture.Width, picture.Height)
		}
		if len(file) > want.bytes || int64(len(file)) != picture.Size {
			t.Errorf("%s has %d bytes, recorded as %d", kind, len(file), picture.Size)
		}
		// The flame above the name is of the colour of fire, and the paper around it is light.
		if r, _, b, _ := drawn.At(size.X/2, size.Y*41/100).RGBA(); kind != certificates.Card && r < b {
			t.Errorf("%s has %v where the name stands", kind, drawn.At(size.X/2, size.Y*41/100))
		}
		if r, g, b, _ := drawn.At(3, 3).RGBA(); min(r, g, b) < 0xb000 {
			t.Errorf("%s has %v in its corner", kind, drawn.At(3, 3))
		}
	}
	if n := s.Count(`SELECT count(*) FROM kept_objects WHERE keeper = 'picture'`); n != 5 {
		t.Errorf("%d pictures are named", n)
	}
}

// Whatever becomes of its pictures, the certificate is there.
func TestAPaperThatCannotBeDrawnIsStillAPaper(t *testing.T) {
	t.Parallel()
	s, award := drawing(t)
	staged, err := s.Blobs.Stage(t.Context(), strings.NewReader("%PDF-1.4\nrubbish"), "application/pdf")
	if err != nil {
		t.Fatal(err)
	}
	defer staged.Discard()
	err = keep.Record(t.Context(), s.DB, staged, func(ctx context.Context, tx bun.Tx) error {
		return s.Awards.RecordPaper(ctx, tx, award.ID, staged.SHA256, staged.Size)
	})
	if err != nil {
		t.Fatal(err)
	}
	var never *river.JobCancelError
	if err := draw(t, s, award); !errors.As(err, &never) || !errors.Is(err, pictures.ErrUnreadable) {
		t.Errorf("drawing it gives %v", err)
	}
	now, err := s.Awards.ByID(t.Context(), award.ID)
	if err != nil || now.Picture(certificates.Small) != nil || now.Status().State != certificates.Valid {
		t.Errorf("it is %+v, %v", now, err)
	}
}
