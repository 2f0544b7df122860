package pieces

import (
	"strconv"

	"github.com/a-h/templ"

	"vatra/lms/web/views/ui"
)

// Shape is a block that is written in a form of its own: what its fields say.
type Shape struct {
	Kind   string
	Rows   [][]string // of a table, its head first; else each with one text
	Aligns []string   // of a table, one a column
	Title  string     // of a table its caption, of a quotation who said it, of a fold what is pressed
	Text   string
	Tone   string
	Begins int // the row in which its writer goes on; -1: where they like
}

// kind is what a block may be: its name in the catalogue, and how it is drawn in small.
type kind struct{ name, label, drawing string }

// kinds are what may be inserted into a lesson besides a text.
var kinds = []kind{
	{"table", "studio.shape_table", "M4 5h16v14H4zM4 10h16M4 14.5h16M12 5v14"},
	{"list", "studio.tool_list", "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01"},
	{"steps", "studio.tool_steps", "M10 6h10M10 12h10M10 18h10M4 4.5 5 4v4M4 10.5h2L4 14h2M4 16h2v4H4M6 18H5"},
	{"tasks", "studio.shape_tasks", "M4 4h5v5H4zM4 15h5v5H4zM5 6l1.5 1.5L10 4M13 7h7M13 18h7"},
	{"note", "studio.shape_note", "M9 17v-3a6 6 0 1 1 6 0v3zM10 20.5h4"},
	{"quote", "studio.tool_quote", "M5 17c3-1 4-4 4-8H4v5h4M14 17c3-1 4-4 4-8h-5v5h4"},
	{"fold", "studio.shape_fold", "M4 4h16v6H4zM4 14h16v6H4zM7 6.5l1.5 1.5L10 6.5M7 16.5l1.5 1.5 1.5-1.5"},
}

// What else is inserted is drawn so.
const (
	drawnText     = "M4 6h16M4 12h16M4 18h10"
	drawnQuestion = "M9 9a3 3 0 1 1 4.5 2.6C12.4 12.2 12 13 12 14.5M12 18.5h.01"
	drawnFile     = "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"
	drawnPicture  = "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01"
)

// labelOf is what a kind is called; of a plain text what that is.
func (s *Shape) labelOf() string {
	for _, one := range kinds {
		if s != nil && one.name == s.Kind {
			return one.label
		}
	}
	return "studio.text"
}

// PartName is what a block is called on its page.
func (p Form) PartName(b ui.Base, number int) string {
	if p.Shape == nil {
		return b.T("studio.block", "Number", number)
	}
	return b.T("studio.shape_part", "Kind", b.T(p.Shape.labelOf()), "Number", number)
}

var tones = map[string]string{"tip": "content.note_tip", "warning": "content.note_warning", "remember": "content.note_remember"}

// toneOptions are what a note may be.
func toneOptions(b ui.Base) []ui.Option {
	return []ui.Option{
		{Value: "tip", Text: b.T(tones["tip"])}, {Value: "warning", Text: b.T(tones["warning"])}, {Value: "remember", Text: b.T(tones["remember"])},
	}
}

// Shapes are the names of the fields that a block has in its form, beside text.
const (
	heading = "heading"
	body    = "body"
	tone    = "tone"
)

// CellName is the name of a field in a row of a block: those of a table have a column too.
func CellName(kind string, row, column int) string {
	if kind == "table" {
		return "cell-" + strconv.Itoa(row) + "-" + strconv.Itoa(column)
	}
	return "row-" + strconv.Itoa(row)
}

// cellLabel is what is heard of it: the first row of a table is its head.
func cellLabel(b ui.Base, kind string, row, column int) string {
	switch {
	case kind != "table":
		return rowName(b, kind, row)
	case row == 0:
		return b.T("studio.shape_head", "Number", column+1)
	default:
		return b.T("studio.shape_cell", "Row", row, "Column", column+1)
	}
}

// rowName is what a row is called; the head of a table is not counted.
func rowName(b ui.Base, kind string, row int) string {
	if kind != "table" {
		row++
	}
	return b.T("studio.row_matrix", "Number", row)
}

// saidAlign is what the hidden field of a column says: something also where it has none, since that tells how many there are.
func saidAlign(align string) string {
	if align == "" {
		return "none"
	}
	return align
}

// focused gives the cursor to the row in which its writer goes on.
func (s *Shape) focused(row, column int) templ.Attributes {
	if row == s.Begins && column == 0 {
		return templ.Attributes{"autofocus": true}
	}
	return nil
}

// alignClass shows a column as it will stand.
func (s *Shape) alignClass(column int) string {
	if column < len(s.Aligns) && (s.Aligns[column] == "right" || s.Aligns[column] == "center") {
		return "align-" + s.Aligns[column]
	}
	return ""
}
