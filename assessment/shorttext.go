package assessment

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// lookalikes are characters that people type for one another: Romanian ş ţ with cedilla (old keyboards) for ș ț with
// comma, and typographic marks for plain ones.
var lookalikes = strings.NewReplacer(
	"ş", "ș", "Ş", "Ș", "ţ", "ț", "Ţ", "Ț",
	"‘", "'", "’", "'", "‚", "'", "‛", "'", "ʼ", "'", "`", "'", "´", "'", "‹", "'", "›", "'",
	"“", `"`, "”", `"`, "„", `"`, "‟", `"`, "«", `"`, "»", `"`,
	"‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "−", "-",
	"…", "...",
	"\u00ad", "", "\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "\ufeff", "",
)

// Normalise is a short text as it is compared: Unicode NFC; upper and lower case alike; any run of white space one
// space, none at the ends; ş and ţ as ș and ț; typographic quotes, apostrophes and dashes as plain ones; invisible
// characters left out. Other diacritics count: "tara" is not "țara".
func Normalise(s string) string {
	s = lookalikes.Replace(norm.NFC.String(s))
	s = norm.NFC.String(cases.Fold().String(s))
	return strings.Join(strings.FieldsFunc(s, unicode.IsSpace), " ")
}
