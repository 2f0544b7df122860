package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"vatra/content/markup/shape"
)

// quote makes a note of a quotation that begins with the sign of one, and says of any other whose words it is, where its last
// paragraph does.
func (p *piece) quote(n *html.Node) {
	first, last := child(n, false), child(n, true)
	if first == nil || first.DataAtom != atom.P {
		return
	}
	if words := first.FirstChild; words != nil && words.Type == html.TextNode {
		if found := shape.Sign.FindStringSubmatch(words.Data); found != nil && shape.ToneOf(found[1]) != "" {
			words.Data = words.Data[len(found[0]):]
			p.note(n, first, shape.ToneOf(found[1]))
			return
		}
	}
	if by := last.FirstChild; last.DataAtom == atom.P && by != nil && by.Type == html.TextNode && strings.HasPrefix(by.Data, shape.By) {
		said(n, last)
	}
}

// note is a box that stands out; what it is stands above its text.
func (p *piece) note(n, first *html.Node, tone string) {
	n.Data, n.DataAtom = "div", atom.Div
	setAttr(n, "class", "note "+tone)
	if silent(first) {
		n.RemoveChild(first)
	}
	name := p.r.Labels.Tones[tone]
	switch {
	case silent(n):
		n.Parent.RemoveChild(n)
	case name != "":
		strong, head := element("strong"), element("p")
		strong.AppendChild(textNode(name))
		head.AppendChild(strong)
		n.InsertBefore(head, n.FirstChild)
	}
}

// said puts whose words they are under a quotation.
func said(n, last *html.Node) {
	figure := element("figure", "class", "quote")
	n.Parent.InsertBefore(figure, n)
	n.Parent.RemoveChild(n)
	n.RemoveChild(last)
	last.Data, last.DataAtom = "figcaption", atom.Figcaption
	if !silent(n) {
		figure.AppendChild(n)
	}
	figure.AppendChild(last)
}

// unfold shows what is folded away where nothing says what it is.
func unfold(n *html.Node) {
	if summary := child(n, false); summary == nil || summary.DataAtom != atom.Summary || silent(summary) {
		if summary != nil && summary.DataAtom == atom.Summary {
			n.RemoveChild(summary)
		}
		unwrap(n)
	}
}

// caption takes the paragraph under a table that begins with a colon into it.
func caption(table *html.Node) {
	space := table.NextSibling
	if space == nil || space.Type != html.TextNode || strings.TrimSpace(space.Data) != "" || space.NextSibling == nil {
		return
	}
	paragraph := space.NextSibling
	words := paragraph.FirstChild
	if paragraph.DataAtom != atom.P || words == nil || words.Type != html.TextNode || !strings.HasPrefix(words.Data, ": ") {
		return
	}
	words.Data = words.Data[len(": "):]
	paragraph.Parent.RemoveChild(paragraph)
	made := element("caption")
	for n := paragraph.FirstChild; n != nil; n = paragraph.FirstChild {
		paragraph.RemoveChild(n)
		made.AppendChild(n)
	}
	table.InsertBefore(made, table.FirstChild)
}

// withoutEmptyHead takes a head out that says nothing.
func withoutEmptyHead(table *html.Node) {
	for n := table.FirstChild; n != nil; n = n.NextSibling {
		if n.DataAtom == atom.Thead && silent(n) {
			table.RemoveChild(n)
			return
		}
	}
}

// child is the first or the last element in another.
func child(n *html.Node, last bool) *html.Node {
	next, one := func(n *html.Node) *html.Node { return n.NextSibling }, n.FirstChild
	if last {
		next, one = func(n *html.Node) *html.Node { return n.PrevSibling }, n.LastChild
	}
	for one != nil && one.Type != html.ElementNode {
		one = next(one)
	}
	return one
}
