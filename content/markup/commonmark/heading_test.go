package commonmark_test

import (
	"testing"

	"vatra/content/markup/commonmark"
)

func TestHeadingOfAText(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]struct {
		words string
		end   int
	}{
		"# A *b* `c` {#id}\n\nText.\n": {"A b c", 18},
		"# A\n# B\n":                   {"A", 4},
		"# A":                          {"A", 3},
		"   #\tA &amp; b #\nText":      {"A & b", 17},
		"A\n=\nText\n":                 {"A", 4},
		"Text.\n\n# A\n":               {"A", 0},
		"```\n# code\n```\n\n# A\n":    {"A", 0},
		"## B\n\n# A\n":                {"A", 0},
		"# \n\n# A\n":                  {"A", 0},
		"    # code\n":                 {"", 0},
		"# A [link][1] ![](x.png)\n\n[1]: /there\n": {"A link", 25},
		"": {"", 0},
	} {
		if words, end := commonmark.Heading(source); words != want.words || end != want.end {
			t.Errorf("%q: %q, %d; want %q, %d", source, words, end, want.words, want.end)
		}
	}
}
