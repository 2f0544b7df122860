package lang_test

import (
	"testing"

	"vatra/lms/lang"
)

func TestAReaderGetsTheNearestLanguage(t *testing.T) {
	t.Parallel()
	texts := lang.Texts{"ro-MD": "moldovenește", "ro": "românește", "en": "", "bg": "на български", "sq-XK": "shqip"}
	for _, c := range []struct {
		reader    string
		fallbacks []string
		in        string
	}{
		{"ro", nil, "ro"},
		{"ro-MD", nil, "ro-MD"},
		{"ro-RO", nil, "ro"},
		{"sq", []string{"bg"}, "sq-XK"},
		{"en", []string{"mk", "bg", "ro"}, "bg"},
		{"en", nil, "bg"},
		{"", nil, "bg"},
	} {
		if text, in := texts.In(c.reader, c.fallbacks...); in != c.in || text != texts[c.in] {
			t.Errorf("a reader of %q with %v gets %q in %q, want %q", c.reader, c.fallbacks, text, in, c.in)
		}
	}
	if text, in := (lang.Texts{"en": ""}).In("en", "en"); text != "" || in != "" {
		t.Errorf("of nothing there is %q in %q", text, in)
	}
}
