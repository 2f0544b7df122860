// Package markup turns what authors write, Markdown or HTML, into the blocks that a page may show: text, structure, and
// links that are known, and nothing that could run. It knows no package, no store and no course: whoever renders says
// where links lead.
package markup

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"vatra/content/markup/commonmark"
	"vatra/content/media"
	"vatra/lms/fault"
)

// The syntaxes of a source.
const (
	SyntaxMarkdown = "markdown"
	SyntaxHTML     = "html"
)

// Renderer turns what an author wrote into the HTML of one lesson in one language: a lesson's pieces go through one
// renderer in their order, so that headings keep their levels and ids stay unique. It is not for use by many at once.
//
// Nothing of the author's gets through but text, structure, and links that Resolve or the list of schemes knows: no
// script, no style, no class but the language of code, no remote picture, no frame. A picture or a file that is missing
// leaves its words; whatever was left out is told in the warnings.
type Renderer struct {
	// Resolve finds what a link of the source leads to in the course; see Links.From.
	Resolve func(link string) (Resolved, bool)
	// Entry is the source's path in its package, for the warnings.
	Entry string
	// Title is the lesson's title: a first heading that says the same is left out, since the page shows it already.
	Title string
	// Lang is the language of the source; it decides how numbers look.
	Lang string
	// Labels are the words that the renderer adds, in the language of the source.
	Labels Labels

	pieces  int
	tables  int
	outline []int          // levels of the headings around the place, as the author gave them
	ids     map[string]int // how often an id was wanted
	begun   bool           // a heading was seen
}

// Labels are words for readers who hear a page. Without Table a table has no name of its own.
type Labels struct {
	Table     string // "Table": names a wide table that scrolls, followed by its number
	Footnotes string // "Footnotes"
	Back      string // "Back to the text": from a footnote
	// What a note is, by its tone: see shape.Tones. One without a word has none above it.
	Tones map[string]string
}

// LabelsBy are the labels in the language in which their keys are said.
func LabelsBy(say func(key string, args ...any) string) Labels {
	return Labels{
		Table: say("content.table"), Footnotes: say("content.footnotes"), Back: say("content.footnote_back"),
		Tones: map[string]string{
			"tip": say("content.note_tip"), "warning": say("content.note_warning"), "remember": say("content.note_remember"),
		},
	}
}

// Resolved is where a link leads: an AssetLink or a LessonLink. Asset is nil for a lesson; Name is the file's name.
type Resolved struct {
	Link  string
	Name  string
	Asset *media.Asset
}

// Render gives the HTML of one piece of a lesson, already sanitised, and what had to be left out. The syntax is
// SyntaxMarkdown (CommonMark with the tables, strikethrough, task lists and links of GFM, and footnotes; HTML in it goes
// the way of all HTML) or SyntaxHTML.
func (r *Renderer) Render(source, syntax string) (string, []fault.Warning) {
	r.pieces++
	p := &piece{r: r, told: map[string]bool{}, ofKind: map[string]int{}}
	if !utf8.ValidString(source) {
		source = strings.ToValidUTF8(source, "\uFFFD")
	}
	source = strings.ReplaceAll(source, "\x00", "\uFFFD")
	written := source
	if syntax == SyntaxMarkdown {
		converted, err := p.convert([]byte(source))
		if err != nil {
			return p.asText(source)
		}
		source = converted
	}
	if Tangled(source) {
		return p.asText(written)
	}
	body, err := parseBody(source)
	if err != nil {
		return p.asText(written)
	}
	p.tidy(body)
	var out bytes.Buffer
	for n := body.FirstChild; n != nil; n = n.NextSibling {
		if err := html.Render(&out, n); err != nil {
			return p.asText(written)
		}
	}
	// Every > of a text or an attribute is escaped, so this meets only <br/> and its like.
	plain := strings.ReplaceAll(out.String(), "/>", ">")
	return strings.TrimSpace(Sanitise(plain)), p.warnings
}

// convert makes HTML of Markdown, within bounds; what is beyond them is told, and stays as it is written.
func (p *piece) convert(source []byte) (string, error) {
	converted, over, err := commonmark.HTML(source, fmt.Sprintf("%d-", p.r.pieces))
	if over {
		p.warn("content.text_too_dense", "", "")
	}
	return converted, err
}

// asText is for a source that no parser takes, such as one that is nested thousands deep: the reader gets its letters.
func (p *piece) asText(source string) (string, []fault.Warning) {
	p.warn("content.html_unreadable", "", "")
	return Sanitise("<pre>" + html.EscapeString(source) + "</pre>"), p.warnings
}

// parseBody reads HTML as a browser reads what stands in a body, and gives that body.
func parseBody(source string) (*html.Node, error) {
	context := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(source), context)
	if err != nil {
		return nil, err
	}
	body := element("body")
	for _, n := range nodes {
		body.AppendChild(n)
	}
	return body, nil
}

// Minutes is the time to read HTML at 200 words a minute, in whole minutes, rounded up.
func Minutes(source string) int {
	const aMinute = 200
	words := 0
	tokens := html.NewTokenizer(strings.NewReader(source))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return (words + aMinute - 1) / aMinute
		case html.TextToken:
			words += len(strings.Fields(string(tokens.Text())))
		}
	}
}
