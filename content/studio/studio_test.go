package studio_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content/studio"
	"vatra/lms/fault"
	"vatra/lms/pg"
	"vatra/lms/pgtest"
)

var (
	titleRO = studio.Place{Name: studio.Title, Lang: "ro"}
	textRO  = studio.Place{Name: studio.Text, Lang: "ro"}
	textEN  = studio.Place{Name: studio.Text, Lang: "en"}
)

// desk is a draft in which somebody writes.
type desk struct {
	testing.TB
	*studio.Studio
	db    *pg.DB
	draft uuid.UUID
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	db := pgtest.New(t)
	d := &desk{TB: t, Studio: studio.New(db), db: db}
	err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) (err error) {
		d.draft, err = studio.Begin(ctx, tx, uuid.Nil, studio.Plant{Kind: studio.Course, Values: studio.Values{
			titleRO: "Primăria digitală", {Name: studio.Code}: "primaria-digitala", {Name: studio.Languages}: "ro en",
		}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) desk() studio.Desk { return studio.Desk{Draft: d.draft} }

func (d *desk) now() *studio.Draft {
	d.Helper()
	draft, err := d.Draft(d.Context(), d.desk())
	if err != nil {
		d.Fatal(err)
	}
	return draft
}

func (d *desk) add(kind studio.Kind, parent, after uuid.UUID, values studio.Values) uuid.UUID {
	d.Helper()
	id := uuid.Must(uuid.NewV7())
	if err := d.Add(d.Context(), d.desk(), id, studio.Plant{Kind: kind, Values: values}, parent, after); err != nil {
		d.Fatal(err)
	}
	return id
}

// lesson adds a module with a lesson.
func (d *desk) lesson(key string) uuid.UUID {
	d.Helper()
	module := d.add(studio.Module, d.now().Root.ID, studio.Last, studio.Values{titleRO: "Partea " + key, {Name: studio.Key}: "part-" + key})
	return d.add(studio.Lesson, module, studio.Last, studio.Values{
		titleRO: "Lecția " + key, {Name: studio.Key}: key, {Name: studio.Sort}: "page",
	})
}

func (d *desk) write(piece uuid.UUID, at studio.Place, base int, text string) (studio.Receipt, error) {
	return d.Save(d.Context(), d.desk(), studio.Edit{Piece: piece, Place: at, Base: base, Text: text, Client: uuid.New()})
}

func (d *desk) block(lesson uuid.UUID, text string) uuid.UUID {
	d.Helper()
	return d.add(studio.Block, lesson, studio.Last, studio.Values{textRO: text})
}

func texts(lesson *studio.Piece) string {
	var all []string
	for _, part := range lesson.Parts {
		all = append(all, part.Text(studio.Text, "ro"))
	}
	return strings.Join(all, " ")
}

func TestAnEditIsKeptOnceAndNeverLost(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	block := d.block(d.lesson("one"), "unu")
	edit := studio.Edit{Piece: block, Place: textRO, Base: 1, Text: "doi\r\n", Client: uuid.New()}
	first, err := d.Save(t.Context(), d.desk(), edit)
	if err != nil || first.Number != 2 {
		t.Fatalf("%+v, %v", first, err)
	}
	if again, err := d.Save(t.Context(), d.desk(), edit); err != nil || again != first {
		t.Errorf("sent again it gives %+v, %v and not %+v", again, err, first)
	}
	var conflict *studio.Conflict
	if _, err := d.write(block, textRO, 1, "trei"); !errors.As(err, &conflict) || conflict.Now.Text != "doi\n" || conflict.Now.Number != 2 {
		t.Errorf("over another's text: %+v, %v", conflict, err)
	}
	if receipt, err := d.write(block, textRO, 1, "doi\n"); err != nil || receipt != first {
		t.Errorf("who writes the same is told %+v, %v", receipt, err)
	}
	if _, err := d.write(block, textRO, 2, "trei"); err != nil {
		t.Error(err)
	}
	history, err := d.History(t.Context(), d.desk(), block, textRO, 0, 100)
	if err != nil || len(history) != 3 || history[0].Text != "trei" || history[2].Text != "unu" {
		t.Errorf("the history is %+v, %v", history, err)
	}
}

func TestWhatIsNotTakenIsToldAtItsField(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	lesson := d.lesson("one")
	block := d.block(lesson, "unu")
	for _, refused := range []struct {
		piece uuid.UUID
		at    studio.Place
		text  string
		want  string
	}{
		{lesson, titleRO, strings.Repeat("ț", 201), "title: studio.too_long"},
		{block, textRO, strings.Repeat("a", studio.MaxText+1), "text: studio.too_long"},
		{lesson, studio.Place{Name: studio.Minutes}, "zece", "minutes: studio.value.minutes"},
		{lesson, studio.Place{Name: studio.Sort}, "poem", "sort: studio.value.sort"},
		{block, titleRO, "x", "studio.no_field"},
		{block, studio.Place{Name: studio.Text}, "x", "studio.no_field"},
		{block, studio.Place{Name: studio.Text, Lang: "x y"}, "x", "studio.no_field"},
		{uuid.New(), textRO, "x", "studio.no_piece"},
		{d.now().Root.ID, studio.Place{Name: studio.Languages}, strings.Repeat("en ", 2), "languages: studio.value.languages"},
	} {
		if _, err := d.write(refused.piece, refused.at, 0, refused.text); err == nil || !strings.Contains(err.Error(), refused.want) {
			t.Errorf("%s %q: %v and not %s", refused.at.Name, refused.text[:min(9, len(refused.text))], err, refused.want)
		}
	}
	if other := newDesk(t); other != nil {
		_, err := d.Save(t.Context(), other.desk(), studio.Edit{Piece: block, Place: textRO, Text: "x", Client: uuid.New()})
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("through another draft: %v", err)
		}
	}
}

func TestPiecesAreOrderedMovedTakenOutAndBroughtBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, second := d.lesson("one"), d.lesson("two")
	a := d.block(first, "a")
	c := d.block(first, "c")
	d.add(studio.Block, first, a, studio.Values{textRO: "b"})
	d.add(studio.Block, first, uuid.Nil, studio.Values{textRO: "0"})
	read := func(id uuid.UUID) string { return texts(d.now().Piece(id)) }
	if got := read(first); got != "0 a b c" {
		t.Fatalf("the blocks are %s", got)
	}
	move := func(parent, after uuid.UUID, base int) error {
		_, err := d.Move(t.Context(), d.desk(), c, parent, after, base, uuid.New())
		return err
	}
	if err := errors.Join(move(first, uuid.Nil, 1), move(second, studio.Last, 2)); err != nil {
		t.Fatal(err)
	}
	if one, two := read(first), read(second); one != "0 a b" || two != "c" {
		t.Errorf("moved they are %q and %q", one, two)
	}
	var conflict *studio.Conflict
	if err := move(first, a, 1); !errors.As(err, &conflict) {
		t.Errorf("moved by somebody who saw it elsewhere: %v", err)
	}
	if err := move(a, uuid.Nil, 3); !fault.Is(err, fault.NotFound) {
		t.Errorf("a block in a block: %v", err)
	}
	if err := errors.Join(d.Remove(t.Context(), d.desk(), first), d.Remove(t.Context(), d.desk(), first)); err != nil {
		t.Fatal(err)
	}
	if draft := d.now(); len(draft.Removed) != 1 || len(draft.Root.Parts[0].Parts) != 0 {
		t.Errorf("taken out: %d, and still there: %d", len(draft.Removed), len(draft.Root.Parts[0].Parts))
	}
	if err := d.Restore(t.Context(), d.desk(), first); err != nil || read(first) != "0 a b" {
		t.Errorf("brought back it is %q, %v", read(first), err)
	}
}
