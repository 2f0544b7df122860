// Package commonmark reads Markdown: CommonMark 0.31 with the tables, strikethrough, task lists and links of GFM, and
// footnotes. No text makes it take more time or memory than its length explains. What comes out may hold whatever HTML the
// author wrote: package markup makes it safe.
package commonmark

import (
	"bytes"
	"errors"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
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
	document := parse(source, bounds)
	document.AddMeta(notesPrefix, notes)
	var out bytes.Buffer
	if err := markdown.Renderer().Render(&out, source, document); err != nil {
		return "", false, err
	}
	return out.String(), bounds.over, nil
}

func parse(source []byte, bounds *bounded) *ast.Document {
	return markdown.Parser().Parse(text.NewReader(source), parser.WithContext(bounds)).OwnerDocument()
}

// markdown reads Markdown as lessons are written in it, within bounds where it is given a bounded context. It is made once:
// to make it takes longer than to read a paragraph. What belongs to one text is in the context and in its document.
var markdown = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(blockParsers()...),
		parser.WithInlineParsers(append(parser.DefaultInlineParsers(), util.Prioritized(payer{}, 0))...),
		parser.WithParagraphTransformers(util.Prioritized(fewReferences{parser.LinkReferenceParagraphTransformer}, referencePriority)),
	)),
	goldmark.WithExtensions(tables{}, extension.Strikethrough, extension.Linkify, extension.TaskList, footnotes{}),
	goldmark.WithRendererOptions(gmhtml.WithUnsafe()),
)

// notesPrefix is under what a document keeps how the ids of its footnotes begin.
const notesPrefix = "notes"

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

// footnotes are goldmark's, with the prefix of their ids that their document keeps.
type footnotes struct{}

// Extend is extension.Footnote's, with shallow.
func (footnotes) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithBlockParsers(util.Prioritized(shallow{extension.NewFootnoteBlockParser(), true}, footnotePriority)),
		parser.WithInlineParsers(util.Prioritized(extension.NewFootnoteParser(), 101)),
		parser.WithASTTransformers(util.Prioritized(extension.NewFootnoteASTTransformer(), footnotePriority)),
	)
	m.Renderer().AddOptions(renderer.WithNodeRenderers(
		util.Prioritized(extension.NewFootnoteHTMLRenderer(extension.WithFootnoteIDPrefixFunction(prefix)), 500),
	))
}

func prefix(note ast.Node) []byte {
	kept, _ := note.OwnerDocument().Meta()[notesPrefix].(string)
	return []byte(kept)
}
