package lang_test

import (
	"testing"

	"vatra/lms/lang"
)

func TestChoiceBetweenLanguages(t *testing.T) {
	t.Parallel()
	number := func(n int) bool { return n > 0 }
	things := map[string]int{"sr-Latn": 1, "ro-MD": 2, "en": 3, "bg": 0, "mk": 4}
	for _, c := range []struct {
		want      string
		fallbacks []string
		tag       string
	}{
		{"en", nil, "en"},
		{"RO-md", nil, "ro-MD"},                  // in capitals or not
		{"ro", nil, "ro-MD"},                     // a region serves its language
		{"sr-Cyrl", []string{"en"}, "sr-Latn"},   // before any fallback
		{"bg", []string{"sq", "mk", "en"}, "mk"}, // what is empty does not count
		{"bg", []string{"ro", "en"}, "ro-MD"},    // fallbacks are looked for in the same way
		{"", []string{"en"}, "en"},               // whoever wants nothing gets the fallback
		{"sq", nil, "en"},
		{"sq", []string{"hu"}, "en"}, // by alphabet
	} {
		if tag, ok := lang.Choose(things, number, c.want, c.fallbacks...); tag != c.tag || !ok {
			t.Errorf("%q, else %v: got %q, %v; want %q", c.want, c.fallbacks, tag, ok, c.tag)
		}
	}
	if tag, ok := lang.Choose(map[string]int{"en": 0}, number, "en"); tag != "" || ok {
		t.Errorf("of nothing: %q, %v", tag, ok)
	}
}
