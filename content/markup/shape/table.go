package shape

import (
	"regexp"
	"strings"
)

var (
	delimiters = regexp.MustCompile(`^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$`)
	bar        = regexp.MustCompile(`(\\*)\|`)
)

// readTable reads a table, and the paragraph under it that begins with a colon, which is its caption.
func (b *Block) readTable(lines []string) bool {
	if len(lines) < 2 || !delimiters.MatchString(lines[1]) {
		return false
	}
	for _, mark := range cells(lines[1]) {
		b.Aligns = append(b.Aligns, alignOf(mark))
	}
	for n, text := range lines {
		if strings.TrimSpace(text) == "" {
			caption, is := strings.CutPrefix(strings.Join(lines[n+1:], "\n"), ": ")
			b.Title = line(caption)
			return is && b.fits()
		}
		if n != 1 {
			b.Rows = append(b.Rows, wide(cells(text), len(b.Aligns)))
		}
	}
	return b.fits()
}

func (b *Block) fits() bool { return len(b.Rows) <= MaxRows && len(b.Aligns) <= MaxColumns }

func alignOf(mark string) string {
	left, right := strings.HasPrefix(mark, ":"), strings.HasSuffix(mark, ":")
	switch {
	case left && right:
		return "center"
	case left:
		return "left"
	case right:
		return "right"
	}
	return ""
}

var marks = map[string]string{"": "---", "left": ":--", "center": ":-:", "right": "--:"}

// wide is a row with as many cells as the table has columns.
func wide(row []string, columns int) []string {
	row = append(row, make([]string, max(0, columns-len(row)))...)
	return row[:columns]
}

// cells are those of a line; a bar with a backslash before it belongs to its cell.
func cells(text string) []string {
	text = strings.TrimPrefix(strings.TrimSpace(text), "|")
	var row []string
	from, cell := 0, strings.Builder{}
	for _, found := range bar.FindAllStringSubmatchIndex(text, -1) {
		slashes := found[3] - found[2]
		if slashes%2 == 1 {
			cell.WriteString(text[from:found[1]-2] + "|")
			from = found[1]
			continue
		}
		cell.WriteString(text[from : found[1]-1])
		row, from = append(row, strings.TrimSpace(cell.String())), found[1]
		cell.Reset()
	}
	cell.WriteString(text[from:])
	if last := strings.TrimSpace(cell.String()); last != "" {
		row = append(row, last)
	}
	return row
}

// writtenTable leaves out the rows at the end on which nothing stands.
func (b Block) writtenTable() string {
	columns := max(1, len(b.Aligns))
	for _, row := range b.Rows {
		columns = max(columns, len(row))
	}
	last := 0
	for n, row := range b.Rows {
		if strings.TrimSpace(strings.Join(row, "")) != "" {
			last = n
		}
	}
	var lines []string
	for n, row := range wideRows(b.Rows, last+1, columns) {
		lines = append(lines, "| "+strings.Join(row, " | ")+" |")
		if n == 0 {
			lines = append(lines, b.delimiters(columns))
		}
	}
	text := strings.Join(lines, "\n")
	if caption := line(b.Title); caption != "" {
		text += "\n\n: " + caption
	}
	return text
}

func wideRows(rows [][]string, most, columns int) [][]string {
	all := make([][]string, 0, most)
	for _, row := range rows[:min(most, len(rows))] {
		written := make([]string, 0, columns)
		for _, cell := range wide(row, columns) {
			written = append(written, barred(line(cell)))
		}
		all = append(all, written)
	}
	if len(all) == 0 {
		all = append(all, make([]string, columns))
	}
	return all
}

func (b Block) delimiters(columns int) string {
	row := make([]string, 0, columns)
	for _, align := range wide(b.Aligns, columns) {
		row = append(row, marks[align])
	}
	return "| " + strings.Join(row, " | ") + " |"
}

// barred keeps a bar in its cell.
func barred(text string) string {
	return bar.ReplaceAllStringFunc(text, func(found string) string {
		if slashes := len(found) - 1; slashes%2 == 1 {
			return found
		}
		return found[:len(found)-1] + `\|`
	})
}
