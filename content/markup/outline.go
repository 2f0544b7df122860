package markup

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// IDPrefix keeps the ids of a lesson apart from those of the page around it.
const IDPrefix = "c-"

// noteID is how the ids of footnotes look that come out of Markdown.
var noteID = regexp.MustCompile(`^[0-9]+-fn(ref[0-9]*)?:[0-9]+$`)

// heading gives a heading its level on the page and an id. The page's own heading is the one h1, so a lesson's begin at
// h2; a level that the author jumped over is closed up.
func (p *piece) heading(n *html.Node) {
	text := textOf(n)
	if text == "" {
		unwrap(n)
		return
	}
	first := !p.r.begun
	p.r.begun = true
	if first && p.r.Title != "" && sameWords(text, p.r.Title) {
		n.Parent.RemoveChild(n)
		return
	}
	given := int(n.Data[1] - '0')
	around := p.r.outline
	for len(around) > 0 && around[len(around)-1] >= given {
		around = around[:len(around)-1]
	}
	p.r.outline = append(around, given)
	const deepest = 6
	n.Data = "h" + strconv.Itoa(min(len(p.r.outline)+1, deepest))
	n.DataAtom = atom.Lookup([]byte(n.Data))
	if !hasAttr(n, "id") {
		setAttr(n, "id", p.r.newID(text))
	}
}

// newID makes an id that no other element of the lesson has.
func (r *Renderer) newID(wanted string) string {
	if r.ids == nil {
		r.ids = map[string]int{}
	}
	id := Anchor(wanted)
	r.ids[id]++
	if times := r.ids[id]; times > 1 {
		return r.newID(id + "-" + strconv.Itoa(times-1))
	}
	return IDPrefix + id
}

// Anchor folds a text as the sites do where most Markdown is read (lower case, hyphens for spaces, no punctuation), so
// that the links which authors wrote to their headings keep working.
func Anchor(text string) string {
	if noteID.MatchString(text) {
		return strings.Replace(text, ":", ".", 1)
	}
	if unescaped, err := url.PathUnescape(text); err == nil {
		text = unescaped
	}
	folded := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r), r == '_', r == '-':
			return unicode.ToLower(r)
		case unicode.IsSpace(r):
			return '-'
		}
		return -1
	}, strings.TrimSpace(text))
	if folded == "" {
		return "section"
	}
	return folded
}

func sameWords(a, b string) bool {
	fold := func(s string) string {
		return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsNumber(r)
		}), " ")
	}
	return fold(a) == fold(b)
}
