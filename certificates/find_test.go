package certificates_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/certificates"
	"vatra/certificates/claimtest"
	"vatra/lms/pgtest"
)

func TestAdministratorFindsByNameAndCode(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := certificates.NewStore(db)
	codes := map[string]string{}
	for _, name := range []string{"Ștefania Țurcanu-Vâlcu", "Ștefan Pop", "Величка Господинова", "Đorđe O'Neill"} {
		claim := claimtest.Earned(uuid.New())
		claim.HolderName = name
		codes[name] = award(t, db, claim).Code.Printed()
	}
	for query, want := range map[string]string{
		"":                  "Đorđe O'Neill, Величка Господинова, Ștefan Pop, Ștefania Țurcanu-Vâlcu",
		"stefan":            "Ștefan Pop, Ștefania Țurcanu-Vâlcu",
		"ȘTEFAN pop":        "Ștefan Pop",
		"valcu stefania":    "Ștefania Țurcanu-Vâlcu",
		"Țurcanu-Vâlcu":     "Ștefania Țurcanu-Vâlcu",
		"величка":           "Величка Господинова",
		"dorde":             "Đorđe O'Neill",
		"o'neill":           "Đorđe O'Neill",
		codes["Ștefan Pop"]: "Ștefan Pop",
		strings.ToLower(codes["Ștefan Pop"])[:9]: "Ștefan Pop",
		"tefan":                       "",
		"nobody":                      "",
		"' | !'":                      "",
		`\ ' : * & % _`:               "",
		"\x00":                        "",
		strings.Repeat("long ", 5000): "",
	} {
		found, err := store.Find(t.Context(), query, 1)
		if err != nil {
			t.Errorf("%.40q: %v", query, err)
			continue
		}
		var names []string
		for _, one := range found.Awards {
			names = append(names, one.Record.HolderName)
		}
		if got := strings.Join(names, ", "); got != want || found.More {
			t.Errorf("%.40q finds %s, want %s (more: %v)", query, got, want, found.More)
		}
	}
}

func TestSearchIsBounded(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := certificates.NewStore(db)
	err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		for i := range 53 {
			claim := claimtest.Earned(uuid.New())
			claim.HolderName = fmt.Sprintf("Ana Pop %d", i)
			if _, err := store.Award(ctx, tx, claim); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"", "ana"} {
		seen := map[certificates.Code]bool{}
		for page, want := range map[int]int{1: 50, 2: 3, 3: 0} {
			found, err := store.Find(t.Context(), query, page)
			if err != nil || len(found.Awards) != want || found.More != (page == 1) {
				t.Errorf("%q, page %d: %d awards, more: %v, %v", query, page, len(found.Awards), found.More, err)
			}
			for _, one := range found.Awards {
				seen[one.Code] = true
			}
		}
		if len(seen) != 53 {
			t.Errorf("%q: the pages hold %d awards", query, len(seen))
		}
	}
	for _, page := range []int{-1, 0, 1 << 62} {
		if _, err := store.Find(t.Context(), "", page); err != nil {
			t.Errorf("page %d: %v", page, err)
		}
	}
}
