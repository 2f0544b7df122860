package markup_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"vatra/content/markup"
	"vatra/lms/fault"
)

// numbered joins what the format makes of the numbers up to n.
func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// steps is a list within a list within a list.
func steps(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return b.String()
}

// TestNoTextCostsMoreThanItsLength asserts what can be counted: that each of these is told of, and what is made for it. Before
// they were bounded each took seconds or minutes, or gigabytes.
func TestNoTextCostsMoreThanItsLength(t *testing.T) { //nolint:paralleltest // it counts what is allocated
	const tooDense, unreadable = "content.text_too_dense", "content.html_unreadable"
	for name, c := range map[string]struct{ source, syntax, warning string }{
		"links without an end":        {strings.Repeat("[a](", 40_000), markup.SyntaxMarkdown, tooDense},
		"links without a name":        {strings.Repeat("[](", 40_000), markup.SyntaxMarkdown, tooDense},
		"links in brackets":           {strings.Repeat("[](()", 40_000), markup.SyntaxMarkdown, tooDense},
		"pictures in pictures":        {strings.Repeat("![[]()", 40_000), markup.SyntaxMarkdown, tooDense},
		"emphasis of two sorts":       {strings.Repeat("**a_", 40_000), markup.SyntaxMarkdown, tooDense},
		"emphasis that ends too late": {strings.Repeat("a**b", 20_000) + strings.Repeat("c* ", 20_000), markup.SyntaxMarkdown, tooDense},
		"numbers in numbers":          {strings.Repeat("1. ", 40_000), markup.SyntaxMarkdown, tooDense},
		"lists in quotes":             {strings.Repeat("> - ", 40_000), markup.SyntaxMarkdown, tooDense},
		"quotes":                      {strings.Repeat(">", 40_000) + "a", markup.SyntaxMarkdown, tooDense},
		"footnotes in footnotes":      {numbered("[^r%d]: ", 10_000), markup.SyntaxMarkdown, tooDense},
		"many footnotes":              {numbered("[^r%d] [^r%[1]d]\n\n[^r%[1]d]: x\n\n", 5_000), markup.SyntaxMarkdown, tooDense},
		"empty lines in deep lists":   {steps(60) + strings.Repeat("\n", 100_000) + "a", markup.SyntaxMarkdown, tooDense},
		"a square table":              {strings.Repeat("|a", 10_000) + "|\n" + strings.Repeat("|-", 10_000) + "|\n" + strings.Repeat("|\n", 10_000), markup.SyntaxMarkdown, tooDense},
		"one long address often":      {"[a]: " + strings.Repeat("b", 40_000) + "\n\n" + strings.Repeat("[a] ", 10_000), markup.SyntaxMarkdown, tooDense},
		"targets of links":            {strings.Repeat("[a]: b\n", 40_000), markup.SyntaxMarkdown, tooDense},
		"nothing but marks":           {strings.Repeat("*", 4<<20), markup.SyntaxMarkdown, unreadable},
		"comments":                    {strings.Repeat("<!---->", 400_000), markup.SyntaxHTML, unreadable},
		"bold without an end":         {numbered("<b id=a%d>", 300) + strings.Repeat("<p>x", 20_000), markup.SyntaxHTML, unreadable},
		"the same in Markdown":        {"<p>" + numbered("<b id=a%d>", 300) + strings.Repeat("<p>x", 20_000), markup.SyntaxMarkdown, unreadable},
		"attributes":                  {"<p " + numbered("a%d ", 100_000) + ">x", markup.SyntaxHTML, unreadable},
		"bodies with attributes":      {numbered("<body a%d>", 260_000), markup.SyntaxHTML, unreadable},
		"deep elements":               {strings.Repeat("<div>", 10_000) + "x", markup.SyntaxHTML, unreadable},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got, warnings := (&markup.Renderer{}).Render(c.source, c.syntax)
			runtime.ReadMemStats(&after)
			if !slices.ContainsFunc(warnings, func(w fault.Warning) bool { return w.Key == c.warning }) {
				t.Errorf("nothing is told of it: %v", warnings)
			}
			const most = 130 << 20
			if made := int(after.TotalAlloc - before.TotalAlloc); made > most+20*len(c.source) {
				t.Errorf("%d MB were made of %d kB", made>>20, len(c.source)>>10)
			}
			if len(got) > 100<<10+20*len(c.source) {
				t.Errorf("%d kB became %d kB", len(c.source)>>10, len(got)>>10)
			}
		})
	}
}

// TestTablesInCaptionsAreNotReadOutAgainAndAgain: the label of each held the text of all within.
func TestTablesInCaptionsAreNotReadOutAgainAndAgain(t *testing.T) {
	t.Parallel()
	source := strings.Repeat("<table><caption>", 100) + strings.Repeat("word ", 20_000)
	if got, _ := (&markup.Renderer{}).Render(source, markup.SyntaxHTML); len(got) > 2*len(source) {
		t.Errorf("%d bytes became %d", len(source), len(got))
	}
}

// TestHonestTextsAreFarFromTheBounds: long ones, with all that they may hold, are read whole.
func TestHonestTextsAreFarFromTheBounds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ source, want string }{
		"a list of links":         {strings.Repeat("[a town hall](https://example.org/a)\n", 1000), `<a href="https://example.org/a"`},
		"a paragraph of emphasis": {strings.Repeat("a **word** and _another_, ", 200), "<strong>word</strong>"},
		"a long table":            {"|a|b|c|d|\n|-|-|-|-|\n" + strings.Repeat("|**x**|[y](https://a.b)|z||\n", 2000), "<strong>x</strong>"},
		"a long list":             {strings.Repeat("- one\n  - two\n    - three **x**\n", 2000), "<strong>x</strong>"},
		"a glossary":              {numbered("[t%d]: https://example.org/%[1]d\n", 1000) + "\n" + numbered("[t%d] ", 1000), `<a href="https://example.org/999"`},
		"notes":                   {numbered("A claim.[^n%d]\n\n", 300) + numbered("[^n%d]: A source.\n\n", 300), `id="c-1-fn.300"`},
		"a book of quotes":        {strings.Repeat("> > A thing **said**.\n\n", 3000), "<strong>said</strong>"},
		"paragraphs in bold":      {strings.Repeat("<p><b>a</p>", 5000), "<b>a</b>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, warnings := (&markup.Renderer{}).Render(c.source, markup.SyntaxMarkdown)
			if n := strings.LastIndex(got, c.want); n < 0 || len(warnings) > 0 {
				t.Errorf("%v; it ends with %s", warnings, got[max(0, len(got)-300):])
			}
		})
	}
}
