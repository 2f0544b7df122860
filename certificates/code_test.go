package certificates

import (
	"errors"
	"strings"
	"testing"

	"vatra/lms/fault"
)

// The code is linear, so an error goes unseen exactly if the error alone would pass as a code. Checking every error of
// one and of two characters, which contains every swap, against the zero code is checking it against all of them.
func TestNoOneOrTwoWrongCharactersPass(t *testing.T) {
	t.Parallel()
	zero := Code(strings.Repeat("0", codeLength))
	if _, err := ParseCode(string(zero)); err != nil {
		t.Fatalf("the zero code is not one, so the code is not linear: %v", err)
	}
	tried := 0
	for i := range codeLength {
		for x := 1; x < len(alphabet); x++ {
			word := []byte(zero)
			word[i] = alphabet[x]
			mustBeMistyped(t, string(word))
			tried++
			for j := i + 1; j < codeLength; j++ {
				for y := 1; y < len(alphabet); y++ {
					word[j] = alphabet[y]
					if passes(word) {
						t.Fatalf("%s passes", word)
					}
					tried++
				}
				word[j] = zero[j]
			}
		}
	}
	if want := codeLength*31 + codeLength*(codeLength-1)/2*31*31; tried != want {
		t.Fatalf("tried %d errors of %d", tried, want)
	}
}

func passes(word []byte) bool {
	_, err := ParseCode(string(word))
	return err == nil
}

func mustBeMistyped(t *testing.T, text string) {
	t.Helper()
	_, err := ParseCode(text)
	if told, ok := errors.AsType[*fault.Error](err); !ok || told.Key != "certificate.mistyped" || told.Kind != fault.Invalid {
		t.Fatalf("%s: got %v", text, err)
	}
}

func TestSumOfTwoCodesIsACode(t *testing.T) {
	t.Parallel()
	for range 200 {
		a, b := newCode(), newCode()
		var sum strings.Builder
		for i := range codeLength {
			sum.WriteByte(alphabet[strings.IndexByte(alphabet, a[i])^strings.IndexByte(alphabet, b[i])])
		}
		if _, err := ParseCode(sum.String()); err != nil {
			t.Fatalf("%s + %s = %s: %v", a, b, sum.String(), err)
		}
	}
}

func TestEverySlipOfARealCodeIsMistyped(t *testing.T) {
	t.Parallel()
	for range 20 {
		code := newCode()
		for i := range codeLength {
			for _, wrong := range alphabet {
				if slipped := []byte(code); slipped[i] != byte(wrong) {
					slipped[i] = byte(wrong)
					mustBeMistyped(t, string(slipped))
				}
			}
			for j := i + 1; j < codeLength; j++ {
				swapped := []byte(code)
				swapped[i], swapped[j] = swapped[j], swapped[i]
				if swapped[i] != swapped[j] {
					mustBeMistyped(t, string(swapped))
				}
			}
		}
	}
}

func TestCodeIsReadAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	const want = Code("1AB0EKMHPCTXYV3G")
	code := encodeText(t, want)
	cyrillic := strings.NewReplacer("A", "А", "B", "В", "0", "О", "E", "е", "K", "К", "M", "м", "H", "Н", "P", "Р", "C", "с",
		"T", "Т", "X", "х", "Y", "у", "3", "з").Replace(string(code))
	for _, written := range []string{
		string(code),
		code.Printed(),
		strings.ToLower(code.Printed()),
		"  " + strings.ReplaceAll(code.Printed(), "-", " ") + "\n",
		"https://learn.example/verify/" + code.Printed() + "/",
		"https://learn.example/verify/" + code.Printed() + "?x=1",
		"https://learn.example/verify/" + code.Printed() + "/?x=1/verify/#y",
		strings.ReplaceAll(code.Printed(), "-", " – "),
		strings.ReplaceAll(code.Printed(), "-", "\u00ad-\u200b"),
		strings.NewReplacer("0", "o", "1", "l").Replace(string(code)),
		strings.NewReplacer("0", "O", "1", "I", "V", "u").Replace(string(code)),
		cyrillic,
		"https://vatra.example.org/verify/" + code.Printed(),
		"http://127.0.0.1:8080/verify/" + strings.ToLower(string(code)),
	} {
		got, err := ParseCode(written)
		if err != nil || got != code {
			t.Errorf("%q is %q, %v; want %q", written, got, err, code)
		}
	}
}

// encodeText gives a text of sixteen characters its right check characters.
func encodeText(t *testing.T, text Code) Code {
	t.Helper()
	var word [codeLength]byte
	for i := range codeLength {
		word[i] = byte(strings.IndexByte(alphabet, text[i]))
	}
	return encode(word)
}

func TestCodeThatCannotBeOneSaysWhy(t *testing.T) {
	t.Parallel()
	whole := string(newCode())
	for text, key := range map[string]string{
		"":                             "certificate.code_empty",
		" - \t-\n":                     "certificate.code_empty",
		"https://x.example/verify/":    "certificate.code_empty",
		whole[:codeLength-1]:           "certificate.code_length",
		whole + "0":                    "certificate.code_length",
		strings.Repeat(whole, 10_000):  "certificate.code_length",
		whole[:8] + "!" + whole[9:]:    "certificate.code_character",
		whole[:8] + "Ж" + whole[9:]:    "certificate.code_character",
		whole[:8] + "\xff" + whole[9:]: "certificate.code_character",
		whole[:8] + "\x00":             "certificate.code_character",
		"'; DROP TABLE awards; --":     "certificate.code_character",
	} {
		_, err := ParseCode(text)
		told, ok := errors.AsType[*fault.Error](err)
		if !ok || told.Kind != fault.Invalid || told.Key != key {
			t.Errorf("%.40q: got %v, want %s", text, err, key)
		}
	}
}

func TestCodesAreRandomInEveryPlace(t *testing.T) {
	t.Parallel()
	const drawn = 20_000
	seen := map[Code]bool{}
	var counts [codeLength][256]int
	for range drawn {
		code := newCode()
		if seen[code] {
			t.Fatalf("%s was drawn twice", code)
		}
		seen[code] = true
		for i := range codeLength {
			counts[i][code[i]]++
		}
	}
	for i, count := range counts {
		for _, r := range alphabet { // 625 of each are expected; 400 and 900 are nine deviations away
			if n := count[r]; n < 400 || n > 900 {
				t.Errorf("%c stands %d times of %d in place %d", r, n, drawn, i+1)
			}
		}
	}
}
