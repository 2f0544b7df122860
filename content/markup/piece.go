package markup

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"vatra/content/markup/commonmark"
	"vatra/lms/fault"
	"vatra/lms/text"
)

// MaxLinkShown is how many characters of a link stand in a message.
const MaxLinkShown = 200

// piece is one piece of a lesson on its way from the author's HTML to the site's. It works on the parsed tree: each
// element loses the attributes that are not listed, then becomes what a lesson may show.
type piece struct {
	r        *Renderer
	warnings []fault.Warning
	told     map[string]bool
	ofKind   map[string]int
}

// warn notes a thing once a piece, and one more of a kind than a report lists.
func (p *piece) warn(key, arg, value string) {
	value = text.Cut(value, MaxLinkShown)
	if p.told[key+"\n"+value] || p.ofKind[key] > fault.MostOfAKind {
		return
	}
	p.ofKind[key]++
	p.told[key+"\n"+value] = true
	warning := fault.Warning{Entry: p.r.Entry, Key: key}
	if arg != "" {
		warning.Args = map[string]any{arg: value}
	}
	p.warnings = append(p.warnings, warning)
}

// resolve asks the course for a link.
func (p *piece) resolve(link string) (Resolved, bool) {
	if p.r.Resolve == nil || link == "" {
		return Resolved{}, false
	}
	return p.r.Resolve(link)
}

// authorAttributes are what an author may say about an element; policy has the last word on the values.
var authorAttributes = map[string]map[string]bool{
	"a": text.Set("href"), "abbr": text.Set("title"), "dfn": text.Set("title"), "img": text.Set("src alt title width height"),
	"ol": text.Set("start reversed type"), "li": text.Set("value"), "th": text.Set("colspan rowspan scope align"),
	"td": text.Set("colspan rowspan align"), "colgroup": text.Set("span"), "col": text.Set("span"), "details": text.Set("open"),
	"time": text.Set("datetime"), "code": text.Set("class"), "video": text.Set("src width height"), "audio": text.Set("src"),
	"source": text.Set("src"), "track": text.Set("src kind srclang label"), "iframe": text.Set("src title"), "embed": text.Set("src"),
	"object": text.Set("data"), "input": text.Set("type checked"),
}

// removed are elements that go with all that they hold. True: the report says so, since a reader misses something.
var removed = map[string]bool{
	"script": true, "svg": true, "math": true, "applet": true, "canvas": true, "frame": true, "frameset": true,
	"select": true, "textarea": true, "button": true, "input": true, "xmp": true, "plaintext": true, "noembed": true, "noframes": true,
	"portal": true, "dialog": true, "map": true, "area": true, "param": false, "datalist": false,
	"style": false, "template": false, "noscript": false, "title": false, "meta": false, "link": false, "base": false, "head": false,
}

// tidy goes through the children of an element.
func (p *piece) tidy(parent *html.Node) {
	for n := parent.FirstChild; n != nil; {
		next := n.NextSibling
		switch {
		case n.Type == html.ElementNode:
			p.element(n)
		case n.Type != html.TextNode:
			parent.RemoveChild(n) // a comment, a doctype
		}
		n = next
	}
}

func (p *piece) element(n *html.Node) {
	if n.Namespace != "" {
		n.Data = n.Namespace
	}
	if n.Data == "input" && attr(n, "type") == "checkbox" {
		task(n)
		return
	}
	if tell, gone := removed[n.Data]; gone {
		if tell {
			p.warn("content.element_removed", "Element", n.Data)
		}
		n.Parent.RemoveChild(n)
		return
	}
	note := footnotePart(n)
	p.strip(n)
	switch n.DataAtom {
	case atom.Img:
		p.image(n)
	case atom.Video, atom.Audio:
		p.player(n)
	case atom.Iframe, atom.Embed, atom.Object:
		p.frame(n)
	case atom.A:
		p.tidy(n)
		p.link(n)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		p.tidy(n)
		p.heading(n)
	case atom.Table:
		caption(n)
		p.tidy(n)
		p.table(n)
	case atom.Blockquote:
		p.tidy(n)
		p.quote(n)
	case atom.Details:
		p.tidy(n)
		unfold(n)
	case atom.Pre:
		p.tidy(n)
		setAttr(n, "tabindex", "0") // long lines scroll, and keys must reach them
	case atom.P:
		p.paragraph(n)
	case atom.Ul, atom.Ol:
		p.tidy(n)
		tidyList(n)
	case atom.Span, atom.Div:
		p.tidy(n)
		if note == noNote {
			tidyContainer(n)
		}
	default:
		p.tidy(n)
	}
	p.footnote(n, note)
}

