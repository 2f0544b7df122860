package desk

import (
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"vatra/lms/web/views/studio/pieces"
)

// Changes are what became of a text, word by word.
func Changes(before, after string) []pieces.Change {
	old, fresh := byWord(before), byWord(after)
	var all []pieces.Change
	at := 0
	add := func(kind pieces.ChangeKind, words string) {
		if text := strings.ReplaceAll(words, "\n", ""); text != "" {
			all = append(all, pieces.Change{Kind: kind, Text: strings.ReplaceAll(text, lineBreak, "\n")})
		}
	}
	for _, edit := range udiff.Lines(old, fresh) {
		add(pieces.Kept, old[at:edit.Start])
		add(pieces.Gone, old[edit.Start:edit.End])
		add(pieces.Fresh, edit.New)
		at = edit.End
	}
	add(pieces.Kept, old[at:])
	return all
}

// lineBreak stands for a line break while each word has a line of its own: no text has it, since a field refuses it.
const lineBreak = "\x00"

// byWord puts each word with the space behind it on a line of its own.
func byWord(text string) string {
	var out strings.Builder
	for word := range strings.SplitAfterSeq(strings.ReplaceAll(text, "\n", lineBreak+" "), " ") {
		out.WriteString(strings.ReplaceAll(word, lineBreak+" ", lineBreak))
		out.WriteByte('\n')
	}
	return out.String()
}
