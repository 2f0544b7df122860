package certificates

import (
	"crypto/rand"
	"strings"
	"unicode"
	"unicode/utf8"

	"vatra/lms/fault"
)

// Code names an award on its paper: fourteen characters drawn at random, 70 bits, and two that check them. It is kept
// without hyphens, in upper case; Printed is what people see.
//
// The alphabet is Crockford's base 32 (https://www.crockford.com/base32.html): digits and Latin capitals without I, L,
// O and U. The check is a Reed-Solomon code over the field of 32 elements: I. S. Reed, G. Solomon, "Polynomial Codes
// over Certain Finite Fields", J. SIAM 8 (1960). With two check characters any two codes differ in three places or
// more, so that any one or two wrong characters, wherever they stand, are told with certainty, and with them every swap
// of two characters, neighbours or not; of any other garbling all but one in 1,024.
type Code string

const (
	alphabet   = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeLength = 16
	payload    = codeLength - 2
	group      = 4
	verifyPath = "/verify/"
)

// confused maps characters that look or are written like one of the alphabet's, in upper case. Cyrillic keyboards
// write Latin-looking letters, and U and V are hard to tell by hand.
var confused = map[rune]rune{
	'O': '0', 'I': '1', 'L': '1', 'U': 'V',
	'А': 'A', 'В': 'B', 'Е': 'E', 'З': '3', 'К': 'K', 'М': 'M', 'Н': 'H', 'О': '0', 'Р': 'P', 'С': 'C', 'Т': 'T',
	'У': 'Y', 'Х': 'X', 'І': '1', 'Ј': 'J', 'Ѕ': 'S', 'Ё': 'E',
}

// newCode draws a code from the system's random source.
func newCode() Code {
	var word [codeLength]byte
	_, _ = rand.Read(word[:payload]) // it never fails: it ends the program rather
	for i := range payload {
		word[i] &= 31
	}
	return encode(word)
}

// ParseCode reads a code as people write it down, say it and copy it: in either case, with spaces, hyphens or none,
// with O for 0, I or L for 1, with Cyrillic letters that look like Latin ones, or as the whole address from the QR
// code, whatever a browser or a mail put behind it. It returns an Invalid fault that says what is wrong:
// `certificate.code_empty`, `certificate.code_character` (with Character), `certificate.code_length` (with Got and Want)
// or `certificate.mistyped`. A code that parses may still be unknown.
func ParseCode(text string) (Code, error) {
	if _, address, pasted := strings.Cut(text, verifyPath); pasted {
		text, _, _ = strings.Cut(address, "#")
		text, _, _ = strings.Cut(text, "?")
		text = strings.TrimRight(strings.TrimSpace(text), "/")
	}
	var word [codeLength]byte
	n := 0
	for _, r := range text {
		if separates(r) {
			continue
		}
		symbol := symbolOf(r)
		if symbol < 0 {
			return "", fault.New(fault.Invalid, "certificate.code_character", "Character", shown(r))
		}
		if n < codeLength {
			word[n] = byte(symbol)
		}
		n++
	}
	switch {
	case n == 0:
		return "", fault.New(fault.Invalid, "certificate.code_empty")
	case n != codeLength:
		return "", fault.New(fault.Invalid, "certificate.code_length", "Got", n, "Want", codeLength)
	case encode(word) != spell(word):
		return "", fault.New(fault.Invalid, "certificate.mistyped")
	}
	return spell(word), nil
}

// Printed is the code in groups of four: VT7K-3MQ9-XH2P-8RD4.
func (c Code) Printed() string {
	var b strings.Builder
	for i, r := range string(c) {
		if i > 0 && i%group == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// encode sets the two check characters of word, so that both sums over its characters, c0 + c1 + … and
// c0·a⁰ + c1·a¹ + …, are zero in the field.
func encode(word [codeLength]byte) Code {
	var sum, weighted byte
	for i := range payload {
		sum ^= word[i]
		weighted ^= times(word[i], i)
	}
	// p + q = sum and p·a¹⁴ + q·a¹⁵ = weighted, so q·(a¹⁴ + a¹⁵) = weighted + sum·a¹⁴.
	rest := weighted ^ times(sum, payload)
	divisor := times(1, payload) ^ times(1, payload+1)
	for q := range byte(len(alphabet)) {
		if product(q, divisor) == rest {
			word[payload], word[payload+1] = sum^q, q
		}
	}
	return spell(word)
}

// times is x·aⁿ in the field of 32 elements, with the primitive polynomial a⁵ + a² + 1.
func times(x byte, n int) byte {
	for range n {
		x <<= 1
		if x&32 != 0 {
			x ^= 0b100101
		}
	}
	return x
}

func product(x, y byte) byte {
	var z byte
	for bit := range 5 {
		if y&(1<<bit) != 0 {
			z ^= times(x, bit)
		}
	}
	return z
}

func spell(word [codeLength]byte) Code {
	var text [codeLength]byte
	for i, symbol := range word {
		text[i] = alphabet[symbol]
	}
	return Code(text[:])
}

func symbolOf(r rune) int {
	r = unicode.ToUpper(r)
	if latin, ok := confused[r]; ok {
		r = latin
	}
	return strings.IndexRune(alphabet, r)
}

// separates reports that r only parts the groups, or cannot be seen at all.
func separates(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Pd, unicode.Cf) || strings.ContainsRune("._·−", r)
}

func shown(r rune) string {
	if r == utf8.RuneError || !unicode.IsPrint(r) {
		return "�"
	}
	return string(r)
}
