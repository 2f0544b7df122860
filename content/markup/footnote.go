package markup

import (
	"regexp"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// noteRole names what an element is to footnotes.
type noteRole int

const (
	noNote noteRole = iota
	noteReference
	noteBack
	noteSection
)

var noteClasses = regexp.MustCompile(`^footnote(-ref|-backref|s)$`)

// footnotePart recognises the elements that Markdown makes of footnotes, by class, before the classes go.
func footnotePart(n *html.Node) noteRole {
	found := noteClasses.FindStringSubmatch(attr(n, "class"))
	switch {
	case found == nil:
		return noNote
	case found[1] == "-ref" && n.DataAtom == atom.A:
		return noteReference
	case found[1] == "-backref" && n.DataAtom == atom.A:
		return noteBack
	case found[1] == "s" && n.DataAtom == atom.Div:
		return noteSection
	}
	return noNote
}

// footnote says to readers who hear the page what a mark leads to.
func (p *piece) footnote(n *html.Node, role noteRole) {
	switch role {
	case noteReference:
		setAttr(n, "role", "doc-noteref")
	case noteBack:
		setAttr(n, "role", "doc-backlink")
		if p.r.Labels.Back != "" {
			setAttr(n, "aria-label", p.r.Labels.Back)
		}
	case noteSection:
		n.Data, n.DataAtom = "section", atom.Section
		removeAttr(n, "class")
		setAttr(n, "class", "footnotes")
		setAttr(n, "role", "doc-endnotes")
		if p.r.Labels.Footnotes != "" {
			setAttr(n, "aria-label", p.r.Labels.Footnotes)
		}
	case noNote:
	}
}
