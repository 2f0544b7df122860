package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// undecomposed are letters whose stroke Unicode does not take for a mark.
var undecomposed = strings.NewReplacer("đ", "d", "ł", "l", "ø", "o", "ß", "ss", "ı", "i")

// Fold makes texts alike that a person would call alike: lower case, no accents. "Ștefan" and "stefan" fold to one, and
// so do "Đorđe" and "dorde".
func Fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return undecomposed.Replace(b.String())
}
