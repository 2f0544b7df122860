package studio_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content/studio"
	"vatra/lms/fault"
)

func TestPiecesThatAreAddedAtOnceHaveKeysOfTheirOwn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	root := d.now().Root.ID
	var modules []uuid.UUID
	for range 2 {
		modules = append(modules, d.add(studio.Module, root, studio.Last, studio.Values{titleRO: "Parte", {Name: studio.Key}: "parte"}))
	}
	const writers = 8
	failed := make(chan error, writers)
	for n := range writers {
		go func() {
			plant := studio.Plant{Kind: studio.Lesson, Values: studio.Values{titleRO: "Lecție", {Name: studio.Key}: "lectie"}}
			failed <- d.Add(t.Context(), d.desk(), uuid.New(), plant, modules[n%2], studio.Last)
		}()
	}
	for range writers {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
	keys := map[string]bool{}
	for _, piece := range d.now().All() {
		if key := piece.Shared(studio.Key); key != "" {
			keys[key] = true
		}
	}
	if len(keys) != writers+2 {
		t.Errorf("the keys are %v", keys)
	}
}

func TestWhatCameFromElsewhereMayBeAsLongAsItCame(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	long, title := strings.Repeat("Un rând. ", 12_000), strings.Repeat("Titlu ", 60)
	var draft uuid.UUID
	err := d.db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) (err error) {
		block := studio.Plant{Kind: studio.Block, Values: studio.Values{textRO: long}}
		lesson := studio.Plant{Kind: studio.Lesson, Values: studio.Values{titleRO: title, {Name: studio.Key}: "one"}, Parts: []studio.Plant{block}}
		module := studio.Plant{Kind: studio.Module, Values: studio.Values{titleRO: title, {Name: studio.Key}: "part"}, Parts: []studio.Plant{lesson}}
		draft, err = studio.BringIn(ctx, tx, uuid.Nil, studio.Plant{Kind: studio.Course, Parts: []studio.Plant{module}, Values: studio.Values{
			titleRO: title, {Name: studio.Code}: "lung", {Name: studio.Languages}: "ro",
		}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	d.draft = draft
	block := d.now().Lessons()[0].Parts[0].ID
	if _, err := d.write(block, textRO, 1, strings.Replace(long, "Un rând", "Al meu", 1)); err != nil {
		t.Errorf("changed: %v", err)
	}
	if _, err := d.write(block, textRO, 2, long+"Încă unul."); !fault.Is(err, fault.Invalid) {
		t.Errorf("grown: %v", err)
	}
	if _, err := d.write(block, textRO, 2, long[:studio.MaxText/2]); err != nil {
		t.Errorf("shortened: %v", err)
	}
}
