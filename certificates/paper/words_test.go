package paper

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"vatra/certificates"
	"vatra/certificates/letters"
)

func TestPaperHasAllItsWordsInSixLanguages(t *testing.T) {
	t.Parallel()
	if got := slices.Sorted(maps.Keys(vocabulary)); strings.Join(got, " ") != "bg en mk ro sq sr" {
		t.Errorf("the paper speaks %v", got)
	}
	for lang, w := range vocabulary {
		v := reflect.ValueOf(w)
		for i := range v.NumField() {
			switch name := v.Type().Field(i).Name; {
			case v.Field(i).Kind() == reflect.String && v.Field(i).String() == "":
				t.Errorf("%s has no words for %s", lang, name)
			case v.Field(i).Kind() == reflect.String && strings.ContainsAny(v.Field(i).String(), "şţŞŢ"):
				t.Errorf("%s writes a cedilla for a comma: %s", lang, v.Field(i).String())
			}
		}
	}
}

// The alphabets and diacritics that the paper must carry, with what stands around them.
func TestTypeHasEveryLetter(t *testing.T) {
	t.Parallel()
	const alphabets = "aăâbcdefghiîjklmnopqrsștțuvwxyz çë " + // Romanian, Albanian
		"абвгдежзийклмнопрстуфхцчшщъьюяѝ " + // Bulgarian
		"ѓѕјљњќџ ђћ " + // Macedonian, Serbian
		"áäéíóöőúüű ąćęłńóśźż čďěňřšťůýž ğış αβγδεζηθικλμνξοπρστυφχψω " + // their neighbours'
		"0123456789 .,:;·-–—/()%’‘“”„«»&@№€'\"\u00a0"
	for name, f := range map[string]*letters.Face{
		"regular": letters.Faces().Regular, "italic": letters.Faces().Italic, "bold": letters.Faces().Bold,
	} {
		for _, r := range alphabets + strings.ToUpper(alphabets) + string(letters.Missing) {
			if !f.Has(r) {
				t.Errorf("the %s has no %c (%U)", name, r, r)
			}
		}
		if kern := f.Kern('A', 'V'); kern > -0.04 || kern < -0.3 {
			t.Errorf("the %s kerns AV by %f", name, kern)
		}
	}
}

func TestDaysAndMarksAreWrittenAsTheLanguageDoes(t *testing.T) {
	t.Parallel()
	first, last := certificates.Date{Year: 2025, Month: time.December, Day: 31}, certificates.Date{Year: 2026, Month: time.January, Day: 1}
	for lang, want := range map[string]string{
		"ro": "31 decembrie 2025 – 1 ianuarie 2026", "bg": "31 декември 2025 г. – 1 януари 2026 г.",
		"en": "31 December 2025 – 1 January 2026", "sq": "31 dhjetor 2025 – 1 janar 2026",
		"mk": "31 декември 2025 г. – 1 јануари 2026 г.", "sr": "31. децембра 2025. – 1. јануара 2026.",
	} {
		says, _ := wordsOf(lang)
		got := strings.ReplaceAll(says.days(first, last), "\u00a0", " ")
		if got != want {
			t.Errorf("%s writes %s, want %s", lang, got, want)
		}
		if one := says.days(last, last); one != says.day(last) {
			t.Errorf("%s writes one day as %s", lang, one)
		}
	}
	says, _ := wordsOf("en")
	for mark, want := range map[string]string{"100": "100%", "86.50": "86.5%", "0": "0%", "66.666666": "66.67%", "70.00": "70%"} {
		if got := says.share(decimal.RequireFromString(mark)); got != want {
			t.Errorf("%s is written %s, want %s", mark, got, want)
		}
	}
}
