package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"

	"vatra/content/markup/commonmark"
	"vatra/lms/text"
)

// markdownText is a Markdown file taken apart: what it says of itself, and its text.
type markdownText struct {
	yaml    string // the front matter, without its fences
	source  string
	heading string // see commonmark.Heading
	body    int    // where the text goes on after a heading that it begins with; else 0
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
	return text.Lines(string(data)), ""
}

// Comments at the head of a file and those of translation programs are for tools and are no part of the text.
var translatorComment = regexp.MustCompile(`(?s)<!--\s*CO_OP_TRANSLATOR_METADATA.*?-->[ \t]*\n?`)

// parseMarkdown takes a file apart.
func parseMarkdown(src string) markdownText {
	src = translatorComment.ReplaceAllString(src, "")
	src = withoutHeadComments(src)
	front, src := splitFront(src)
	m := markdownText{yaml: front, source: strings.TrimLeft(withoutHeadComments(src), "\n")}
	m.heading, m.body = commonmark.Heading(m.source)
	return m
}

// withoutHeadComments goes on through the text and never looks at it twice: there may be as many as fit in.
func withoutHeadComments(src string) string {
	for {
		comment, begins := strings.CutPrefix(strings.TrimLeft(src, " \t\n\f\r"), "<!--")
		_, rest, ends := strings.Cut(comment, "-->")
		if !begins || !ends {
			return src
		}
		src = strings.TrimPrefix(strings.TrimLeft(rest, " \t"), "\n")
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
