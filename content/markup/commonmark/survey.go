package commonmark

import (
	"github.com/yuin/goldmark/ast"
)

// Survey is what a Markdown text is made of, for whoever advises its author.
type Survey struct {
	Links    []Reference
	Pictures []Reference
	Prose    []string // paragraphs and items of lists in plain words, without code, tables and pictures
}

// Reference is a link or a picture: its words, and where it leads.
type Reference struct{ Words, To string }

// Look surveys a text; one that is too dense to be read holds nothing.
func Look(source string) Survey {
	var found Survey
	if tooDense(source) {
		return found
	}
	read := []byte(source)
	_ = ast.Walk(parse(read, newBounded(read)), func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch node := node.(type) {
		case *ast.Link:
			found.Links = append(found.Links, Reference{plainText(node, read), string(node.Destination)})
		case *ast.Image:
			found.Pictures = append(found.Pictures, Reference{wordsOf(node, read), string(node.Destination)})
		case *ast.Paragraph, *ast.TextBlock:
			if words := plainText(node, read); words != "" {
				found.Prose = append(found.Prose, words)
			}
		}
		return ast.WalkContinue, nil
	})
	return found
}

// wordsOf is what stands within the brackets of a picture.
func wordsOf(picture *ast.Image, source []byte) string {
	words := ""
	for child := picture.FirstChild(); child != nil; child = child.NextSibling() {
		if text, ok := child.(*ast.Text); ok {
			words += string(text.Value(source))
		}
	}
	return words
}
