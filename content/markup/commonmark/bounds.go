package commonmark

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// What the reader may be given. It takes time, and makes trees, that some short texts blow up without end: a star looks at
// every star before it in its paragraph, a quote in a quote is looked into anew by each line, a row of a table is filled up to
// the width of its head. It cannot be stopped, so what it pays for is bounded: by the text as a whole, and in bounded by what
// stands where. An author's text, as long as one can read it, is far from all of these.
const (
	maxMarks = 250_000 // characters that may mean something, line ends among them

	maxDepth      = 40      // blocks in blocks; a list is two
	maxCells      = 200_000 // of all tables, the ones left out at the end of a row too
	maxFootnotes  = 500
	maxReferences = 2000 // lines of a paragraph that begins with the target of a link

	// A text may spend so many steps, and so many for each byte. A mark pays one for each that stands before it in its paragraph,
	// and where a link's address may follow one for every so many bytes that may be the address, and of the paragraph, all of which
	// may be a title; a list and a quote pay for each line.
	steps, stepsPerByte         = 100_000, 128
	bytesAStep, titleBytesAStep = 2, 64
	stepsALine                  = 32
)

// marks are the characters from which the Markdown reader may make a node: each costs some hundred bytes.
const marks = "\n*_~[]!<`|:@&\\>"

// tooDense reports whether a text in Markdown would become more than is good to hold.
func tooDense(source string) bool {
	n := 0
	for i := range len(marks) {
		n += strings.Count(source, marks[i:i+1])
	}
	return n > maxMarks
}

// bounded is what one reading of a text may still spend. Over tells that it had not enough: the rest of what it asked for
// stays the characters that it is written with.
type bounded struct {
	parser.Context
	left       int // steps
	paragraph  ast.Node
	length     int // bytes of the paragraph
	before     int // marks in the paragraph
	cells      int
	footnotes  int
	references int // bytes that links by reference may still bring
	over       bool
}

func newBounded(source []byte) *bounded {
	const most = 100_000
	return &bounded{
		Context: parser.NewContext(), left: steps + stepsPerByte*len(source), cells: maxCells, footnotes: maxFootnotes,
		references: max(most, len(source)),
	}
}

// Reference gives the target of a link by its name, while all targets together do not outgrow the text: a long one that
// stands once may be asked for many times.
func (b *bounded) Reference(label string) (parser.Reference, bool) {
	found, ok := b.Context.Reference(label)
	if !ok {
		return nil, false
	}
	if b.references -= len(found.Destination()) + len(found.Title()); b.references < 0 {
		b.over = true
		return nil, false
	}
	return found, true
}

// payer is asked first for each mark of emphasis and of links. One that cannot be paid for is a plain character.
type payer struct{}

func (payer) Trigger() []byte { return []byte("*_~[!]") }

func (payer) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	b, ok := pc.(*bounded)
	if !ok {
		return nil
	}
	line, here := block.PeekLine()
	if b.paragraph != parent {
		b.paragraph, b.before, b.length = parent, 0, lengthOf(parent)
	}
	b.left -= b.before
	b.before++
	if b.left >= 0 && bytes.HasPrefix(line, []byte("](")) {
		address := bytes.IndexAny(line, " \t\n")
		if address < 0 {
			address = len(line)
		}
		b.left -= address/bytesAStep + b.length/titleBytesAStep
	}
	if b.left >= 0 {
		return nil
	}
	b.over = true
	block.Advance(1)
	return ast.NewTextSegment(text.NewSegment(here.Start, here.Start+1))
}

func lengthOf(block ast.Node) (bytes int) {
	lines := block.Lines()
	if lines == nil || lines.Len() == 0 {
		return 0
	}
	return lines.At(lines.Len()-1).Stop - lines.At(0).Start
}

// shallow opens a quote, a list or a footnote unless it would stand too deep, and keeps it open while its lines are paid for.
type shallow struct {
	parser.BlockParser
	footnote bool
}

func (s shallow) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	b, ok := pc.(*bounded)
	if !ok {
		return s.BlockParser.Open(parent, reader, pc)
	}
	depth := 0
	for n := parent; n != nil && depth < maxDepth; n = n.Parent() {
		depth++
	}
	if depth >= maxDepth || s.footnote && b.footnotes == 0 || b.left < 0 {
		b.over = true
		return nil, parser.NoChildren
	}
	node, state := s.BlockParser.Open(parent, reader, pc)
	if node != nil && s.footnote {
		b.footnotes--
	}
	return node, state
}

func (s shallow) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	if b, ok := pc.(*bounded); ok {
		if b.left -= stepsALine; b.left < 0 {
			b.over = true
			return parser.Close
		}
	}
	return s.BlockParser.Continue(node, reader, pc)
}

// fewReferences takes the targets of links out of a paragraph, which it shortens by one line at a time.
type fewReferences struct{ parser.ParagraphTransformer }

func (f fewReferences) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	if b, ok := pc.(*bounded); ok && node.Lines().Len() > maxReferences {
		first := node.Lines().At(0)
		if bytes.HasPrefix(bytes.TrimLeft(first.Value(reader.Source()), " "), []byte("[")) {
			b.over = true
			return
		}
	}
	f.ParagraphTransformer.Transform(node, reader, pc)
}

// smallTables makes a table of a paragraph unless it would have too many cells.
type smallTables struct{ parser.ParagraphTransformer }

func (s smallTables) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	b, ok := pc.(*bounded)
	cells := 0
	if ok {
		cells = cellsOf(node, reader.Source())
	}
	if ok && cells > b.cells {
		b.over = true
		return
	}
	lines := node.Lines().Len()
	s.ParagraphTransformer.Transform(node, reader, pc)
	if ok && (node.Parent() == nil || node.Lines().Len() != lines) {
		b.cells -= cells
	}
}

// cellsOf is the most cells that a table in these lines can have: each row is filled up to the widest line that may stand
// under a head. It is 0 where none may.
func cellsOf(node *ast.Paragraph, source []byte) int {
	lines, widest := node.Lines(), 0
	for i := 1; i < lines.Len(); i++ {
		segment := lines.At(i)
		line := segment.Value(source)
		if len(bytes.Trim(line, "|-: \t\n")) == 0 && bytes.ContainsRune(line, '-') {
			widest = max(widest, bytes.Count(line, []byte("|"))+1)
		}
	}
	return widest * lines.Len()
}
