package certificates_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/certificates"
	"vatra/certificates/claimtest"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
	"vatra/lms/pgtest"
)

func TestFirstPaperStays(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := certificates.NewStore(db)
	issued := award(t, db, claimtest.Earned(uuid.New()))
	_, err := store.Paper(t.Context(), issued.ID)
	faulttest.Want(t, err, fault.NotFound, "certificate.not_printed")

	record := func(id uuid.UUID, sum string) error {
		return db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error { return store.RecordPaper(ctx, tx, id, sum, 1000) })
	}
	var printing sync.WaitGroup
	papers := make(chan certificates.Paper, 3)
	for _, digit := range []string{"a", "b", "c"} {
		printing.Go(func() {
			if err := record(issued.ID, strings.Repeat(digit, 64)); err != nil {
				t.Error(err)
			}
			paper, err := store.Paper(t.Context(), issued.ID)
			if err != nil {
				t.Error(err)
			}
			papers <- paper
		})
	}
	printing.Wait()
	close(papers)
	kept, err := store.Paper(t.Context(), issued.ID)
	if err != nil || kept.Size != 1000 || kept.CreatedAt.IsZero() {
		t.Fatalf("on record is %+v, %v", kept, err)
	}
	for paper := range papers {
		if paper != kept {
			t.Errorf("told %+v, on record is %+v", paper, kept)
		}
	}
	seen, err := store.ByID(t.Context(), issued.ID)
	if err != nil || seen.Paper == nil || *seen.Paper != kept {
		t.Errorf("the award has %+v, %v", seen.Paper, err)
	}
	faulttest.Want(t, record(uuid.New(), strings.Repeat("a", 64)), fault.NotFound, "certificate.unknown")
}

func TestALostPaperIsReplacedOnce(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := certificates.NewStore(db)
	issued := award(t, db, claimtest.Earned(uuid.New()))
	first, second, third := strings.Repeat("a", 64), strings.Repeat("b", 64), strings.Repeat("c", 64)
	err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		return errors.Join(store.RecordPaper(ctx, tx, issued.ID, first, 1), store.ReplacePaper(ctx, tx, issued.ID, first, first, 1),
			store.ReplacePaper(ctx, tx, issued.ID, first, second, 2), store.ReplacePaper(ctx, tx, issued.ID, first, third, 3))
	})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := store.Paper(t.Context(), issued.ID)
	seen, failed := store.ByID(t.Context(), issued.ID)
	if err != nil || failed != nil || kept.SHA256 != second || kept.Size != 2 || *seen.Paper != kept {
		t.Errorf("the paper is %+v, of the award %+v: %v, %v", kept, seen.Paper, err, failed)
	}
}
