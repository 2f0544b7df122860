package studio

import (
	"strings"

	"github.com/aymanbagabas/go-udiff"

	views "vatra/lms/web/views/studio"
)

// changes are what became of a text, word by word.
func changes(before, after string) []views.Change {
	old, fresh := byWord(before), byWord(after)
	var all []views.Change
	at := 0
	add := func(kind views.ChangeKind, words string) {
		if text := strings.ReplaceAll(words, "\n", ""); text != "" {
			all = append(all, views.Change{Kind: kind, Text: strings.ReplaceAll(text, lineBreak, "\n")})
		}
	}
	for _, edit := range udiff.Lines(old, fresh) {
		add(views.Kept, old[at:edit.Start])
		add(views.Gone, old[edit.Start:edit.End])
		add(views.Fresh, edit.New)
		at = edit.End
	}
	add(views.Kept, old[at:])
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
