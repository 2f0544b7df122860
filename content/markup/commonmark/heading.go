package commonmark

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"
)

// opening is a line that is a heading of the first level whatever comes after it.
var opening = regexp.MustCompile(`^ {0,3}#[ \t]+[^\s#\[][^\n\[]*(\n|$)`)

// Heading gives the first heading of the first level of a Markdown text, in plain words, and where the text goes on after
// it when nothing stands before it; else 0. What a package calls its lessons is asked for long before they are rendered:
// a text that begins with its heading, as nearly all do, is not parsed for it, only that line; where it may stand further
// down, or needs what is further down to be read, the whole text is.
func Heading(source string) (words string, end int) {
	if line := opening.FindString(source); line != "" {
		source = line
	}
	if tooDense(source) {
		return "", 0
	}
	document := parse([]byte(source), newBounded([]byte(source)))
	for node := document.FirstChild(); node != nil; node = node.NextSibling() {
		heading, ok := node.(*ast.Heading)
		if !ok || heading.Level != 1 || heading.Lines().Len() == 0 {
			continue
		}
		if node.PreviousSibling() == nil {
			end = afterHeading(source, heading)
		}
		return plainText(heading, []byte(source)), end
	}
	return "", 0
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
