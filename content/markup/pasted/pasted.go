// Package pasted makes Markdown of what comes from elsewhere, out of Word, Google Docs or a page: its text, and what a text may be here.
package pasted

import (
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/strikethrough"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"vatra/content/markup"
	"vatra/lms/fault"
)

// Most is how many bytes of HTML are read: programs for offices write forty for each letter.
const Most = 2 << 20

// deepest is how many lists, quotations and tables may stand in one another: the depth costs the reader its square.
const deepest = 20

// Markdown is the text of a piece of HTML. TooLarge studio.paste_too_large; Invalid studio.paste_unreadable where it is too tangled.
func Markdown(source string) (string, error) {
	if len(source) > Most {
		return "", fault.New(fault.TooLarge, "studio.paste_too_large", "Limit", Most>>20)
	}
	source = strings.ReplaceAll(strings.ToValidUTF8(source, ""), "\x00", "")
	if markup.Tangled(source) {
		return "", fault.New(fault.Invalid, "studio.paste_unreadable")
	}
	document, err := html.Parse(strings.NewReader(source))
	if err != nil || depth(document, 0) > deepest {
		return "", fault.New(fault.Invalid, "studio.paste_unreadable")
	}
	body := bodyOf(document)
	tidy(body)
	gather(body)
	lower(body)
	text, err := reader().ConvertNode(body)
	if err != nil {
		return "", fault.Wrap(err, fault.Invalid, "studio.paste_unreadable")
	}
	return strings.TrimSpace(string(text)), nil
}

// reader reads what tidy leaves.
func reader() *converter.Converter {
	return converter.NewConverter(converter.WithPlugins(
		base.NewBasePlugin(),
		commonmark.NewCommonmarkPlugin(commonmark.WithBulletListMarker("-"), commonmark.WithHorizontalRule("***")),
		strikethrough.NewStrikethroughPlugin(),
		table.NewTablePlugin(table.WithHeaderPromotion(true), table.WithSkipEmptyRows(true), table.WithPresentationTables(true),
			table.WithCellPaddingBehavior(table.CellPaddingBehaviorMinimal)),
	))
}

func bodyOf(document *html.Node) *html.Node {
	for n := range document.Descendants() {
		if n.DataAtom == atom.Body {
			return n
		}
	}
	return document // Parse makes one in any case
}

// depth is how many nodes in one another make the converter go deeper in its turn.
func depth(n *html.Node, above int) int {
	switch n.DataAtom {
	case atom.Ul, atom.Ol, atom.Blockquote, atom.Table:
		above++
	}
	most := above
	if above > deepest {
		return most
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		most = max(most, depth(child, above))
	}
	return most
}
