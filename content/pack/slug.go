package pack

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const maxSlugLength = 80

// Slug folds text to what stands in addresses: a-z and 0-9 with single hyphens between. It is empty when nothing of the
// text can be folded.
func Slug(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		folded, known := latin[r]
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			folded = string(r)
		case unicode.Is(unicode.Mn, r) || r == '’' || r == '\'':
			continue // an accent that was taken off its letter; an apostrophe joins
		case !known:
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		b.WriteString(folded)
	}
	return Shorten(b.String())
}

// Shorten cuts a slug between words where it can.
func Shorten(s string) string {
	if len(s) <= maxSlugLength {
		return s
	}
	s = s[:maxSlugLength]
	if cut := strings.LastIndexByte(s, '-'); cut > maxSlugLength/2 {
		s = s[:cut]
	}
	return strings.TrimRight(s, "-")
}

// latin writes the letters that lose no accent when taken apart, and the Cyrillic of Bulgarian, Macedonian and Serbian,
// each in the spelling that is read in most of the three.
var latin = map[rune]string{
	'ł': "l", 'đ': "dj", 'ø': "o", 'æ': "ae", 'œ': "oe", 'ß': "ss", 'ı': "i", 'þ': "th", 'ð': "d",
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'ђ': "dj", 'е': "e", 'ж': "zh", 'з': "z", 'ѕ': "dz",
	'и': "i", 'ј': "j", 'к': "k", 'л': "l", 'љ': "lj", 'м': "m", 'н': "n", 'њ': "nj", 'о': "o",
	'п': "p", 'р': "r", 'с': "s", 'т': "t", 'ћ': "c", 'у': "u", 'ф': "f", 'х': "h", 'ц': "c", 'ч': "ch", 'џ': "dzh",
	'ш': "sh", 'щ': "sht", 'ъ': "a", 'ы': "y", 'ь': "y", 'э': "e", 'ю': "yu", 'я': "ya",
}

// Keys gives out keys that are unique; each is with the number at which the search for the next one like it begins.
type Keys map[string]int

const firstNumber = 2

// Reserve keeps a key from being given out.
func (s Keys) Reserve(key string) { s[key] = max(s[key], firstNumber) }

// Take gives the first of candidates that is free, else the first one with a number. fallback stands in where there is none.
func (s Keys) Take(fallback string, candidates ...string) string {
	candidates = slices.DeleteFunc(candidates, func(c string) bool { return c == "" })
	if len(candidates) == 0 {
		candidates = []string{fallback}
	}
	for _, candidate := range candidates {
		if s[candidate] == 0 {
			s.Reserve(candidate)
			return candidate
		}
	}
	for n := s[candidates[0]]; ; n++ {
		suffix := "-" + strconv.Itoa(n)
		numbered := strings.TrimRight(candidates[0][:min(len(candidates[0]), maxSlugLength-len(suffix))], "-") + suffix
		if s[numbered] == 0 {
			s.Reserve(numbered)
			s[candidates[0]] = n + 1
			return numbered
		}
	}
}

// FileName folds the name of a file to what stands in paths, with its ending.
func FileName(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	ending := Slug(strings.TrimPrefix(path.Ext(name), "."))
	stem := cmp.Or(Slug(Stem(name)), "file")
	if ending == "" {
		return stem
	}
	return stem + "." + ending
}
