package certificates_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

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

	var printing sync.WaitGroup
	papers := make(chan certificates.Paper, 3)
	for _, digit := range []string{"a", "b", "c"} {
		printing.Go(func() {
			paper, err := store.RecordPaper(t.Context(), issued.ID, strings.Repeat(digit, 64), 1000)
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
	_, err = store.RecordPaper(t.Context(), uuid.New(), strings.Repeat("a", 64), 1)
	faulttest.Want(t, err, fault.NotFound, "certificate.unknown")
}
