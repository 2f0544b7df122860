package studio_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/web/webtest"
)

// insert makes a block of a kind at the end of the lesson that is open, and gives its address.
func (a *author) insert(kind string) string {
	a.t.Helper()
	a.Follow(a.send(a.pieceOfLesson(), "do", "add-"+kind))
	all := a.blocks()
	return "/pieces/" + all[len(all)-1]
}

// saved is the text of a block, in the language.
func (a *author) saved(piece, tag string) (text string) {
	a.t.Helper()
	id := piece[len(piece)-36:]
	webtest.Must(a.t, a.DB.NewRaw(`SELECT coalesce((SELECT text FROM piece_fields WHERE piece_id = ? AND name = 'text' AND lang = ?), '')`, id, tag).Scan(a.t.Context(), &text))
	return text
}

// An author without scripts writes one of each block in its form, and learners see it.
func TestEachBlockIsWrittenInItsForm(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	address := a.lesson()
	for _, c := range []struct {
		kind          string
		typed         []string
		text          string
		form, learner []string
	}{
		{
			"table",
			[]string{"cell-0-0", "Paper", "cell-0-1", "Years", "cell-1-0", "a|b", "cell-1-1", "**3**", "heading", "How long"},
			"| Paper | Years |  |\n| --- | --- | --- |\n| a\\|b | **3** |  |\n\n: How long",
			[]string{`name="cell-1-0" value="a|b" aria-label="Row 1, column 1"`, `aria-label="Heading of column 2"`, `value="How long"`},
			[]string{"<caption>How long</caption>", "<td>a|b</td>", "<strong>3</strong>"},
		},
		{"list", []string{"row-0", "Bread", "row-2", "- Salt"}, "- Bread\n- \\- Salt", []string{`name="row-1" value="- Salt"`}, []string{"<li>Bread</li>", "<li>- Salt</li>"}},
		{"steps", []string{"row-0", "Open", "row-1", "Shut"}, "1. Open\n2. Shut", []string{`name="row-1" value="Shut"`}, []string{"<ol>", "<li>Shut</li>"}},
		{"tasks", []string{"row-0", "Ask"}, "- [ ] Ask", []string{`name="row-0" value="Ask"`}, []string{`<li class="task">☐ Ask</li>`}},
		{"note", []string{"body", "Mind the step.", "tone", "warning"}, "> [!WARNING]\n> Mind the step.", []string{`<option value="warning" selected>`}, []string{`<div class="note warning">`, "Warning"}},
		{"quote", []string{"body", "To be.", "heading", "Hamlet"}, "> To be.\n>\n> — Hamlet", []string{">To be.</textarea>", `value="Hamlet"`}, []string{"<figcaption>— Hamlet</figcaption>"}},
		{"fold", []string{"heading", "More <b>", "body", "It *is*."}, "<details>\n<summary>More &lt;b&gt;</summary>\n\nIt *is*.\n\n</details>", []string{`value="More &lt;b&gt;"`}, []string{"<summary>More &lt;b&gt;</summary>"}},
	} {
		a.Get(address)
		piece := a.insert(c.kind)
		a.Follow(a.send(piece, append(c.typed, "do", "save")...)).Check(t, http.StatusOK, append(c.form, "It was saved."), []string{"</textarea>|"})
		if got := a.saved(piece, "en"); got != c.text {
			t.Errorf("of a %s is kept\n%s", c.kind, got)
		}
		got := a.shown(piece[len("/pieces/"):], "en")
		for _, words := range c.learner {
			if !strings.Contains(got, words) {
				t.Errorf("a %s is shown as %s", c.kind, got)
			}
		}
	}
}

