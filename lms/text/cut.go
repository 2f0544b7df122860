package text

import "strings"

var lineEnds = strings.NewReplacer("\r", " ", "\n", " ", "\t", " ")

// OneLine is s with spaces for what ends or indents a line, such as a text of several lines may have.
func OneLine(s string) string { return lineEnds.Replace(s) }

// Cut is s where it has at most that many characters, else its beginning and an ellipsis.
func Cut(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
