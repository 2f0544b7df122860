package text

import (
	"strings"
	"unicode"
)

// latin writes Cyrillic as Serbian Latin does, without its accents, which fold away: what is searched in one alphabet is found in
// the other. Bulgarian and Macedonian letters that Serbian has not go with those that sound alike.
var latin = strings.NewReplacer(
	"а", "a", "б", "b", "в", "v", "г", "g", "д", "d", "ђ", "d", "е", "e", "ж", "z", "з", "z", "ѕ", "dz", "и", "i", "ј", "j",
	"к", "k", "л", "l", "љ", "lj", "м", "m", "н", "n", "њ", "nj", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "ћ", "c",
	"у", "u", "ф", "f", "х", "h", "ц", "c", "ч", "c", "џ", "dz", "ш", "s", "щ", "st", "ъ", "a", "ь", "", "ю", "ju", "я", "ja",
	"ы", "y", "э", "e",
)

// Words are the words of a text as they are searched: in one alphabet, in lower case, without accents or signs.
func Words(s string) []string {
	return strings.FieldsFunc(latin.Replace(Fold(s)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
