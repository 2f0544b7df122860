package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// HasUnseen finds what is not seen or turns the direction of what stands beside it: control and format characters
// (bidirectional overrides among them), line separators and private use, and what is no text at all. The two joiners that
// some scripts are spelt with may stay.
func HasUnseen(s string) bool { return !utf8.ValidString(s) || strings.ContainsFunc(s, unseen) }

// WithoutUnseen is s without what HasUnseen finds.
func WithoutUnseen(s string) string {
	return strings.Map(func(r rune) rune {
		if unseen(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

func unseen(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return r != nonJoiner && r != joiner && unicode.In(r, unicode.C, unicode.Zl, unicode.Zp)
}
