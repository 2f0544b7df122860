package authoring_test

import (
	"strings"
	"testing"

	"vatra/content/markup/shape"
	"vatra/content/pack/packtest"
	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/authoring"
)

// shapes are one block of each kind, in English.
func shapes(t *testing.T) (all []studio.Plant) {
	t.Helper()
	for _, one := range []shape.Block{
		{Kind: shape.Table, Rows: [][]string{{"Paper", "Years"}, {"a|b", "**3**"}}, Aligns: []string{"", "right"}, Title: "How long"},
		{Kind: shape.List, Rows: [][]string{{"Bread"}, {"- Salt"}}},
		{Kind: shape.List, Rows: [][]string{{"Oil"}}},
		{Kind: shape.Steps, Rows: [][]string{{"Open"}, {"Shut"}}},
		{Kind: shape.Tasks, Rows: [][]string{{"Ask"}}},
		{Kind: shape.Note, Tone: "warning", Text: "Mind the step.\n\n- one"},
		{Kind: shape.Quote, Text: "To be.", Title: "Hamlet"},
		{Kind: shape.Fold, Title: "More", Text: "It *is*.\n\n- a\n- b"},
	} {
		text, whole := one.Markdown()
		if !whole {
			t.Fatalf("%+v is not kept", one)
		}
		plant := block(text)
		plant.Values[studio.Place{Name: studio.Shape}] = string(one.Kind)
		all = append(all, plant)
	}
	return all
}

// shapesOf are the blocks of a draft's first lesson, each with its form.
func (w *writer) shapesOf(draft *studio.Draft) string {
	var all []string
	for _, part := range draft.Lessons()[0].Parts {
		all = append(all, part.Shared(studio.Shape)+":\n"+part.Text(studio.Text, "en"))
	}
	return strings.Join(all, "\n\n")
}

// Whatever is written in a form is the same after it went out as Markdown and came in again, and is written in that form again.
func TestBlocksComeBackFromMarkdown(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	lesson := w.now().Lessons()[0]
	w.add(asked("whose"), lesson.ID)
	quote := shapes(t)[6]
	w.add(quote, lesson.ID) // which is no feedback of the question
	for _, plant := range shapes(t) {
		w.add(plant, lesson.ID)
	}
	written := w.shapesOf(w.now())
	source := w.now().Lessons()[0].Source("en")
	if _, err := w.Authoring.Publish(t.Context(), w.actor, w.draft, authoring.Publishing{}); err != nil {
		t.Fatal(err)
	}
	published := everything(t, w.School, "open-registers")
	w.Install(packtest.Folder(t, map[string]string{
		"course.yaml": "vatra: 1\ncode: again\ntitle: {en: Open registers}\nlanguages: [en]\nlicence: CC-BY-4.0\n" +
			"modules:\n  - {folder: 01-one, title: {en: One}}\n",
		"01-one/01-" + lesson.Shared(studio.Key) + ".en.md": "---\ntitle: " + lesson.Text(studio.Title, "en") + "\n---\n\n" + source + "\n",
	}))
	at := lesson.Shared(studio.Key) + " en"
	again := everything(t, w.School, "again")
	clean := func(html string) string {
		return strings.ReplaceAll(strings.Join(strings.Fields(html), ""), "<!---->", "")
	}
	if clean(again[at]) != clean(published[at]) {
		t.Errorf("it was\n%s\nand came back as\n%s", published[at], again[at])
	}
	boss := w.Person("boss@primarie.example", access.RoleAdministrator)
	adopted, err := w.Authoring.Adopt(t.Context(), boss, "again")
	if err != nil {
		t.Fatal(err)
	}
	draft, err := w.Authoring.Draft(t.Context(), boss, adopted)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.shapesOf(draft); got != written {
		t.Errorf("it was written as\n%s\nand is\n%s", written, got)
	}
	_, touch, err := w.Authoring.Touches(t.Context(), boss, adopted)
	if err != nil || len(touch.Changed) != 0 {
		t.Errorf("unchanged it would touch %+v, %v", touch, err)
	}
}
