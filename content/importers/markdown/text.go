package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
	"golang.org/x/text/encoding/unicode"

	"vatra/content/pack"
)

// markdownText is a Markdown file taken apart: what it says of itself, and its text.
type markdownText struct {
	yaml    string // the front matter, without its fences
	source  string
	heading string // the first heading of the first level, as plain text
	body    int    // where the text goes on after that heading, when nothing stands before it; else 0
	links   []pack.Reference
}

// decodeText gives the text of a file in UTF-8 with Unix line ends, or the key of a warning.
func decodeText(data []byte) (decoded, warning string) {
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		if utf8, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data); err == nil {
			data = utf8
		}
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if bytes.IndexByte(data, 0) >= 0 {
		return "", "content.text_is_binary"
	}
	if !utf8.Valid(data) {
		return "", "content.text_not_utf8"
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(data)), ""
}

// Comments at the head of a file and those of translation programs are for tools and are no part of the text.
var (
	headComment       = regexp.MustCompile(`(?s)^\s*<!--.*?-->[ \t]*\n?`)
	translatorComment = regexp.MustCompile(`(?s)<!--\s*CO_OP_TRANSLATOR_METADATA.*?-->[ \t]*\n?`)
)

// parseMarkdown takes a file apart.
func parseMarkdown(src string) markdownText {
	src = translatorComment.ReplaceAllString(src, "")
	src = withoutHeadComments(src)
	front, src := splitFront(src)
	m := markdownText{yaml: front, source: strings.TrimLeft(withoutHeadComments(src), "\n")}
	source := []byte(m.source)
	document := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	for node := document.FirstChild(); node != nil; node = node.NextSibling() {
		heading, ok := node.(*ast.Heading)
		if !ok || heading.Level != 1 || heading.Lines().Len() == 0 {
			continue
		}
		m.heading = plainText(heading, source)
		if node.PreviousSibling() == nil {
			m.body = afterHeading(m.source, heading)
		}
		break
	}
	m.links = markdownLinks(document, source)
	return m
}

func withoutHeadComments(src string) string {
	for {
		rest := headComment.ReplaceAllString(src, "")
		if rest == src {
			return src
		}
		src = rest
	}
}

// splitFront cuts off the YAML between two lines of three hyphens that a file may begin with.
func splitFront(src string) (front, rest string) {
	body, fenced := strings.CutPrefix(src, "---\n")
	if !fenced {
		return "", src
	}
	for offset := 0; offset < len(body); {
		line, _, _ := strings.Cut(body[offset:], "\n")
		next := min(offset+len(line)+1, len(body))
		if trimmed := strings.TrimRight(line, " \t"); trimmed == "---" || trimmed == "..." {
			return body[:offset], body[next:]
		}
		offset = next
	}
	return "", src
}

var headingAttributes = regexp.MustCompile(`\s*\{[^{}]*\}\s*$`)

// plainText is what a reader would read aloud of an inline text.
func plainText(node ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(node, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Value(source))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(source))
		case *ast.Image:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	plain := headingAttributes.ReplaceAllString(html.UnescapeString(b.String()), "")
	return strings.Join(strings.Fields(plain), " ")
}

// afterHeading is where the line of a heading ends, and for one that is underlined the line below.
func afterHeading(source string, heading *ast.Heading) int {
	lines := heading.Lines()
	first, last := lines.At(0), lines.At(lines.Len()-1)
	end := nextLine(source, max(last.Stop-1, 0))
	if start := strings.LastIndexByte(source[:first.Start], '\n') + 1; !strings.HasPrefix(strings.TrimSpace(source[start:]), "#") {
		end = nextLine(source, end)
	}
	return end
}

func nextLine(source string, from int) int {
	if i := strings.IndexByte(source[from:], '\n'); i >= 0 {
		return from + i + 1
	}
	return len(source)
}

func markdownLinks(document ast.Node, source []byte) []pack.Reference {
	var links []pack.Reference
	var raw bytes.Buffer
	_ = ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			links = append(links, pack.Reference{Link: string(n.Destination)})
		case *ast.Image:
			links = append(links, pack.Reference{Link: string(n.Destination), Image: true})
		case *ast.RawHTML:
			raw.Write(n.Segments.Value(source))
		case *ast.HTMLBlock:
			raw.Write(n.Lines().Value(source))
			if n.HasClosure() {
				raw.Write(n.ClosureLine.Value(source))
			}
		}
		return ast.WalkContinue, nil
	})
	return append(links, pack.HTMLLinks(raw.String())...)
}
