package pasted_test

import (
	"strings"
	"testing"

	"vatra/content/markup/pasted"
	"vatra/lms/fault"
)

// word is a paragraph of a list as Word writes it.
func word(level, sign, text string) string {
	return `<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level` + level + ` lfo1'><![if !supportLists]><span style='font-family:Symbol'><span
style='mso-list:Ignore'>` + sign + `<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]><span lang=RO>` + text + `<o:p></o:p></span></p>`
}

func TestWhatIsPastedBecomesMarkdown(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ source, want string }{
		"a page": {
			`<nav>Menu</nav><h1>Title</h1><p>One <b>two</b> <i>three</i>&nbsp;<a href="https://example.org">four</a> <a href="javascript:x()">five</a>.</p><script>alert(1)</script><img src="x.png" onerror="alert(1)">`,
			"## Title\n\nOne **two** *three* [four](https://example.org) five.",
		},
		"headings that fit": {"<h2>A</h2><h3>B</h3>", "## A\n\n### B"},
		"Google Docs": {
			`<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:400">One </span><span style="font-weight:700;font-style:italic">two</span></p><ul><li dir="ltr"><p dir="ltr"><span>three</span></p></li></ul></b>`,
			"One ***two***\n\n- three",
		},
		"a list of Word": {
			"<html xmlns:o='urn:x'><head><style>p{}</style></head><body><!--StartFragment-->" + word("1", "·", "One") + word("2", "o", "Two") + word("1", "·", "Three") + "<p>Four</p>" + word("1", "1.", "Five") + word("1", "2.", "Six") + "<!--EndFragment--></body></html>",
			"- One\n  \n  - Two\n- Three\n\nFour\n\n1. Five\n2. Six",
		},
		"a table": {
			`<table><tr><td><p class=MsoNormal><b>Paper</b></p></td><td><p>Years</p></td></tr><tr><td><p>a|b</p></td><td><p>3</p></td></tr></table>`,
			"| **Paper** | Years |\n|---|---|\n| a\\|b | 3 |",
		},
		"words like signs": {"<p># no heading</p><p>1. no list</p><p>*no star*</p>", "\\# no heading\n\n1\\. no list\n\n\\*no star*"},
		"nothing":          {"<img src=x>", ""},
	} {
		got, err := pasted.Markdown(c.source)
		if err != nil || got != c.want {
			t.Errorf("%s: %v\n%s\nand not\n%s", name, err, got, c.want)
		}
	}
}

func TestWhatIsPastedIsBounded(t *testing.T) {
	t.Parallel()
	spans, err := pasted.Markdown("<p>" + strings.Repeat("<span style='mso-fareast-language:RO'>word </span>", 3000) + "</p>")
	if err != nil || strings.Count(spans, "word") != 3000 || strings.Contains(spans, "<") {
		t.Errorf("3,000 spans are %.100s, %v", spans, err)
	}
	if _, err := pasted.Markdown(strings.Repeat("a", pasted.Most+1)); !fault.Is(err, fault.TooLarge) {
		t.Errorf("too much is %v", err)
	}
	for _, source := range []string{
		strings.Repeat("<ul><li>", 1000), strings.Repeat("<blockquote>", 100), strings.Repeat("<b>", 5000) + strings.Repeat("<p>a", 5000),
	} {
		if _, err := pasted.Markdown(source); !fault.Is(err, fault.Invalid) {
			t.Errorf("%.40s… is %v", source, err)
		}
	}
}

func FuzzMarkdown(f *testing.F) {
	f.Add("<p>a<b>b</b></p>")
	f.Add(word("2", "1.", "x"))
	f.Add("<table><tr><td>a</table>")
	f.Fuzz(func(_ *testing.T, source string) { _, _ = pasted.Markdown(source) })
}
