package password

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vatra/lms/fault"
	"vatra/lms/text"
)

// Lengths of a password in characters, of whatever kind: NIST SP 800-63B section 5.1.1.2 and OWASP ASVS 2.1.1 and 2.1.2.
// There are no rules of composition, but some passwords are refused: see Check.
const (
	Min = 12
	Max = 128
)

// The lists of what is tried first: ours, of the languages here, and a published one.
var (
	//go:embed common.txt
	ours string
	//go:embed leaked.txt
	leaked string
)

// commonOnes are the passwords of the lists, folded, and the words that are left of them without what stands around.
func commonOnes() map[string]bool {
	common := map[string]bool{}
	for _, list := range []string{ours, leaked} {
		for line := range strings.Lines(list) {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			common[text.Fold(line)] = true
			const word = 5 // letters; a shorter one says nothing
			if core := coreOf(text.Fold(line)); utf8.RuneCountInString(core) >= word {
				common[core] = true
			}
		}
	}
	return common
}

// Check notes what is wrong with a new password for the person with this address and name: its length; that it is their
// name or address with at most digits and signs around; that it is one of the first that anybody would try, which is one of
// the lists, such a one with digits and signs around, something short again and again, a walk over a keyboard or through
// the alphabet, or digits alone. Case and accents make no difference to any of these.
func (k *Keeper) Check(fields fault.Fields, field, password, email, name string) {
	password = plain(password)
	length, folded := utf8.RuneCountInString(password), text.Fold(password)
	switch {
	case length < Min:
		fields.Add(field, "people.password_short", "Min", Min)
	case length > Max:
		fields.Add(field, "people.password_long", "Max", Max)
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		fields.Add(field, "people.strange_characters")
	case personal(folded, email, name):
		fields.Add(field, "people.password_personal")
	case k.guessed(folded):
		fields.Add(field, "people.password_common")
	}
}

// guessed reports whether a folded password is among the first that are tried.
func (k *Keeper) guessed(folded string) bool {
	core := coreOf(folded)
	digits := !strings.ContainsFunc(folded, func(r rune) bool { return !unicode.IsDigit(r) })
	return k.common[folded] || k.common[core] || digits || distinct(folded) < 4 ||
		repeated(folded) || repeated(core) || walked(folded)
}

// personal reports whether nothing is left of a folded password, digits and signs aside, when the words of the name and of
// the address are taken out.
func personal(folded, email, name string) bool {
	const most, word = 2, 3 // letters: what may be left; what counts as a word
	words := strings.FieldsFunc(text.Fold(name)+" "+text.Fold(email), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	rest := folded
	for _, one := range words {
		if utf8.RuneCountInString(one) >= word {
			rest = strings.ReplaceAll(rest, one, "")
		}
	}
	return rest != folded && letters(rest) <= most
}

func letters(text string) (n int) {
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// coreOf is a password without the digits and signs at its ends.
func coreOf(folded string) string {
	return strings.TrimFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) })
}

// repeated reports whether a text is something too short again and again, be it broken off in the end.
func repeated(text string) bool {
	all := []rune(text)
	for block := 1; block < Min && 2*block <= len(all); block++ {
		if slices.Equal(all[block:], all[:len(all)-block]) {
			return true
		}
	}
	return false
}

// distinct counts the characters that differ.
func distinct(text string) int {
	return len(slices.Compact(slices.Sorted(slices.Values([]rune(text)))))
}
