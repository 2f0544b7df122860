package pack

import (
	"cmp"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"

	"vatra/lms/lang"
)

// SplitLanguage takes "01-files.ro.md" apart into "01-files.md" and "ro"; without a language it leaves the path alone.
func SplitLanguage(p string) (rest, tag string) {
	ending := path.Ext(p)
	name := strings.TrimSuffix(p, ending)
	suffix := path.Ext(name)
	if suffix == "" || suffix == path.Base(name) {
		return p, ""
	}
	if tag = lang.Tag(suffix[1:]); tag == "" {
		return p, ""
	}
	return strings.TrimSuffix(name, suffix) + ending, tag
}

// withoutLanguages takes off the end of a folder's name the tags of languages that its course is in: with any tag at all,
// "how to do it" would be Italian.
func withoutLanguages(name string, languages []string) string {
	for cut := true; cut; {
		cut = false
		for _, tag := range languages {
			at := len(name) - len(tag) - 1
			if at > 0 && strings.ContainsRune(" -_.", rune(name[at])) && lang.Tag(name[at+1:]) == tag {
				name, cut = name[:at], true
			}
		}
	}
	return name
}

// undetermined is the tag of text in a language that nobody named and that could not be guessed (ISO 639-2).
const undetermined = "und"

// guessed are the languages that a guess may come to, beside Albanian, which the detector does not know: those of the
// house and their large neighbours. With all the world's to choose from it takes Bulgarian for Macedonian.
var guessed = whatlanggo.Options{Whitelist: map[whatlanggo.Lang]bool{
	whatlanggo.Ron: true, whatlanggo.Bul: true, whatlanggo.Eng: true, whatlanggo.Mkd: true, whatlanggo.Srp: true,
	whatlanggo.Deu: true, whatlanggo.Fra: true, whatlanggo.Ita: true, whatlanggo.Spa: true, whatlanggo.Hun: true,
}}

// tells are letters and words that one language of the house has and its neighbours have not. A text of up to each
// characters for every sign is taken for it: fewer may be a name or a quotation in another language.
var tells = []struct {
	tag  string
	each int
	sign *regexp.Regexp
}{
	{"mk", 200, regexp.MustCompile(`[ѓќѕЃЌЅ]`)},
	{"sr", 200, regexp.MustCompile(`[ђћЂЋ]`)},
	{"bg", 60, regexp.MustCompile(`[щъьюяЩЪЬЮЯ]`)},
	{"ro", 60, regexp.MustCompile(`[ățșĂȚȘ]`)},
	{"sq", 60, regexp.MustCompile(`(?i)(?:^|[^\pL])(?:është|dhe|për|një|të|që|në)(?:[^\pL]|$)`)},
}

// How many characters a text must have for the detector to be believed when it is sure, since of one word it is sure and
// wrong, and to be believed in any case: of long texts it is right, and how sure it is means nothing.
const (
	leastToGuess = 20
	longText     = 1000
)

// GuessLanguage says which language a text is in, by its letters. Where they do not surely tell, it is one of those that
// are known of the package: the one guessed, else the first; and "und" when none is known.
func GuessLanguage(text string, known ...string) string {
	text = beginning(text)
	best, most := "", 0
	length := utf8.RuneCountInString(text)
	for _, tell := range tells {
		n := len(tell.sign.FindAllStringIndex(text, -1))
		if n > most && n*tell.each >= length {
			best, most = tell.tag, n
		}
	}
	if most > 0 {
		return best
	}
	guess := whatlanggo.DetectWithOptions(text, guessed)
	tag := lang.Tag(guess.Lang.Iso6391())
	sure := guess.IsReliable() && length >= leastToGuess || length >= longText
	if tag != "" && (sure || slices.Contains(known, tag)) {
		return tag
	}
	return append(known, undetermined)[0]
}

// EnoughToGuess is how much text, in bytes, tells its language; more only takes longer, and is not looked at.
const EnoughToGuess = 20_000

func beginning(text string) string {
	if len(text) <= 2*EnoughToGuess {
		return text
	}
	return strings.ToValidUTF8(text[:2*EnoughToGuess], "")
}

// ByNumber orders languages by how many texts they have, the most first; second decides between equals.
func ByNumber(texts, second map[string]int) []string {
	return slices.SortedFunc(maps.Keys(texts), func(a, b string) int {
		return cmp.Or(cmp.Compare(texts[b], texts[a]), cmp.Compare(second[b], second[a]), strings.Compare(a, b))
	})
}
