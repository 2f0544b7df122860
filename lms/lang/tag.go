package lang

import (
	"strings"

	"golang.org/x/text/language"
)

// Tag reads the name of a folder or the suffix of a file as a BCP 47 tag, in its usual spelling, or gives "".
// Only languages with two letters count, since three letters are too often a word.
func Tag(s string) string {
	primary, _, _ := strings.Cut(strings.ReplaceAll(s, "_", "-"), "-")
	if len(primary) != 2 {
		return ""
	}
	tag, err := language.Parse(s)
	if err != nil {
		return ""
	}
	return tag.String()
}
