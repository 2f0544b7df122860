package i18n

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/feature/plural"
)

// cldrSays is what CLDR 48 says of one language, as ICU 78 writes it (Intl of Node.js 20: DateTimeFormat with dateStyle long,
// ListFormat, NumberFormat, DisplayNames, PluralRules). English is that of Britain, as the interface is.
type cldrSays struct {
	months, date string // date is 2 May 2026
	list, pair   string // of a, b, c and of a, b
	numbers      []string
	percent      string
	languages    string // ro bg en sq mk sr
	plurals      string // of 0 to 130: one, few, other
}

var byCLDR = map[string]cldrSays{
	"ro": {
		months: "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
		date:   "2 mai 2026",
		list:   "a, b și c", pair: "a și b",
		numbers:   []string{"1.234", "12.345", "1.234.567,25"},
		percent:   "86,5\u00a0%",
		languages: "română bulgară engleză albaneză macedoneană sârbă",
		plurals: "f1ffffffffffffffffff.............................................." +
			"...................................fffffffffffffffffff...........",
	},
	"bg": {
		months: "януари февруари март април май юни юли август септември октомври ноември декември",
		date:   "2 май 2026 г.",
		list:   "a, b и c", pair: "a и b",
		numbers:   []string{"1234", "12\u00a0345", "1\u00a0234\u00a0567,25"},
		percent:   "86,5%",
		languages: "румънски български английски албански македонски сръбски",
		plurals: ".1................................................................" +
			".................................................................",
	},
	"en": {
		months: "January February March April May June July August September October November December",
		date:   "2 May 2026",
		list:   "a, b and c", pair: "a and b",
		numbers:   []string{"1,234", "12,345", "1,234,567.25"},
		percent:   "86.5%",
		languages: "Romanian Bulgarian English Albanian Macedonian Serbian",
		plurals: ".1................................................................" +
			".................................................................",
	},
	"sq": {
		months: "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor",
		date:   "2 maj 2026",
		list:   "a, b dhe c", pair: "a dhe b",
		numbers:   []string{"1234", "12\u00a0345", "1\u00a0234\u00a0567,25"},
		percent:   "86,5%",
		languages: "rumanisht bullgarisht anglisht shqip maqedonisht serbisht",
		plurals: ".1................................................................" +
			".................................................................",
	},
	"mk": {
		months: "јануари февруари март април мај јуни јули август септември октомври ноември декември",
		date:   "2 мај 2026 г.",
		list:   "a, b и c", pair: "a и b",
		numbers:   []string{"1.234", "12.345", "1.234.567,25"},
		percent:   "86,5\u00a0%",
		languages: "романски бугарски англиски албански македонски српски",
		plurals: ".1...................1.........1.........1.........1.........1...." +
			".....1.........1.........1.........1...................1.........",
	},
	"sr": {
		months: "јануар фебруар март април мај јун јул август септембар октобар новембар децембар",
		date:   "2. мај 2026.",
		list:   "a, b и c", pair: "a и b",
		numbers:   []string{"1.234", "12.345", "1.234.567,25"},
		percent:   "86,5%",
		languages: "румунски бугарски енглески албански македонски српски",
		plurals: ".1fff................1fff......1fff......1fff......1fff......1fff." +
			".....1fff......1fff......1fff......1fff................1fff......",
	},
}

// months where grammar asks for another form than CLDR has: in Serbian the day of a month takes the genitive ("2. маја",
// Правопис Матице српске), and CLDR has the nominative only.
var otherMonths = map[string]string{
	"sr": "јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра",
}

// alikeSpaces makes all spaces alike: which of them a line may end at is ours to say ("2026 г." stays together).
var alikeSpaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ")

func TestDatesAreThoseOfCLDR(t *testing.T) {
	t.Parallel()
	for tag, want := range byCLDR {
		months := strings.Fields(want.months)
		for i, month := range months {
			may := func(name string) string { return strings.Replace(want.date, months[time.May-1], name, 1) }
			if other := strings.Fields(otherMonths[tag]); len(other) > 0 {
				month = other[i]
			}
			got := alikeSpaces.Replace(For(tag).Day(time.Date(2026, time.Month(i+1), 2, 0, 0, 0, 0, time.UTC)))
			if got != may(month) {
				t.Errorf("%s: %q, and it should be %q", tag, got, may(month))
			}
		}
	}
}

func TestNumbersAreThoseOfCLDR(t *testing.T) {
	t.Parallel()
	for tag, want := range byCLDR {
		p := For(tag)
		for i, n := range []any{1234, 12345, "1234567.25"} {
			if got := p.Number(n); got != want.numbers[i] {
				t.Errorf("%s: %v is %q, and in CLDR %q", tag, n, got, want.numbers[i])
			}
		}
		if got := p.Percent("86.5"); got != want.percent {
			t.Errorf("%s: per cent are %q, and in CLDR %q", tag, got, want.percent)
		}
	}
}

func TestListsAreThoseOfCLDR(t *testing.T) {
	t.Parallel()
	for tag, want := range byCLDR {
		if got := For(tag).List([]string{"a", "b", "c"}); got != want.list {
			t.Errorf("%s: %q, and in CLDR %q", tag, got, want.list)
		}
		if got := For(tag).List([]string{"a", "b"}); got != want.pair {
			t.Errorf("%s: %q, and in CLDR %q", tag, got, want.pair)
		}
	}
}

func TestNamesOfLanguagesAreThoseOfCLDR(t *testing.T) {
	t.Parallel()
	for tag, want := range byCLDR {
		names := strings.Fields(want.languages)
		for i, l := range languages {
			if got := For(tag).Language(l.Tag); got != names[i] {
				t.Errorf("%s: %s is %q, and in CLDR %q", tag, l.Tag, got, names[i])
			}
		}
		if got := For(tag).Language("ro-MD"); got != names[0] {
			t.Errorf("%s: the Romanian of Moldova is %q, not %q", tag, got, names[0])
		}
		if own := For(tag).Language(tag); !strings.EqualFold(own, NameOf(tag)) {
			t.Errorf("%s calls itself %q in a menu and %q in a sentence", tag, NameOf(tag), own)
		}
	}
	if got := For("ro").Language("tlh-unknown-x"); got == "" {
		t.Error("a language that nobody knows has no name at all")
	}
}

func TestPluralFormsAreThoseOfCLDR(t *testing.T) {
	t.Parallel()
	forms := map[byte]plural.Form{'1': plural.One, 'f': plural.Few, '.': plural.Other}
	for tag, want := range byCLDR {
		all := message{forms: map[plural.Form][]piece{}}
		for sign, form := range forms {
			all.forms[form] = []piece{{text: string(sign)}}
		}
		for n := range len(want.plurals) {
			if got := For(tag).chosen(all, n)[0].text; got != want.plurals[n:n+1] {
				t.Errorf("%s: %d has the form %q, and in CLDR %q", tag, n, got, want.plurals[n:n+1])
			}
		}
	}
}
