package parts

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// The texts of questions are sanitised HTML, mostly one paragraph. A legend and a label may hold phrasing content only
// (HTML, section 3.2.5.2.5), so paragraphs become lines there.

var (
	// flowing matches what cannot stand in a line of text, paragraphs aside.
	flowing = regexp.MustCompile(`(?i)<(?:address|article|aside|blockquote|details|div|dl|fieldset|figure|h[1-6]|hr|ol|pre|` +
		`section|table|ul|video|audio)\b`)
	paragraphOpens  = regexp.MustCompile(`(?i)<p(?:\s[^>]*)?>`)
	paragraphBreaks = regexp.MustCompile(`(?i)</p>\s*<p(?:\s[^>]*)?>`)
)

// Phrase is a text of a question, as sanitised HTML. Flow says that it holds more than a line can: lists, tables and so
// on, which a legend or a label may not have in it.
type Phrase struct {
	HTML string
	Flow bool
}

// PhraseOf is a text as it can stand in a line.
func PhraseOf(source string) Phrase {
	if flowing.MatchString(source) {
		return Phrase{HTML: source, Flow: true}
	}
	line := paragraphBreaks.ReplaceAllString(source, "<br/>")
	line = paragraphOpens.ReplaceAllString(line, "")
	return Phrase{HTML: strings.TrimSpace(strings.ReplaceAll(line, "</p>", ""))}
}

// breaks are the elements that part the words before and after them.
var breaks = map[string]bool{"p": true, "br": true, "li": true, "td": true, "div": true, "img": true}

// PlainText is what a text says without its markup, for the items of a list that opens; a picture says its description.
func PlainText(source string) string {
	var b strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(source))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(b.String()), " ")
		case html.TextToken:
			b.Write(tokens.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			token := tokens.Token()
			if breaks[token.Data] {
				b.WriteByte(' ')
			}
			for _, attribute := range token.Attr {
				if token.Data == "img" && attribute.Key == "alt" {
					b.WriteString(attribute.Val)
				}
			}
		case html.EndTagToken, html.CommentToken, html.DoctypeToken:
		}
	}
}
