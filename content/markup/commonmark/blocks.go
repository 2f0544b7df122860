package commonmark

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// definition is a line that other blocks of a text rest on: where a link leads, or what a footnote says.
var definition = regexp.MustCompile(`(?m)^ {0,3}\[[^\]\n]+\]:`)

// Blocks are the paragraphs, lists, tables and other blocks of Markdown, in order, each as it was written: put together again with
// an empty line between, they say the same. A text with definitions, on which other blocks rest, is one block, and so is one
// that is too dense to be read.
func Blocks(source string) []string {
	source = strings.Trim(strings.ReplaceAll(source, "\r\n", "\n"), "\n")
	if source == "" {
		return nil
	}
	if tooDense(source) || definition.MatchString(source) {
		return []string{source}
	}
	read := []byte(source)
	root := markdown.Parser().Parse(text.NewReader(read), parser.WithContext(newBounded(read)))
	var blocks []string
	from, begun := 0, 0 // the block that is gathered, and the last of the tree that belongs to it
	unfinished := false
	for child := root.FirstChild(); child != nil; child = child.NextSibling() {
		at := startOf(child, read)
		if at <= begun {
			continue
		}
		unfinished = goesOn(unfinished, source[begun:at])
		if begun = at; unfinished || captions(source[from:at], source[at:]) {
			continue
		}
		blocks = append(blocks, strings.Trim(source[from:at], "\n"))
		from = at
	}
	return append(blocks, strings.Trim(source[from:], "\n"))
}

var (
	unfolds = regexp.MustCompile(`(?i)^<details[\s>]`)
	folds   = regexp.MustCompile(`(?i)</details>`)
)

// goesOn reports whether what is folded away is not at its end after this part of it.
func goesOn(begun bool, part string) bool {
	return (begun || unfolds.MatchString(part)) && !folds.MatchString(part)
}

// captions reports whether a text begins with what is said under the table before it.
func captions(before, after string) bool {
	return strings.HasPrefix(after, ": ") && tabular.MatchString(before)
}

// tabular is a text whose second line parts the head of a table from its rows.
var tabular = regexp.MustCompile(`^[^\n]*\|[^\n]*\n[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*(\n|$)`)

// startOf is where the line begins that a block begins with; -1 where the block does not say, as a rule across the page.
func startOf(block ast.Node, source []byte) int {
	first := -1
	_ = ast.Walk(block, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && node.Type() != ast.TypeInline && node.Lines() != nil && node.Lines().Len() > 0 {
			if at := node.Lines().At(0).Start; first < 0 || at < first {
				first = at
			}
		}
		return ast.WalkContinue, nil
	})
	if code, ok := block.(*ast.FencedCodeBlock); ok {
		return fenceOf(code, first, source)
	}
	if first < 0 {
		return -1
	}
	return lineStart(source, first)
}

// fenceOf is where the line with a fence begins, which is not among the lines of its code.
func fenceOf(code *ast.FencedCodeBlock, first int, source []byte) int {
	switch {
	case code.Info != nil:
		return lineStart(source, code.Info.Segment.Start)
	case first > 0:
		return lineStart(source, lineStart(source, first)-1)
	default:
		return -1
	}
}

func lineStart(source []byte, at int) int { return bytes.LastIndexByte(source[:max(0, at)], '\n') + 1 }
