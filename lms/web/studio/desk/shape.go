package desk

import (
	"slices"
	"strconv"
	"strings"

	"vatra/content/markup/shape"
	"vatra/content/studio"
	"vatra/lms/web/door"
	"vatra/lms/web/views/studio/pieces"
)

// What a new table and a new list have, and what an author gets who asks for more rows.
const (
	newColumns = 3
	newRows    = 3
	moreRows   = 4
)

// shapeFields puts into a form what a block says that is written in a form of its own. typed is what was refused, if anything was. A text
// that such a form cannot say stays one.
func shapeFields(v *door.Visit, form *pieces.Form, piece *studio.Piece, typed *shape.Block) {
	kind := shape.Kind(piece.Shared(studio.Shape))
	if kind == "" {
		form.Formable = form.Main && shape.Of(form.Fields[studio.Text].Text) != ""
		return
	}
	block, whole := shape.Read(kind, form.Fields[studio.Text].Text)
	if typed != nil {
		block, whole = *typed, true
	}
	if !whole {
		return
	}
	source, known := shape.Read(kind, form.Fields[studio.Text].Source)
	if known && !source.Empty() {
		form.SourceShape = fields(source)
	}
	if block.Empty() && block.Tone == "" {
		block.Tone, block.Aligns = source.Tone, source.Aligns
	}
	form.Shape = fields(withRoom(block, source, form.Main, v.Query("rows") == form.ID))
	if v.Query("rows") == form.ID {
		form.Shape.Begins = len(block.Rows)
	}
}

func fields(b shape.Block) *pieces.Shape {
	return &pieces.Shape{
		Begins: -1, Kind: string(b.Kind), Rows: b.Rows, Aligns: b.Aligns, Title: b.Title, Text: b.Text, Tone: b.Tone,
	}
}

// withRoom adds empty rows to write on: in a translation as many as the original has.
func withRoom(b, source shape.Block, main, more bool) shape.Block {
	columns, rows := 1, len(source.Rows)
	if b.Kind == shape.Table {
		if columns = max(len(b.Aligns), len(source.Aligns)); columns == 0 {
			columns = newColumns
		}
		b.Aligns = append(slices.Clone(b.Aligns), make([]string, columns-len(b.Aligns))...)
	}
	switch {
	case !main:
	case more:
		rows = len(b.Rows) + moreRows
	default:
		rows = max(len(b.Rows)+1, newRows)
	}
	b.Rows = slices.Clone(b.Rows)
	for len(b.Rows) < min(rows, shape.MaxRows) {
		b.Rows = append(b.Rows, nil)
	}
	for n, row := range b.Rows {
		b.Rows[n] = append(slices.Clone(row), make([]string, max(0, columns-len(row)))...)
	}
	return b
}

// TypedShape is a block as its form was sent; nil where the form is no such.
func TypedShape(v *door.Visit) *shape.Block {
	kind := shape.Kind(v.FormValue("as"))
	if !slices.Contains(shape.Kinds, kind) {
		return nil
	}
	b := &shape.Block{Kind: kind, Title: v.FormValue("heading"), Text: v.FormValue("body"), Tone: v.FormValue("tone")}
	if !slices.Contains(shape.Tones, b.Tone) {
		b.Tone = ""
	}
	columns := 1
	if kind == shape.Table {
		for columns = 0; columns < shape.MaxColumns && v.FormValue("align-"+strconv.Itoa(columns)) != ""; columns++ {
			b.Aligns = append(b.Aligns, alignment(v.FormValue("align-"+strconv.Itoa(columns))))
		}
	}
	for n := range shape.MaxRows {
		row := make([]string, 0, columns)
		for c := range columns {
			row = append(row, v.FormValue(pieces.CellName(string(kind), n, c)))
		}
		b.Rows = append(b.Rows, row)
	}
	b.Rows = written(b.Rows)
	return b
}

// alignment is that of a column; its field says something also where it has none.
func alignment(said string) string {
	if said == "left" || said == "center" || said == "right" {
		return said
	}
	return ""
}

// written are the rows to the last one on which something stands.
func written(rows [][]string) [][]string {
	for last := len(rows) - 1; last >= 0; last-- {
		if strings.TrimSpace(strings.Join(rows[last], "")) != "" {
			return rows[:last+1]
		}
	}
	return nil
}

// Press does what a button within the form of a block asks: rows change their places or go, columns are added or go.
func Press(b *shape.Block, button string) {
	what, number, _ := strings.Cut(button, "-at-")
	at, err := strconv.Atoi(number)
	if err != nil {
		at = -1
	}
	row := at >= 0 && at < len(b.Rows)
	switch {
	case what == "row-up" && row && at > 0:
		b.Rows[at-1], b.Rows[at] = b.Rows[at], b.Rows[at-1]
	case what == "row-down" && row && at+1 < len(b.Rows):
		b.Rows[at+1], b.Rows[at] = b.Rows[at], b.Rows[at+1]
	case what == "row-out" && row:
		b.Rows = slices.Delete(b.Rows, at, at+1)
	case what == "column-more" && len(b.Aligns) < shape.MaxColumns:
		b.Aligns = append(b.Aligns, "")
	case what == "column-out" && at >= 0 && at < len(b.Aligns) && len(b.Aligns) > 1:
		b.Aligns = slices.Delete(b.Aligns, at, at+1)
		for n := range b.Rows {
			b.Rows[n] = slices.Delete(b.Rows[n], at, at+1)
		}
	}
}

// WithinShape reports whether a button stands within the form of a block.
func WithinShape(button string) bool {
	return strings.HasPrefix(button, "row-") || strings.HasPrefix(button, "column-")
}
