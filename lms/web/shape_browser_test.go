//go:build whole

package web_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/content/markup/shape"
	"vatra/content/studio"
	"vatra/lms/authoring"
	"vatra/lms/browsertest"
	"vatra/lms/web/webtest"
)

// forms is a lesson with one block of each kind that has a form of its own, empty, and their ids.
func (w *workshop) forms() (lesson string, blocks map[shape.Kind]uuid.UUID) {
	w.T.Helper()
	id := uuid.New()
	module := w.now().Root.Parts[0].ID
	add := func(id uuid.UUID, plant studio.Plant, parent uuid.UUID) {
		webtest.Must(w.T, w.Authoring.Add(w.T.Context(), w.maria, w.draft, id, plant, authoring.Spot{Parent: parent, After: studio.Last}))
	}
	add(id, studio.Plant{Kind: studio.Lesson, Values: studio.Values{{Name: studio.Title, Lang: "en"}: "Forms", {Name: studio.Key}: "forms"}}, module)
	blocks = map[shape.Kind]uuid.UUID{}
	for _, kind := range shape.Kinds {
		blocks[kind] = uuid.New()
		add(blocks[kind], studio.Plant{Kind: studio.Block, Values: studio.Values{{Name: studio.Shape}: string(kind)}}, id)
	}
	return w.address() + "/lessons/" + id.String() + "?lang=", blocks
}

// A trainer fills in a table and a list without a mouse; both are saved as she writes, and are there when she comes back.
func TestBlocksAreWrittenInFormsByKeyboard(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	lesson, blocks := w.forms()
	said := func(kind shape.Kind, text string) func() bool {
		return func() bool { return w.now().Piece(blocks[kind]).Text(studio.Text, "en") == text }
	}
	b := w.write("maria@scoala.example", browsertest.Options{Width: 360, Language: "en"})
	b.Open(w.URL + lesson + "en")
	table := b.In("Table (1)")
	table.Fill("Heading of column 1", "Paper")
	table.Fill("Row 1, column 1", "a|b")
	table.Fill("What the table shows", "How long")
	eventually(t, "the table is saved", said(shape.Table, "| Paper |  |  |\n| --- | --- | --- |\n| a\\|b |  |  |\n\n: How long"))
	table.MustContain("Saved ")
	list := b.In("List (2)")
	for _, row := range []string{"Row 1", "Row 2", "Row 3"} {
		list.Fill(row, "in "+row)
	}
	b.Press("Enter")
	b.Type("after Enter")
	eventually(t, "the list is saved", said(shape.List, "- in Row 1\n- in Row 2\n- in Row 3\n- after Enter"))
	list.Click("Move up: Row 2")
	eventually(t, "the row has moved", said(shape.List, "- in Row 2\n- in Row 1\n- in Row 3\n- after Enter"))
	if got := list.Value("Row 1"); got != "in Row 2" {
		t.Errorf("the first row is %q", got)
	}
	b.In("Note (5)").Fill("Text", "Mind the step.")
	eventually(t, "the note is saved", said(shape.Note, "> [!TIP]\n> Mind the step."))
	b.In("Quotation (6)").Fill("What was said", "To be.")
	b.In("Quotation (6)").Fill("Who said it", "Hamlet")
	b.In("Opens when pressed (7)").Fill("What is pressed", "More")
	b.In("Opens when pressed (7)").Fill("What appears then", "It is.")
	eventually(t, "what folds away is saved", said(shape.Fold, "<details>\n<summary>More</summary>\n\nIt is.\n\n</details>"))
	b.Reload()
	if got := b.In("Table (1)").Value("Row 1, column 1"); got != "a|b" {
		t.Errorf("after reloading the cell is %q", got)
	}
	if left := b.Eval(`Object.keys(localStorage).filter((key) => key.startsWith("draft/")).length`); left != "0" {
		t.Errorf("%s texts are left behind in the browser", left)
	}
	for _, path := range []string{strings.Replace(lesson, "?", "/preview?", 1) + "en", lesson + "en", lesson + "ro", w.address() + "/translations?lang=ro"} {
		b.Open(w.URL + path)
		b.Overflow()
		b.Axe()
		b.Validate()
		b.MustWeigh(studioWeight)
	}
	b.Open(w.URL + lesson + "en")
	b.Screenshot("forms")
}

func TestAQuestionIsSavedAsItIsWritten(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	says := func(words string) func() bool {
		return func() bool { return strings.Contains(w.now().Piece(w.questions[0]).Text(studio.Text, "en"), words) }
	}
	b := w.write("maria@scoala.example", browsertest.Options{Width: 360, Language: "en"})
	b.Open(w.URL + w.address() + "/questions/" + w.questions[0].String() + "?lang=en")
	b.Fill("What you ask", "Whose was it?")
	eventually(t, "the question is saved", says("**Whose was it?**"))
	b.MustContain("Saved ")
	b.Click("More rows")
	b.In("Choice 4").Fill("Text of the choice", "The clerk's")
	eventually(t, "the new choice is saved", says("- [ ] The clerk's"))
	b.Eval(`window.fetch = () => Promise.reject(new TypeError("no line")), 0`)
	b.Click("More rows")
	b.In("Choice 5").Fill("Text of the choice", "The mayor's")
	b.MustContain("Not saved yet")
	b.Reload()
	eventually(t, "what was kept is put into as many rows, and saved", says("- [ ] The mayor's"))
	b.Problems()
	b.Fill("What you ask", "")
	b.MustContain("Not saved yet, and kept in this browser:")
	b.Problems() // the browser's own remark on what was refused
	b.Fill("What you ask", "Whose is it now?")
	eventually(t, "it is saved again", says("**Whose is it now?**"))
	b.Axe()
}
