package text

import "strings"

var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// Lines is s with \n at the end of each line, whichever system or browser has written it.
func Lines(s string) string { return newlines.Replace(s) }

// Cell is s as it may stand in a table that is given away: a text that a spreadsheet would take for a formula is kept from that
// by an apostrophe.
func Cell(s string) string {
	if strings.HasPrefix(strings.TrimLeft(s, " "), "=") || strings.ContainsAny(s[:min(1, len(s))], "+-@\t\r") {
		return "'" + s
	}
	return s
}