func (p *piece) paragraph(n *html.Node) {
	if p.figure(n) {
		return
	}
	p.tidy(n)
	if silent(n) && !hasAttr(n, "id") {
		n.Parent.RemoveChild(n)
	}
}

// tidyContainer takes away what only carried a style, or space.
func tidyContainer(n *html.Node) {
	switch {
	case hasAttr(n, "id"), hasAttr(n, "lang"), hasAttr(n, "dir"):
	case n.DataAtom == atom.Span:
		unwrap(n)
	case silent(n):
		n.Parent.RemoveChild(n)
	}
}

// strip takes away every attribute that an author has no say in, and gives ids the prefix of lessons.
func (p *piece) strip(n *html.Node) {
	kept := n.Attr[:0]
	id := ""
	for _, a := range n.Attr {
		switch {
		case a.Namespace != "":
		case a.Key == "id", a.Key == "name" && n.DataAtom == atom.A:
			id = a.Val
		case a.Key == "lang", a.Key == "dir", authorAttributes[n.Data][a.Key]:
			kept = append(kept, a)
		}
	}
	n.Attr = kept
	if id != "" && strings.TrimSpace(id) != "" {
		setAttr(n, "id", p.r.newID(id))
	}
}

// task turns the box of a task list into a sign, since a box that nobody can tick is not a control.
func task(n *html.Node) {
	sign := "☐ "
	if hasAttr(n, "checked") {
		sign = "☑ "
	}
	item := n.Parent
	if item.DataAtom == atom.P && item.Parent != nil {
		item = item.Parent
	}
	if item.DataAtom == atom.Li {
		setAttr(item, "class", "task")
	}
	if text := n.NextSibling; text != nil && text.Type == html.TextNode {
		text.Data = strings.TrimLeft(text.Data, " \n")
	}
	replace(n, textNode(sign))
}

// tidyList puts what stands in a list beside its items, as old editors wrote lists in lists, into the item before.
func tidyList(list *html.Node) {
	var item *html.Node
	for child := list.FirstChild; child != nil; {
		next := child.NextSibling
		switch {
		case child.DataAtom == atom.Li:
			item = child
		case child.Type == html.TextNode && strings.TrimSpace(child.Data) == "":
		default:
			if item == nil {
				item = element("li")
				list.InsertBefore(item, child)
			}
			list.RemoveChild(child)
			item.AppendChild(child)
		}
		child = next
	}
}

// table makes a wide table scroll by itself, within reach of the keyboard, and its header cells say what they head.
func (p *piece) table(n *html.Node) {
	caption := ""
	ownCells(n, func(cell *html.Node) {
		if cell.DataAtom == atom.Caption {
			caption = text.Cut(textOf(cell), MaxLinkShown)
			return
		}
		tidyCell(cell)
	})
	withoutEmptyHead(n)
	wrapper := element("div", "class", "table-scroll", "tabindex", "0")
	p.r.tables++
	switch {
	case caption != "":
		setAttr(wrapper, "role", "region")
		setAttr(wrapper, "aria-label", caption)
	case p.r.Labels.Table != "":
		setAttr(wrapper, "role", "region")
		setAttr(wrapper, "aria-label", p.r.Labels.Table+" "+strconv.Itoa(p.r.tables))
	}
	replace(n, wrapper)
	wrapper.AppendChild(n)
}

func tidyCell(cell *html.Node) {
	if align := strings.ToLower(attr(cell, "align")); align == "center" || align == "right" {
		setAttr(cell, "class", "align-"+align)
	}
	removeAttr(cell, "align")
	if cell.DataAtom != atom.Th {
		return
	}
	if !speaks(cell) { // a header that says nothing heads nothing
		cell.Data, cell.DataAtom = "td", atom.Td
		removeAttr(cell, "scope")
		return
	}
	if head := cell.Parent.Parent; head != nil && head.DataAtom == atom.Thead && !hasAttr(cell, "scope") {
		setAttr(cell, "scope", "col")
	}
}

// Blocks are the paragraphs, lists, tables and other blocks of Markdown, in order, each as it was written: see commonmark.Blocks.
func Blocks(source string) []string { return commonmark.Blocks(source) }
