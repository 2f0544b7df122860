package i18n

import (
	"iter"
	"regexp"
	"strings"
	"testing"
)

// wordings are the texts of every form of every message, by key, with a low line in the place of a field.
func wordings(e *edition) iter.Seq2[string, string] {
	return func(yield func(key, text string) bool) {
		for key, m := range e.messages {
			for _, pieces := range m.forms {
				var b strings.Builder
				for _, p := range pieces {
					b.WriteString(p.text)
					if p.field != "" {
						b.WriteString("_")
					}
				}
				if !yield(key, b.String()) {
					return
				}
			}
		}
	}
}

var (
	brokenMail    = regexp.MustCompile(`(?:^|[^\p{L}])\p{L}-\p{L}+`)
	brokenClitic  = regexp.MustCompile(`\p{L}-\p{L}`)
	politeInSmall = regexp.MustCompile(`(?:^|[^\p{L}])(вие|вас|вам|ви|ваш(?:ия|ият|а|ата|е|ето|и|ите)?)(?:$|[^\p{L}])`)
)

// typedAsTheyStand are the keys whose text has an example of a code, which is typed as it stands.
var typedAsTheyStand = map[string]bool{"track.code_is_a_slug": true, "staff.track_code_hint": true}

// TestNoLineEndsWithinAWord looks for hyphens at which a narrow page would part "e-mail", "е-пошта" and, in Romanian and
// Albanian, what an ending or a short word leans on ("l-ați", "CV-në"); what holds them together
// is U+2011, the hyphen that does not break (Unicode Standard Annex 14, class GL).
func TestNoLineEndsWithinAWord(t *testing.T) {
	t.Parallel()
	for tag, e := range editions(t) {
		for key, text := range wordings(e) {
			if brokenMail.MatchString(text) {
				t.Errorf("%s in %s parts %q: %q", key, tag, brokenMail.FindString(text), text)
			}
			if (tag == "ro" || tag == "sq") && !typedAsTheyStand[key] && brokenClitic.MatchString(text) {
				t.Errorf("%s in %s parts %q", key, tag, brokenClitic.FindString(text))
			}
		}
	}
}

// TestMarksAreThoseOfTheLanguage: quotation marks as CLDR has them (delimiters), and no straight ones.
func TestMarksAreThoseOfTheLanguage(t *testing.T) {
	t.Parallel()
	foreign := map[string]string{
		"ro": `"'“«»’`, "bg": `"'”«»’`, "en": `"'„«»`, "sq": `"'“”„`,
	}
	for tag, marks := range foreign {
		for key, text := range wordings(editions(t)[tag]) {
			if at := strings.IndexAny(text, marks); at >= 0 {
				t.Errorf("%s in %s has the marks of another language: %q", key, tag, text[at:])
			}
		}
	}
}

// TestBulgarianReadersAreAddressedWithACapital: Официален правописен речник (2012), 49.1.
func TestBulgarianReadersAreAddressedWithACapital(t *testing.T) {
	t.Parallel()
	for key, text := range wordings(editions(t)["bg"]) {
		if found := politeInSmall.FindStringSubmatch(text); found != nil {
			t.Errorf("%s: %q in small letters: %q", key, found[1], text)
		}
	}
}
