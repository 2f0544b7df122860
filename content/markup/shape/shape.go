// Package shape knows the blocks of a text that authors write in forms, so that they need no signs for them: tables, lists, notes and
// their like. Each is kept as the Markdown that says it, which Read takes apart again. What a form could not say, Read leaves a text.
package shape

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"vatra/content/markup/commonmark"
)

// Kind is what a block is.
type Kind string

// The kinds. Of a plain text it is empty.
const (
	Table Kind = "table"
	List  Kind = "list"
	Steps Kind = "steps"
	Tasks Kind = "tasks" // to be done and ticked off
	Note  Kind = "note"
	Quote Kind = "quote"
	Fold  Kind = "fold" // opens when its title is pressed
)

// Kinds are all of them, as they are offered.
var Kinds = []Kind{Table, List, Steps, Tasks, Note, Quote, Fold}

// Tones are what a note may be.
var Tones = []string{"tip", "warning", "remember"}

// The most that a form has room for. What is larger stays a text.
const (
	MaxRows    = 100
	MaxColumns = 12
)

// Block is what a form says.
type Block struct {
	Kind   Kind
	Rows   [][]string // of a table, its head first; of a list, steps and tasks each with one text
	Aligns []string   // of a table, one a column: as HTML says it, or empty
	Title  string     // of a table its caption, of a quotation who said it, of a fold what is pressed
	Text   string     // of a note, a quotation and a fold, in Markdown
	Tone   string     // of a note, one of Tones
}

// Empty reports whether nothing is written.
func (b Block) Empty() bool {
	switch b.Kind {
	case Note:
		return trimmed(b.Text) == "" && (b.Tone == "" || b.Tone == Tones[0])
	case Quote, Fold:
		return trimmed(b.Text) == "" && line(b.Title) == ""
	}
	for _, row := range b.Rows {
		if line(strings.Join(row, "")) != "" {
			return false
		}
	}
	return b.Kind != Table || line(b.Title) == "" && len(b.Aligns) == 0
}

// Listed reports whether each row is one text.
func (k Kind) Listed() bool { return k == List || k == Steps || k == Tasks }

// Of is what a text is, where it is one block that a form can say whole; else empty.
func Of(source string) Kind {
	if strings.TrimSpace(source) == "" {
		return ""
	}
	for _, kind := range Kinds {
		if _, whole := Read(kind, source); whole {
			return kind
		}
	}
	return ""
}

// Read takes a text apart; false where it is not one block of the kind, or says more than its form does. An empty text is an empty
// block.
func Read(kind Kind, source string) (Block, bool) {
	source = strings.Trim(strings.ReplaceAll(source, "\r\n", "\n"), "\n")
	block := Block{Kind: kind}
	if strings.TrimSpace(source) == "" {
		return block, slices.Contains(Kinds, kind)
	}
	lines := strings.Split(source, "\n")
	read := false
	switch kind {
	case Table:
		read = block.readTable(lines)
	case List, Steps, Tasks:
		read = block.readList(lines)
	case Note:
		read = block.readNote(lines)
	case Quote:
		read = block.readQuote(lines)
	case Fold:
		read = block.readFold(source)
	}
	return block, read && alike(source, block.written())
}

// Markdown is the text of the block; empty where nothing is written. It is false where Read would not find the same block in it, as
// where something in its text is begun and never ends.
func (b Block) Markdown() (string, bool) {
	if b.Empty() {
		return "", true
	}
	text := b.written()
	_, whole := Read(b.Kind, text)
	return text, whole
}

func (b Block) written() string {
	switch b.Kind {
	case Table:
		return b.writtenTable()
	case List, Steps, Tasks:
		return b.writtenList()
	case Note:
		return quoted("[!" + signs[cmp.Or(b.Tone, Tones[0])] + "]\n" + trimmed(b.Text))
	case Quote:
		return b.writtenQuote()
	case Fold:
		return b.writtenFold()
	}
	return ""
}

// alike reports whether two texts make the same page, but for how its lines are broken.
func alike(a, b string) bool {
	first, _, err := commonmark.HTML([]byte(a), "")
	second, _, bad := commonmark.HTML([]byte(b), "")
	return err == nil && bad == nil && slices.Equal(strings.Fields(first), strings.Fields(second))
}

// line is a text in one line.
func line(text string) string { return strings.Join(strings.Fields(text), " ") }

func trimmed(text string) string {
	return strings.Trim(strings.ReplaceAll(text, "\r\n", "\n"), " \t\n")
}

// Parting is what stands between two blocks that would be read as one.
const Parting = "<!-- -->"

var item = regexp.MustCompile(`^ {0,3}(?:([-*+])|\d{1,9}([.)]))(?:\s|$)`)

// Meet reports whether a text would go on with the last block of the one before it, if nothing stood between them.
func Meet(before, after string) bool {
	next := sort(after)
	if next == "" {
		return false
	}
	blocks := commonmark.Blocks(before)
	return len(blocks) > 0 && sort(blocks[len(blocks)-1]) == next
}

// sort is the sign that the items of a list have with which a text begins.
func sort(text string) string {
	found := item.FindStringSubmatch(text)
	if found == nil {
		return ""
	}
	return found[1] + found[2]
}
