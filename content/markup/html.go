package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// element makes an element; attributes are pairs of key and value.
func element(name string, attributes ...string) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: name, DataAtom: atom.Lookup([]byte(name))}
	for i := 0; i+1 < len(attributes); i += 2 {
		n.Attr = append(n.Attr, html.Attribute{Key: attributes[i], Val: attributes[i+1]})
	}
	return n
}

func textNode(text string) *html.Node { return &html.Node{Type: html.TextNode, Data: text} }

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func setAttr(n *html.Node, key, value string) {
	removeAttr(n, key)
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: value})
}

func removeAttr(n *html.Node, key string) {
	kept := n.Attr[:0]
	for _, a := range n.Attr {
		if a.Key != key {
			kept = append(kept, a)
		}
	}
	n.Attr = kept
}

// replace puts others in the place of n; without others it removes n.
func replace(n *html.Node, others ...*html.Node) {
	for _, other := range others {
		n.Parent.InsertBefore(other, n)
	}
	n.Parent.RemoveChild(n)
}

// unwrap puts the children of n in its place.
func unwrap(n *html.Node) {
	for child := n.FirstChild; child != nil; child = n.FirstChild {
		n.RemoveChild(child)
		n.Parent.InsertBefore(child, n)
	}
	n.Parent.RemoveChild(n)
}

// textOf gives the words of an element, the alternative texts of its pictures among them.
func textOf(n *html.Node) string {
	var words strings.Builder
	for d := range n.Descendants() {
		switch {
		case d.Type == html.TextNode:
			words.WriteString(d.Data)
		case d.DataAtom == atom.Img:
			words.WriteString(" " + attr(d, "alt") + " ")
		}
	}
	return strings.Join(strings.Fields(words.String()), " ")
}

// speaks reports whether textOf would give anything. It ends at the first word.
func speaks(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type == html.TextNode && strings.TrimSpace(d.Data) != "" || d.DataAtom == atom.Img && strings.TrimSpace(attr(d, "alt")) != "" {
			return true
		}
	}
	return false
}

// ownCells goes through the caption and the cells of a table, and not through those of the tables in them.
func ownCells(n *html.Node, each func(cell *html.Node)) {
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		switch child.DataAtom {
		case atom.Caption, atom.Th, atom.Td:
			each(child)
		case atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr:
			ownCells(child, each)
		}
	}
}

// onlyChild gives the one element of n when n holds nothing else but space, or nil.
func onlyChild(n *html.Node) *html.Node {
	var only *html.Node
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		switch {
		case child.Type == html.TextNode && strings.TrimSpace(child.Data) == "":
		case child.Type == html.ElementNode && only == nil:
			only = child
		default:
			return nil
		}
	}
	return only
}

// silent reports whether n has nothing to read and nothing to see. It ends at the first that has: it is asked of each of
// many elements in one another.
func silent(n *html.Node) bool {
	for d := range n.Descendants() {
		switch {
		case d.Type == html.TextNode:
			if strings.TrimSpace(d.Data) != "" {
				return false
			}
		case hasAttr(d, "id"), d.DataAtom == atom.Img, d.DataAtom == atom.Video, d.DataAtom == atom.Audio, d.DataAtom == atom.Hr:
			return false
		}
	}
	return true
}

// within reports whether n stands inside an element of that kind.
func within(n *html.Node, kind atom.Atom) bool {
	for a := range n.Ancestors() {
		if a.DataAtom == kind {
			return true
		}
	}
	return false
}
