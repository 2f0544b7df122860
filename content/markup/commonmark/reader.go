// Package commonmark reads Markdown: CommonMark 0.31 with the tables, strikethrough, task lists and links of GFM, and
// footnotes. No text makes it take more time or memory than its length explains. What comes out may hold whatever HTML the
// author wrote: package markup makes it safe.
package commonmark

import (
	"bytes"
	"errors"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// ErrTooDense is given for a text that has more marks than is good to hold.
var ErrTooDense = errors.New("the text has too many marks")

// HTML makes HTML of Markdown. What is beyond its bounds stays as it is written, which over tells. The ids of footnotes begin
// with the prefix.
func HTML(source []byte, notes string) (converted string, over bool, err error) {
	if tooDense(string(source)) {
		return "", false, ErrTooDense
	}
	bounds := newBounded(source)
	var out bytes.Buffer
	if err := markdown(notes).Convert(source, &out, parser.WithContext(bounds)); err != nil {
		return "", false, err
	}
	return out.String(), bounds.over, nil
}

// markdown reads Markdown as lessons are written in it, within bounds where it is given a bounded context. The ids of
// footnotes begin with the prefix.
func markdown(notes string) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(blockParsers()...),
			parser.WithInlineParsers(append(parser.DefaultInlineParsers(), util.Prioritized(payer{}, 0))...),
			parser.WithParagraphTransformers(util.Prioritized(fewReferences{parser.LinkReferenceParagraphTransformer}, referencePriority)),
		)),
		goldmark.WithExtensions(tables{}, extension.Strikethrough, extension.Linkify, extension.TaskList, footnotes(notes)),
		goldmark.WithRendererOptions(gmhtml.WithUnsafe()),
	)
}

// The priorities at which goldmark has its own parsers of lists and quotes, and those of its extensions.
const (
	listPriority      = 300
	quotePriority     = 800
	footnotePriority  = 999
	referencePriority = 100
	tablePriority     = 200
)

func blockParsers() []util.PrioritizedValue {
	parsers := parser.DefaultBlockParsers()
	for i, one := range parsers {
		if own, ok := one.Value.(parser.BlockParser); ok && (one.Priority == listPriority || one.Priority == quotePriority) {
			parsers[i].Value = shallow{BlockParser: own}
		}
	}
	return parsers
}

// tables are those of GFM; alignment stays an attribute.
type tables struct{}

// Extend is extension.Table's, with smallTables.
func (tables) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithParagraphTransformers(util.Prioritized(smallTables{extension.NewTableParagraphTransformer()}, tablePriority)),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
	)
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(
		extension.NewTableHTMLRenderer(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)), 500)))
}

// footnotes are goldmark's, with a prefix of their ids.
type footnotes string

// Extend is extension.Footnote's, with shallow.
func (prefix footnotes) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithBlockParsers(util.Prioritized(shallow{extension.NewFootnoteBlockParser(), true}, footnotePriority)),
		parser.WithInlineParsers(util.Prioritized(extension.NewFootnoteParser(), 101)),
		parser.WithASTTransformers(util.Prioritized(extension.NewFootnoteASTTransformer(), footnotePriority)),
	)
	m.Renderer().AddOptions(renderer.WithNodeRenderers(
		util.Prioritized(extension.NewFootnoteHTMLRenderer(extension.WithFootnoteIDPrefix(string(prefix))), 500),
	))
}
