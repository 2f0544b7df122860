package commonmark_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vatra/content/markup/commonmark"
)

func TestBlocksAreAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	for source, want := range map[string][]string{
		"":         nil,
		"One\ntwo": {"One\ntwo"},
		"# Title\nText\n\n\n- a\n\n- b\n  - c\n\n| a | b |\n|---|---|\n| 1 | 2 |\n": {
			"# Title", "Text", "- a\n\n- b\n  - c", "| a | b |\n|---|---|\n| 1 | 2 |",
		},
		"Title\n=====\n\n```go\nx\n\ny\n```\n\n~~~\nz\n~~~\n\n> quoted\nlazy": {
			"Title\n=====", "```go\nx\n\ny\n```", "~~~\nz\n~~~", "> quoted\nlazy",
		},
		"a\n\n***\n\nb":           {"a\n\n***", "b"},
		"See [x].\n\n[x]: /y":     {"See [x].\n\n[x]: /y"},
		"A[^1].\n\n[^1]: Note.":   {"A[^1].\n\n[^1]: Note."},
		"<div>\n\ntext\n\n</div>": {"<div>", "text", "</div>"},
	} {
		if got := commonmark.Blocks(source); !slices.Equal(got, want) {
			t.Errorf("%q is %q and not %q", source, got, want)
		}
	}
}

// Put together again, the blocks of the courses that come with Vatra make the same pages.
func TestBlocksPutTogetherMakeTheSamePage(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../starter/*/*/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no courses to read", err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		whole := page(t, string(source))
		again := page(t, strings.Join(commonmark.Blocks(string(source)), "\n\n"))
		if whole != again {
			t.Errorf("%s is another page", file)
		}
	}
}

func page(t *testing.T, source string) string {
	t.Helper()
	html, _, err := commonmark.HTML([]byte(source), "")
	if err != nil {
		t.Fatal(err)
	}
	return html
}
