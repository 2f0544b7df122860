package certificates_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/certificates"
	"vatra/certificates/claimtest"
	"vatra/lms/pgtest"
)

// pictured notes that the award has pictures of the paper with that address.
func pictured(t *testing.T, s *certificates.Store, tx func(context.Context, func(context.Context, bun.Tx) error) error, id uuid.UUID, paper string) {
	t.Helper()
	err := tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		for i, kind := range []certificates.PictureKind{
			certificates.Small, certificates.Large, certificates.Card, certificates.RevokedCard, certificates.ReplacedCard,
		} {
			picture := certificates.Picture{SHA256: strings.Repeat(string("abcde"[i]), 64), Size: int64(i + 1), Width: 360, Height: 255}
			if err := s.RecordPicture(ctx, tx, id, kind, paper, picture); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOnlyWhatHoldsShowsItsPaper(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, ctx := certificates.NewStore(db), t.Context()
	award, err := s.Award(ctx, db, claimtest.Earned(uuid.Must(uuid.NewV7())))
	if err != nil {
		t.Fatal(err)
	}
	shown := func(kind certificates.PictureKind) string {
		t.Helper()
		now, err := s.Certificate(ctx, string(award.Code))
		if err != nil {
			t.Fatal(err)
		}
		if picture := now.Picture(kind); picture != nil {
			return picture.SHA256[:1]
		}
		return ""
	}
	paper := strings.Repeat("0", 64)
	pictured(t, s, db.Tx, award.ID, paper)
	if shown(certificates.Small) != "" {
		t.Error("an award that has no paper shows it")
	}
	err = db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { return s.RecordPaper(ctx, tx, award.ID, paper, 7) })
	if err != nil {
		t.Fatal(err)
	}
	if shown(certificates.Small) != "a" || shown(certificates.Large) != "b" || shown(certificates.Card) != "c" {
		t.Error("an award that holds does not show its pictures")
	}
	if err := s.Revoke(ctx, db, string(award.Code), uuid.Must(uuid.NewV7()), "Why"); err != nil {
		t.Fatal(err)
	}
	if shown(certificates.Small) != "" || shown(certificates.Large) != "" || shown(certificates.Card) != "d" {
		t.Error("a revoked award shows its paper, or no card")
	}
	if err := s.ForgetPicture(ctx, strings.Repeat("d", 64)); err != nil {
		t.Fatal(err)
	}
	if shown(certificates.Card) != "" {
		t.Error("a picture whose file was lost is shown")
	}
}

func TestPapersWithoutTheirPicturesAreFound(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, ctx := certificates.NewStore(db), t.Context()
	award, err := s.Award(ctx, db, claimtest.Earned(uuid.Must(uuid.NewV7())))
	if err != nil {
		t.Fatal(err)
	}
	lacking := func() int {
		t.Helper()
		found, _, err := s.WithoutPictures(ctx, uuid.Nil, 10)
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
	paper := strings.Repeat("0", 64)
	// As if it were printed a while ago.
	if _, err := db.ExecContext(ctx, `INSERT INTO award_papers (award_id, sha256, size, created_at) VALUES (?, ?, 7, now() - interval '1 hour')`,
		award.ID, paper); err != nil {
		t.Fatal(err)
	}
	if n := lacking(); n != 1 {
		t.Errorf("%d lack pictures, of one", n)
	}
	pictured(t, s, db.Tx, award.ID, paper)
	if n := lacking(); n != 0 {
		t.Errorf("%d lack pictures, and all have them", n)
	}
	pictured(t, s, db.Tx, award.ID, strings.Repeat("1", 64))
	if n := lacking(); n != 1 {
		t.Error("pictures of another paper count for this one")
	}
}
