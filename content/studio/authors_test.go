package studio_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/uuid"

	"vatra/content/studio"
)

// Whatever two authors do, both see the same in the end, and all that was acknowledged is in the history.
func TestTwoAuthorsEndWithTheSame(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		d := newDesk(t)
		lesson := d.lesson("one")
		blocks := []uuid.UUID{d.block(lesson, "a"), d.block(lesson, "b"), d.block(lesson, "c")}
		random := rand.New(rand.NewPCG(seed, 1))
		stale := d.now() // what the second author has before them
		acknowledged := map[string]bool{}
		for turn := range 60 {
			seen := d.now()
			if turn%2 == 1 {
				seen = stale
			}
			block := blocks[random.IntN(len(blocks))]
			text := fmt.Sprintf("turn %d", turn)
			var err error
			switch random.IntN(4) {
			case 0:
				after := blocks[random.IntN(len(blocks))]
				if after != block {
					base := seen.Piece(block).Fields[studio.Place{Name: "place"}].Number
					_, err = d.Move(t.Context(), d.desk(), block, lesson, after, base, uuid.New())
				}
			case 1:
				err = errors.Join(d.Remove(t.Context(), d.desk(), block), d.Restore(t.Context(), d.desk(), block))
			default:
				if _, err = d.write(block, textRO, seen.Piece(block).Fields[textRO].Number, text); err == nil {
					acknowledged[text] = true
				}
			}
			if _, conflict := errors.AsType[*studio.Conflict](err); err != nil && !conflict {
				t.Fatal(err)
			}
			if random.IntN(3) == 0 {
				stale = d.now()
			}
		}
		for _, block := range blocks {
			history, err := d.History(t.Context(), d.desk(), block, textRO, 0, 100)
			if err != nil {
				t.Fatal(err)
			}
			for _, said := range history {
				delete(acknowledged, said.Text)
			}
		}
		if len(acknowledged) > 0 {
			t.Errorf("lost: %v", acknowledged)
		}
		if one, two := d.now(), d.now(); texts(one.Piece(lesson)) != texts(two.Piece(lesson)) || len(one.Piece(lesson).Parts) != 3 {
			t.Errorf("one sees %q, the other %q", texts(one.Piece(lesson)), texts(two.Piece(lesson)))
		}
	}
}

func TestADraftIsAPackage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	lesson := d.lesson("one")
	block := d.block(lesson, "## Un titlu\n\nText.")
	d.block(lesson, "Al doilea.")
	if _, err := d.write(block, textEN, 0, "Text."); err != nil {
		t.Fatal(err)
	}
	empty := d.lesson("none")
	if err := d.Remove(t.Context(), d.desk(), empty); err != nil {
		t.Fatal(err)
	}
	pkg := d.now().Package(nil)
	if len(pkg.Modules) != 1 || len(pkg.Modules[0].Lessons) != 1 || !slices.Equal(pkg.Languages, []string{"ro", "en"}) {
		t.Fatalf("%+v", pkg)
	}
	text := pkg.Modules[0].Lessons[0].Texts["en"]
	if len(text.Parts) != 2 || text.Parts[0].Source != "Text." || text.Parts[1].Source != "" {
		t.Errorf("the translation has %+v", text.Parts)
	}
	if before := pkg.Digest; before != d.now().Package(nil).Digest {
		t.Error("the same draft is another package")
	}
}
