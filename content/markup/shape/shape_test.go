package shape_test

import (
	"reflect"
	"strings"
	"testing"

	"vatra/content/markup/commonmark"
	"vatra/content/markup/shape"
)

func rows(texts ...string) (all [][]string) {
	for _, text := range texts {
		all = append(all, []string{text})
	}
	return all
}

func TestABlockIsMarkdownAndComesBack(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		block shape.Block
		want  string
	}{
		{
			shape.Block{Kind: shape.Table, Rows: [][]string{{"Paper", "Kept"}, {"a|b", "3 **years**"}, {"", "`x|y`"}}, Aligns: []string{"", "right"}, Title: "How long"},
			"| Paper | Kept |\n| --- | --: |\n| a\\|b | 3 **years** |\n|  | `x\\|y` |\n\n: How long",
		},
		{shape.Block{Kind: shape.Table, Rows: [][]string{{""}, {"one"}}, Aligns: []string{""}}, "|  |\n| --- |\n| one |"},
		{
			shape.Block{Kind: shape.List, Rows: rows("Bread", "- no list", "# no heading", "[x] no box", "4. no number", "<div>")},
			"- Bread\n- \\- no list\n- \\# no heading\n- \\[x] no box\n- 4\\. no number\n- \\<div>",
		},
		{shape.Block{Kind: shape.Steps, Rows: rows("Open", "***", "Shut")}, "1. Open\n2. \\***\n3. Shut"},
		{shape.Block{Kind: shape.Tasks, Rows: rows("Open", "# shut")}, "- [ ] Open\n- [ ] # shut"},
		{shape.Block{Kind: shape.Note, Tone: "warning", Text: "Mind *the* step.\n\n- one"}, "> [!WARNING]\n> Mind *the* step.\n>\n> - one"},
		{shape.Block{Kind: shape.Quote, Text: "To be.\n\nOr not.", Title: "Hamlet"}, "> To be.\n>\n> Or not.\n>\n> — Hamlet"},
		{shape.Block{Kind: shape.Quote, Text: "[!TIP]\nnot one"}, "> \\[!TIP]\n> not one"},
		{
			shape.Block{Kind: shape.Fold, Title: "More & <more>", Text: "One.\n\nTwo."},
			"<details>\n<summary>More &amp; &lt;more&gt;</summary>\n\nOne.\n\nTwo.\n\n</details>",
		},
		{shape.Block{Kind: shape.Fold, Title: "Only a title"}, "<details>\n<summary>Only a title</summary>\n\n</details>"},
	} {
		got, whole := c.block.Markdown()
		if got != c.want || !whole {
			t.Errorf("%+v is %v\n%s\nand not\n%s", c.block, whole, got, c.want)
		}
		if kind := shape.Of(got); kind != c.block.Kind {
			t.Errorf("\n%s\nis read as %q", got, kind)
		}
		if back, _ := shape.Read(c.block.Kind, got); !reflect.DeepEqual(back, c.block) {
			t.Errorf("\n%s\ncomes back as %+v", got, back)
		}
		if blocks := commonmark.Blocks(got); len(blocks) != 1 {
			t.Errorf("\n%s\nis %d blocks", got, len(blocks))
		}
	}
}

func TestWhatAFormCannotSayStaysAText(t *testing.T) {
	t.Parallel()
	for _, source := range []string{
		"", "Words.", "- a\n  - b", "- a\n\n- b", "- a\n\nWords.", "- a\n* b", "1. a\n1) b", "5. from five", "- [x] done",
		"| a |\n| --- |\n| 1 |\n\nWords.", "> a\nlazy", "> a\n\n> b", "<details open>\n<summary>a</summary>\n\nb\n\n</details>",
		"<details>\n<summary><b>a</b></summary>\n\nb\n\n</details>", "> [!NOTE]\n> Words.", "- a\n  ```\n  b\n  ```", "- <b>a</b> b",
		"- " + strings.Repeat("a\n- ", shape.MaxRows) + "b",
	} {
		if kind := shape.Of(source); kind != "" {
			t.Errorf("%q is %s", source, kind)
		}
	}
	for _, block := range []shape.Block{
		{Kind: shape.Fold, Title: "More", Text: "```\nnever shut"},
		{Kind: shape.Fold, Title: "More", Text: "<!-- never shut"},
	} {
		if text, whole := block.Markdown(); whole {
			t.Errorf("%q holds", text)
		}
	}
}

func TestListsThatMeetAreParted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		before, after string
		meet          bool
	}{
		{"- a", "- b", true},
		{"Words.\n\n1. a", "1. b", true},
		{"- a", "1. b", false},
		{"- a", "* b", false},
		{"- a\n\nWords.", "- b", false},
		{"- a", "Words.", false},
		{"", "- a", false},
	} {
		if got := shape.Meet(c.before, c.after); got != c.meet {
			t.Errorf("%q and %q: %v", c.before, c.after, got)
		}
	}
}

// FuzzBlock puts anything at all into each field: what was written is kept, or it is told that it cannot be.
func FuzzBlock(f *testing.F) {
	f.Add("a|b", "- c", "# d\n\ne")
	f.Add(`\|`, `\- x`, "```")
	f.Add("<script>", "[a]: b", "— who")
	f.Fuzz(func(t *testing.T, one, two, three string) {
		for _, kind := range shape.Kinds {
			block := shape.Block{Kind: kind, Title: one, Text: three, Tone: "tip", Rows: rows(one, two, three)}
			if kind == shape.Table {
				block.Rows, block.Aligns = [][]string{{one, two}, {three, one}}, []string{"", "center"}
			}
			text, whole := block.Markdown()
			if !whole || text == "" {
				continue
			}
			back, _ := shape.Read(kind, text)
			again, whole := back.Markdown()
			if !whole || again != text {
				t.Errorf("%s of %q, %q, %q is %q and then %q", kind, one, two, three, text, again)
			}
		}
	})
}
