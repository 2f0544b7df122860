package pasted

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// taken are the elements that mean something here; others leave what they hold.
var taken = map[atom.Atom]bool{
	atom.P: true, atom.Br: true, atom.Hr: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Ul: true, atom.Ol: true, atom.Li: true, atom.Blockquote: true, atom.Pre: true, atom.Code: true, atom.A: true, atom.Strong: true,
	atom.Em: true, atom.Del: true, atom.Table: true, atom.Thead: true, atom.Tbody: true, atom.Tfoot: true, atom.Tr: true, atom.Th: true,
	atom.Td: true, atom.Div: true, atom.Section: true, atom.Article: true, atom.Main: true, atom.Dl: true, atom.Dt: true, atom.Dd: true,
}

// dropped are those that go with what they hold.
var dropped = map[string]bool{
	"script": true, "style": true, "head": true, "title": true, "meta": true, "link": true, "template": true, "noscript": true,
	"iframe": true, "object": true, "embed": true, "svg": true, "math": true, "img": true, "video": true, "audio": true, "canvas": true,
	"button": true, "select": true, "textarea": true, "input": true, "xml": true, "nav": true,
}

// renamed are older names for the same.
var renamed = map[atom.Atom]atom.Atom{atom.B: atom.Strong, atom.I: atom.Em, atom.S: atom.Del, atom.Strike: atom.Del}

var (
	bold    = regexp.MustCompile(`font-weight:(bold|[6-9]00)`)
	thin    = regexp.MustCompile(`font-weight:(normal|[1-5]00)`)
	slanted = regexp.MustCompile(`font-style:italic`)
	upright = regexp.MustCompile(`font-style:normal`)
	hidden  = regexp.MustCompile(`display:none|mso-hide:all`)
	led     = regexp.MustCompile(`^(https?://|mailto:|tel:)`)
)

// spaces are those that programs for offices put where they want none, or one that does not break.
var spaces = strings.NewReplacer("\u00a0", " ", "\u200b", "", "\ufeff", "")

// tidy leaves of what is in an element the words and what they are.
func tidy(parent *html.Node) {
	for n := parent.FirstChild; n != nil; {
		next := n.NextSibling
		switch {
		case n.Type == html.TextNode:
			n.Data = spaces.Replace(n.Data)
		case n.Type != html.ElementNode:
			parent.RemoveChild(n)
		case dropped[n.Data] || hidden.MatchString(styleOf(n)) || ignored(n):
			parent.RemoveChild(n)
		default:
			element(n)
		}
		n = next
	}
}

// styleOf is what an element says of its looks, without spaces.
func styleOf(n *html.Node) string {
	return strings.ToLower(strings.Join(strings.Fields(attr(n, "style")), ""))
}

func element(n *html.Node) {
	style := styleOf(n)
	tidy(n)
	if to, older := renamed[n.DataAtom]; older {
		n.DataAtom, n.Data = to, to.String()
	}
	plain := n.DataAtom == atom.Strong && thin.MatchString(style) || n.DataAtom == atom.Em && upright.MatchString(style) ||
		n.DataAtom == atom.A && !led.MatchString(attr(n, "href"))
	if n.DataAtom == atom.Span || n.DataAtom == atom.Font {
		marked(n, style)
	}
	kept := n.Attr[:0]
	for _, a := range n.Attr {
		if a.Key == "href" && n.DataAtom == atom.A || a.Key == "start" && n.DataAtom == atom.Ol ||
			a.Key == "style" && strings.Contains(style, "mso-list:") || a.Key == "data-sign" {
			kept = append(kept, a)
		}
	}
	n.Attr = kept
	if plain || !taken[n.DataAtom] {
		unwrap(n)
	}
}

// marked puts into elements what a style says of the words in it.
func marked(n *html.Node, style string) {
	for _, one := range []struct {
		says *regexp.Regexp
		as   atom.Atom
	}{{bold, atom.Strong}, {slanted, atom.Em}} {
		if one.says.MatchString(style) && speaks(n) {
			inner := &html.Node{Type: html.ElementNode, DataAtom: one.as, Data: one.as.String()}
			for child := n.FirstChild; child != nil; child = n.FirstChild {
				n.RemoveChild(child)
				inner.AppendChild(child)
			}
			n.AppendChild(inner)
		}
	}
}

func speaks(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type == html.TextNode && strings.TrimSpace(d.Data) != "" {
			return true
		}
	}
	return false
}

func unwrap(n *html.Node) {
	for child := n.FirstChild; child != nil; child = n.FirstChild {
		n.RemoveChild(child)
		n.Parent.InsertBefore(child, n)
	}
	n.Parent.RemoveChild(n)
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// lower makes headings of the first level ones of the second, and so on: the first is the lesson's.
func lower(body *html.Node) {
	highest := byte('9')
	for n := range body.Descendants() {
		if level := levelOf(n); level != 0 {
			highest = min(highest, level)
		}
	}
	if highest != '1' {
		return
	}
	for n := range body.Descendants() {
		if level := levelOf(n); level != 0 {
			n.Data = "h" + string(min(level+1, '6'))
			n.DataAtom = atom.Lookup([]byte(n.Data))
		}
	}
}

// levelOf is the digit of a heading; 0 for what is none.
func levelOf(n *html.Node) byte {
	if n.Type == html.ElementNode && len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
		return n.Data[1]
	}
	return 0
}