func TestRowsAndColumnsComeMoveAndGoWithoutScripts(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.lesson()
	list := a.insert("list")
	a.Follow(a.send(list, "row-0", "one", "row-1", "two", "row-2", "three", "do", "row-up-at-2"))
	if got := a.saved(list, "en"); got != "- one\n- three\n- two" {
		t.Errorf("moved up it is\n%s", got)
	}
	a.Follow(a.send(list, "do", "row-out-at-0"))
	if got := a.saved(list, "en"); got != "- three\n- two" {
		t.Errorf("without its first row it is\n%s", got)
	}
	a.Follow(a.send(list, "row-2", "four", "do", "row-more")).Check(t, http.StatusOK, []string{`name="row-6"`, `name="row-3" value="" aria-label="Row 4" autofocus`}, nil)
	table := a.insert("table")
	a.Follow(a.send(table, "cell-0-0", "a", "cell-0-2", "c", "cell-1-1", "b", "do", "column-out-at-1"))
	a.Follow(a.send(table, "do", "column-more"))
	if got := a.saved(table, "en"); got != "| a | c |  |\n| --- | --- | --- |" {
		t.Errorf("the table is\n%s", got)
	}
}

func TestATextIsTakenIntoAFormAndBack(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.lesson()
	piece := a.insert("block")
	a.Follow(a.send(piece, "text", "Words.", "do", "save")).Check(t, http.StatusOK, nil, []string{a.Says("studio.as_form")})
	a.Follow(a.send(piece, "text", "- one\n- two", "do", "save")).Check(t, http.StatusOK, []string{a.Says("studio.as_form")}, nil)
	a.Follow(a.send(piece, "text", "- one\n- two", "do", "as-form")).Check(t, http.StatusOK, []string{`name="row-1" value="two"`}, nil)
	a.Follow(a.send(piece, "do", "as-text")).Check(t, http.StatusOK, []string{">- one - two</textarea>"}, nil)
}

// In a translation the form has the rows of the original, which stand beside it.
func TestAFormIsTranslatedRowByRow(t *testing.T) {
	t.Parallel()
	a, _, page := bilingual(t)
	english := a.lesson()
	list := a.insert("list")
	a.Follow(a.send(list, "row-0", "Bread", "row-1", "Salt", "do", "save"))
	a.Get(strings.Replace(english, "lang=en", "lang=ro", 1)).Check(t, http.StatusOK, []string{"<li>Bread</li>", `name="row-1"`}, []string{`name="row-2"`})
	a.Get(page).Check(t, http.StatusOK, []string{"<li>Salt</li>"}, nil)
	a.Follow(a.send(list, "row-0", "Pâine", "row-1", "Sare", "do", "save"))
	if got := a.saved(list, "ro"); got != "- Pâine\n- Sare" {
		t.Errorf("translated it is\n%s", got)
	}
	a.Get(english)
	a.Follow(a.send(list, "row-1", "Salt and oil", "do", "save"))
	a.Get(page).Check(t, http.StatusOK, []string{a.Says("studio.stale"), `value="Sare"`}, nil)
}

func TestNobodyWritesOverAnothersTable(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.lesson()
	table := a.insert("table")
	action, stale := a.form(table, "cell-0-0", "Mine")
	a.Follow(a.send(table, "cell-0-0", "Theirs", "do", "save"))
	a.Post(action, stale).Check(t, http.StatusConflict, []string{`name="cell-0-0" value="Mine"`, "| Theirs |"}, nil)
}

func TestScriptInEveryFieldIsOnlyWords(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	address := a.lesson()
	const script = `<script>alert(1)</script>`
	for _, kind := range []string{"table", "list", "steps", "tasks", "note", "quote", "fold"} {
		a.Get(address)
		piece := a.insert(kind)
		fields := []string{"do", "save"}
		for _, name := range []string{"cell-0-0", "cell-1-0", "row-0", "heading", "body"} {
			if regexp.MustCompile(`(?s)action="[^"]*` + piece + `".*?name="` + name + `".*?</form>`).MatchString(a.Last.Body) {
				fields = append(fields, name, script)
			}
		}
		a.Follow(a.send(piece, fields...)).Check(t, http.StatusOK, []string{"&lt;script&gt;alert(1)"}, []string{script})
		if got := a.shown(piece[len("/pieces/"):], "en"); strings.Contains(got, "<script") {
			t.Errorf("a %s runs it: %s", kind, got)
		}
	}
	a.Get(address)
	fold := a.insert("fold")
	a.send(fold, "heading", "More", "body", "```\nnever shut", "do", "save").Check(t, http.StatusUnprocessableEntity,
		[]string{a.Says("studio.shape_unkept"), "never shut</textarea>"}, nil)
}
