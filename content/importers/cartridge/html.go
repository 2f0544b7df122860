package cartridge

import (
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"vatra/content/markup"
)

// htmlPage is a page of a cartridge: its body is neither sanitised nor complete.
type htmlPage struct {
	title       string
	body        string
	plain       string
	unpublished bool // as Canvas marks drafts
}

func isHTML(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".html", ".htm", ".xhtml":
		return true
	}
	return false
}

var errTangled = errors.New("a page that becomes a tree out of all proportion")

// readHTML reads a page in whichever encoding it says or seems to have.
func readHTML(data []byte) (htmlPage, error) {
	decoded, err := charset.NewReader(bytes.NewReader(data), "text/html")
	if err != nil {
		return htmlPage{}, err
	}
	source, err := io.ReadAll(decoded)
	if err != nil {
		return htmlPage{}, err
	}
	if markup.Tangled(string(source)) {
		return htmlPage{}, errTangled
	}
	document, err := html.Parse(bytes.NewReader(source))
	if err != nil {
		return htmlPage{}, err
	}
	var page htmlPage
	var body *html.Node
	for node := range document.Descendants() {
		switch node.DataAtom {
		case atom.Title:
			if page.title == "" && node.Parent != nil && node.Parent.DataAtom == atom.Head {
				page.title = oneLine(spokenText(node))
			}
		case atom.Meta:
			page.unpublished = page.unpublished || attributeOf(node, "name") == "workflow_state" && attributeOf(node, "content") == "unpublished"
		case atom.Body:
			if body == nil {
				body = node
			}
		}
	}
	if body == nil {
		return page, nil
	}
	page.plain = spokenText(body)
	dropTitle(body, page.title)
	var rendered bytes.Buffer
	for child := body.FirstChild; child != nil; child = child.NextSibling {
		if err := html.Render(&rendered, child); err != nil {
			return htmlPage{}, err
		}
	}
	page.body = strings.ReplaceAll(strings.TrimSpace(rendered.String()), "\x00", "")
	return page, nil
}

// dropTitle takes out a first heading that only says the title again.
func dropTitle(body *html.Node, title string) {
	for child := body.FirstChild; child != nil; child = child.NextSibling {
		if child.Type == html.TextNode && strings.TrimSpace(child.Data) == "" || child.Type == html.CommentNode {
			continue
		}
		if child.DataAtom == atom.H1 && strings.EqualFold(oneLine(spokenText(child)), title) {
			body.RemoveChild(child)
		}
		return
	}
}

func spokenText(node *html.Node) string {
	var b strings.Builder
	for n := range node.Descendants() {
		if n.Type == html.TextNode && (n.Parent == nil || n.Parent.DataAtom != atom.Script && n.Parent.DataAtom != atom.Style) {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

func attributeOf(node *html.Node, key string) string {
	for _, a := range node.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
