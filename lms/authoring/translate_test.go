package authoring_test

import (
	"testing"

	"github.com/google/uuid"

	"vatra/content/studio"
	"vatra/content/studio/words"
	"vatra/content/translation"
	"vatra/lms/access"
	"vatra/lms/authoring"
	"vatra/lms/fault"
	"vatra/lms/schooltest"
)

// translated is a course in English with two blocks, that is to be in Macedonian too.
func translated(t *testing.T) (w *writer, first, second uuid.UUID) {
	t.Helper()
	w = newWriter(t)
	w.write(w.now().Root, studio.Place{Name: studio.Languages}, "en mk", 0)
	lesson := w.now().Lessons()[0].ID
	return w, w.add(block("Whoever asks may read it."), lesson), w.add(block("Ask at the counter."), lesson)
}

// write says something in a field.
func (w *writer) write(piece *studio.Piece, at studio.Place, text string, origin int) {
	w.Helper()
	edit := studio.Edit{Piece: piece.ID, Place: at, Text: text, Base: piece.Fields[at].Number, Origin: origin, Client: uuid.New()}
	if _, err := w.Authoring.Save(w.Context(), w.actor, w.draft, edit); err != nil {
		w.Fatal(err)
	}
}

// out is the file that a translator gets.
func (w *writer) out(all bool) translation.Document {
	w.Helper()
	doc, err := w.Authoring.ForTranslator(w.Context(), w.actor, w.draft, "mk", all)
	if err != nil {
		w.Fatal(err)
	}
	return doc
}

func (w *writer) back(doc translation.Document) authoring.Brought {
	w.Helper()
	brought, err := w.Authoring.FromTranslator(w.Context(), w.actor, w.draft, "mk", doc)
	if err != nil {
		w.Fatal(err)
	}
	return brought
}

// named is the place in a file of a text of the piece.
func named(doc translation.Document, piece uuid.UUID) *translation.Unit {
	for i := range doc.Units {
		if doc.Units[i].Name == piece.String()+"/text" {
			return &doc.Units[i]
		}
	}
	return &translation.Unit{}
}

var textMK = studio.Place{Name: studio.Text, Lang: "mk"}

func TestATranslatorOutsideTakesTheTextsAndBringsThemBack(t *testing.T) {
	t.Parallel()
	w, first, second := translated(t)
	doc := w.out(false)
	if len(doc.Units) != 5 { // the titles of the course, its part and its lesson, and the blocks
		t.Fatalf("%+v", doc.Units)
	}
	one := named(doc, first)
	if one.Source != "Whoever asks may read it." || one.Where != "Open registers › The first part › The first lesson" {
		t.Errorf("%+v", one)
	}
	one.Target = "Кој праша, може да го прочита."
	named(doc, second).Target = "Прашајте на шалтер."
	doc.Units = append(doc.Units, translation.Unit{Name: uuid.NewString() + "/text", Target: "Веќе го нема."})
	if got := w.back(doc); got.Saved != 2 || got.Empty != 3 || got.Unknown != 1 {
		t.Errorf("%+v", got)
	}
	if got := w.back(doc); got.Saved != 0 || got.Same != 2 || len(got.Contested) != 0 {
		t.Errorf("brought in twice: %+v", got)
	}
	if gap := words.Count(words.Of(w.now(), "mk")); gap.Missing != 3 || gap.Stale != 0 {
		t.Errorf("%+v", gap)
	}
	for to, original := range map[string]string{"bg": w.draft.String(), "mk": uuid.NewString()} {
		doc.To, doc.Original = to, original
		_, err := w.Authoring.FromTranslator(t.Context(), w.actor, w.draft, "mk", doc)
		schooltest.Wants(t, err, fault.Invalid, "studio.translation_other")
	}
	other := w.Person("ion@scoala.example", access.RoleTrainer)
	_, err := w.Authoring.ForTranslator(t.Context(), other, w.draft, "mk", true)
	schooltest.Wants(t, err, fault.NotFound, "studio.no_draft")
}

func TestWhatWasWrittenMeanwhileStays(t *testing.T) {
	t.Parallel()
	w, first, second := translated(t)
	doc := w.out(true)
	w.write(w.now().Piece(first), textMK, "Овде напишано.", 1)
	named(doc, first).Target = "Од датотеката."
	w.write(w.now().Piece(second), textEN, "Ask at the window.", 0)
	named(doc, second).Target = "Прашајте на шалтер."
	got := w.back(doc)
	if got.Saved != 1 || len(got.Contested) != 1 || got.Contested[0].Text != "Од датотеката." || got.Contested[0].Into.Text != "Овде напишано." {
		t.Fatalf("%+v", got)
	}
	if text := w.now().Piece(first).Text(studio.Text, "mk"); text != "Овде напишано." {
		t.Errorf("it says %q", text)
	}
	// The second one was translated from what does not stand there any more.
	doc = w.out(false)
	if one := named(doc, second); !one.Stale || one.Target != "Прашајте на шалтер." || one.Source != "Ask at the window." {
		t.Errorf("%+v", one)
	}
	named(doc, second).Stale = false // the translator has looked at it
	if got := w.back(doc); got.Confirmed != 1 {
		t.Errorf("%+v", got)
	}
	if w.now().Piece(second).Stale(studio.Text, "en", "mk") {
		t.Error("what a translator has confirmed is still called old")
	}
}

func TestATranslationComesBackWhereItsTextDoes(t *testing.T) {
	t.Parallel()
	w, first, _ := translated(t)
	w.write(w.now().Piece(first), textMK, "Кој праша, може да го прочита.", 1)
	w.write(w.now().Lessons()[0], studio.Place{Name: studio.Title, Lang: "mk"}, "Прва лекција", 1)
	lesson := w.now().Lessons()[0].ID
	same, like := w.add(block("Whoever asks may read it."), lesson), w.add(block("Whoever asks may read it today."), lesson)
	recalled := func() map[uuid.UUID][]translation.Match {
		t.Helper()
		draft := w.now()
		words := words.Of(draft, "mk")
		matches, err := w.Authoring.Recalled(t.Context(), draft, words, "mk")
		if err != nil {
			t.Fatal(err)
		}
		by := map[uuid.UUID][]translation.Match{}
		for i, word := range words {
			by[word.Piece.ID] = matches[i]
		}
		return by
	}
	if found := recalled(); len(found[same]) != 1 || !found[same][0].Exact() || len(found[like]) != 0 {
		t.Errorf("before it was published: %+v", found)
	}
	if _, err := w.Authoring.Publish(t.Context(), w.actor, w.draft, w.looked()); err != nil {
		t.Fatal(err)
	}
	if found := recalled(); len(found[same]) != 1 || len(found[like]) != 1 || found[like][0].Exact() || found[like][0].Target != "Кој праша, може да го прочита." {
		t.Errorf("after it was published: %+v", found)
	}
}
