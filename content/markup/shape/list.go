package shape

import (
	"fmt"
	"regexp"
	"strings"
)

const box = "[ ] "

// readList reads lists whose items are of one paragraph each.
func (b *Block) readList(lines []string) bool {
	for _, text := range lines {
		found := item.FindString(text)
		switch {
		case found != "":
			b.Rows = append(b.Rows, []string{strings.TrimSpace(text[len(found):])})
		case len(b.Rows) == 0 || strings.TrimSpace(text) == "":
			return false
		default:
			last := b.Rows[len(b.Rows)-1]
			last[0] += " " + strings.TrimSpace(text)
		}
	}
	for _, row := range b.Rows {
		text, isTask := strings.CutPrefix(row[0]+" ", box)
		if isTask != (b.Kind == Tasks) {
			return false
		}
		if row[0] = strings.TrimSpace(text); !isTask {
			row[0] = plain(row[0])
		}
	}
	ordered := strings.ContainsAny(sort(lines[0]), ".)")
	return ordered == (b.Kind == Steps) && len(b.Rows) <= MaxRows
}

// writtenList leaves out rows on which nothing stands.
func (b Block) writtenList() string {
	var items []string
	for _, row := range b.Rows {
		text := line(strings.Join(row, " "))
		switch {
		case text == "":
		case b.Kind == Steps:
			items = append(items, fmt.Sprintf("%d. %s", len(items)+1, guarded(text)))
		case b.Kind == Tasks:
			items = append(items, "- "+box+text)
		default:
			items = append(items, "- "+guarded(text))
		}
	}
	return strings.Join(items, "\n")
}

// beginnings are how a line begins, or is, that would begin a block of its own.
var beginnings = regexp.MustCompile(`^(?:[-+*](?:\s|$)|#{1,6}(?:\s|$)|>|~~~|` + "```[^`]*$" +
	`|(?:\*\s*){3,}$|(?:_\s*){3,}$|(?:-\s*){3,}$|\[[ xX]\](?:\s|$)|\[[^\]]*\]:|<[^>]*(?:\s|/|!|\?|>|$))`)

var (
	numbered      = regexp.MustCompile(`^(\d{1,9})([.)])(\s|$)`)
	guardedNumber = regexp.MustCompile(`^(\d{1,9})\\([.)])`)
	writtenAsLink = regexp.MustCompile(`^<(?:[a-zA-Z][a-zA-Z0-9+.-]{1,31}:|[^\s<>]+@)[^\s<>]*>`)
)

// guarded keeps what somebody wrote at the beginning of a line from beginning a block.
func guarded(text string) string {
	switch {
	case writtenAsLink.MatchString(text):
		return text
	case numbered.MatchString(text):
		return numbered.ReplaceAllString(text, `$1\$2$3`)
	case beginnings.MatchString(text):
		return `\` + text
	}
	return text
}

// plain is what was guarded.
func plain(text string) string {
	for _, bare := range []string{strings.TrimPrefix(text, `\`), guardedNumber.ReplaceAllString(text, "$1$2")} {
		if bare != text && guarded(bare) == text {
			return bare
		}
	}
	return text
}
