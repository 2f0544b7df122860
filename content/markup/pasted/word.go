package pasted

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Word writes each item of a list as a paragraph whose style says the list and the level, with its sign in a span that others are to
// ignore.
var (
	listed = regexp.MustCompile(`mso-list:l\d+level(\d+)`)
	number = regexp.MustCompile(`^[(]?([0-9]+|[a-zA-Z]|[ivxIVX]+)[.)]`)
)

// ignored takes the sign of an item out, and notes it at the paragraph.
func ignored(n *html.Node) bool {
	if !strings.Contains(styleOf(n), "mso-list:ignore") {
		return false
	}
	var sign strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			sign.WriteString(d.Data)
		}
	}
	for p := n.Parent; p != nil; p = p.Parent {
		if listed.MatchString(styleOf(p)) {
			p.Attr = append(p.Attr, html.Attribute{Key: "data-sign", Val: strings.TrimSpace(sign.String())})
			break
		}
	}
	return true
}

// gather makes lists of such paragraphs that follow one another.
func gather(parent *html.Node) {
	var open []*html.Node // the lists that are open, one a level
	for n := parent.FirstChild; n != nil; {
		next := n.NextSibling
		found := listed.FindStringSubmatch(styleOf(n))
		switch {
		case n.Type == html.TextNode && strings.TrimSpace(n.Data) == "":
		case found == nil:
			open = nil
			if n.Type == html.ElementNode {
				gather(n)
			}
		default:
			open = item(n, open, found[1])
		}
		n = next
	}
}

// item puts a paragraph into the list of its level, which it may begin, and gives the lists that are open then.
func item(n *html.Node, open []*html.Node, at string) []*html.Node {
	level, _ := strconv.Atoi(at) // digits
	level = min(max(level, 1), len(open)+1)
	kind := atom.Ul
	if number.MatchString(attr(n, "data-sign")) {
		kind = atom.Ol
	}
	if len(open) >= level && open[level-1].DataAtom != kind {
		open = open[:level-1]
	}
	if len(open) < level {
		list := &html.Node{Type: html.ElementNode, DataAtom: kind, Data: kind.String()}
		if level == 1 {
			n.Parent.InsertBefore(list, n)
		} else {
			open[level-2].LastChild.AppendChild(list)
		}
		open = append(open, list)
	}
	entry := &html.Node{Type: html.ElementNode, DataAtom: atom.Li, Data: "li"}
	n.Parent.RemoveChild(n)
	for child := n.FirstChild; child != nil; child = n.FirstChild {
		n.RemoveChild(child)
		entry.AppendChild(child)
	}
	open[level-1].AppendChild(entry)
	return open[:level]
}
