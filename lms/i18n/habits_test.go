package i18n

import (
	"regexp"
	"testing"
)

// habits are how a language writes, where a glossary of words does not reach: what a pattern finds is a slip.
var habits = map[string][]habit{
	"mk": {
		{`(?i)ве молиме([^,]|$)`, "a comma stands after „ве молиме“"},
		{`[\pL,] В(ие|и|ас|ам|аш\pL*)([^\pL]|$)`, "вие is small"},
		{`(^|[^\pL])\pL-\pL`, "a line must not end in е-: U+2011 is the hyphen that does not break"},
		{`[”"«»]|“[^“„]*“|„[^“]*$`, "quotation marks are „…“"},
		{`[àèìù]`, "ѐ and ѝ are Cyrillic letters, U+0450 and U+045D"},
		{`(QR|CSV|SCORM|XML|\.zip) (код|датотек|пакет|ентитет)`, "a hyphen joins it: CSV-датотека"},
	},
	"sr": {
		{`(?i)молимо ([^в]|вас[^ ]|вас [^д]|вас д[^а])`, "one asks with „молимо вас да“"},
		{`[\pL,] В(и|ас|ам|аш\pL*)([^\pL]|$)`, "ви is small"},
		{`(^|[^\pL])\pL-\pL`, "a line must not end in е-: U+2011 is the hyphen that does not break"},
		{`[”"«»]|“[^“„]*“|„[^“]*$`, "quotation marks are „…“"},
	},
}

// habit is a pattern of what is not written so, with what is.
type habit struct{ slip, rule string }

func TestALanguageIsWrittenInItsOwnWay(t *testing.T) {
	t.Parallel()
	all := editions(t)
	for lang, rules := range habits {
		for _, h := range rules {
			slip := regexp.MustCompile(h.slip)
			for key, m := range all[lang].messages {
				for _, text := range m.texts() {
					if found := slip.FindString(text); found != "" {
						t.Errorf("%s in %s, at %q: %s", key, lang, found, h.rule)
					}
				}
			}
		}
	}
}
