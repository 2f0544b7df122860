package commonmark

import "github.com/yuin/goldmark/ast"

// Survey is what a Markdown text is made of, for whoever advises its author.
type Survey struct {
	Links    []string // their words
	Pictures []string // the words for those who do not see them
	Prose    []string // paragraphs and items of lists in plain words, without code, tables and pictures
}

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
			found.Links = append(found.Links, plainText(node, read))
		case *ast.Image:
			found.Pictures = append(found.Pictures, wordsOf(node, read))
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
