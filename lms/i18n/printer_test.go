package i18n

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"golang.org/x/text/language"
	cldr "golang.org/x/text/message"
	"golang.org/x/text/number"

	"vatra/lms/fault"
)

func TestCountsAreSaidAsInTheLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang  string
		count int
		want  string
	}{
		{"ro", 1, "1 minut"},
		{"ro", 2, "2 minute"},
		{"ro", 20, "20 de minute"},
		{"ro", 101, "101 minute"},
		{"ro", 0, "0 minute"},
		{"sr", 1, "1 минут"},
		{"sr", 21, "21 минут"},
		{"sr", 3, "3 минута"},
		{"sr", 11, "11 минута"},
		{"mk", 1, "1 минута"},
		{"mk", 21, "21 минута"},
		{"mk", 11, "11 минути"},
		{"bg", 1, "1 минута"},
		{"bg", 21, "21 минути"},
		{"sq", 1, "1 minutë"},
		{"sq", 2, "2 minuta"},
		{"en", 1, "1 minute"},
		{"en", 0, "0 minutes"},
	} {
		if got := For(c.lang).N("shell.time_minutes", c.count); got != c.want {
			t.Errorf("%d in %s: %q, want %q", c.count, c.lang, got, c.want)
		}
	}
}

func TestNumbersAreWrittenAsInTheLanguage(t *testing.T) {
	t.Parallel()
	for _, l := range languages {
		reference := cldr.NewPrinter(language.MustParse(l.Tag))
		for _, n := range []float64{0, 7, 12, 999, 12345, 1234567, 0.5, 12345.25, -3} {
			want := reference.Sprint(number.Decimal(n, number.MaxFractionDigits(2)))
			want = strings.NewReplacer("-", "−", "\u202f", noBreak).Replace(want)
			if got := For(l.Tag).Number(n); got != want {
				t.Errorf("%v in %s: %q, and CLDR has %q", n, l.Tag, got, want)
			}
		}
	}
	if got := For("ro").Number(decimal.RequireFromString("66.6667")); got != "66,6667" {
		t.Errorf("a decimal lost digits: %q", got)
	}
	if got := For("ro").Percent(85) + For("en").Percent("12.5"); got != "85"+noBreak+"%12.5%" {
		t.Errorf("per cent: %q", got)
	}
	if got := For("ro").Size(1_250_000) + " " + For("en").Size(999) + " " + For("bg").Size(20_400_000); got !=
		"1,3"+noBreak+"MB 999"+noBreak+"B 20"+noBreak+"MB" && got != "1,2"+noBreak+"MB 999"+noBreak+"B 20"+noBreak+"MB" {
		t.Errorf("sizes: %q", got)
	}
}

func TestTimesAreTheReaders(t *testing.T) {
	t.Parallel()
	evening := time.Date(2026, time.November, 21, 22, 5, 9, 0, time.UTC)
	for lang, want := range map[string]string{
		"ro": "22 noiembrie 2026, 00:05",
		"bg": "22 ноември 2026" + noBreak + "г., 00:05",
		"en": "22 November 2026, 00:05",
		"sq": "21 nëntor 2026, 23:05",
		"mk": "21 ноември 2026" + noBreak + "г., 23:05",
		"sr": "21. новембра 2026. у 23:05",
	} {
		if got := For(lang).DateTime(evening); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	p := For("en").In("America/New_York")
	if got := p.Date(evening) + " " + p.Clock(evening) + " " + p.Zone(evening); got != "21 November 2026 17:05:09 EST" {
		t.Errorf("in another zone: %q", got)
	}
	if got := p.Day(evening); got != "21 November 2026" {
		t.Errorf("a calendar day moved: %q", got)
	}
	if p.In("Nowhere/Atall") != p || p.In("../../etc/passwd") != p {
		t.Error("a zone that does not exist changed something")
	}
}

// A day of a month takes the month in the genitive; CLDR's "MMMM" of Serbian is the nominative, which only stands alone.
func TestASerbianDayTakesItsMonthInTheGenitive(t *testing.T) {
	t.Parallel()
	p := For("sr")
	for month, want := range []string{
		"јануара", "фебруара", "марта", "априла", "маја", "јуна",
		"јула", "августа", "септембра", "октобра", "новембра", "децембра",
	} {
		day := time.Date(2026, time.Month(month+1), 22, 0, 0, 0, 0, time.UTC)
		if got := p.Day(day); got != "22. "+want+" 2026." {
			t.Errorf("%q, want the month as %s", got, want)
		}
	}
	began, ended := time.Date(2026, 9, 14, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	if got := p.Days(began, ended); got != "14. септембра – 20. новембра 2026." {
		t.Errorf("a period: %q", got)
	}
	if got := p.T("certificates.awarded", "Date", p.Day(ended)); got != "Издат 20. новембра 2026." {
		t.Errorf("in a sentence: %q", got)
	}
}

// Dates of some languages end with a full stop, which no sentence may double.
func TestNoSentenceEndsWithTwoFullStops(t *testing.T) {
	t.Parallel()
	for lang, e := range editions(t) {
		if !strings.HasSuffix(e.printer.Day(time.Unix(0, 0)), ".") {
			continue
		}
		for key, m := range e.messages {
			for _, said := range m.forms {
				for i, p := range said[:len(said)-1] {
					if p.field == "Date" && strings.HasPrefix(said[i+1].text, ".") {
						t.Errorf("%s in %s has a full stop after its date", key, lang)
					}
				}
			}
		}
	}
}

func TestDurations(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0:                               "0 seconds",
		45 * time.Second:                "45 seconds",
		time.Minute:                     "1 minute",
		90 * time.Second:                "1 minute 30 seconds",
		2 * time.Hour:                   "2 hours",
		90*time.Minute + 10*time.Second: "1 hour 30 minutes",
	} {
		if got := For("en").Duration(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

func TestFaultsAreToldInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	e := fault.New(fault.TooMany, "error.too_many", "Wait", 2*time.Minute)
	if got := For("ro").Fault(e); !strings.Contains(got, "așteptați 2 minute și") {
		t.Errorf("got %q", got)
	}
	if got := For("sr").List([]string{"а", "б", "в"}); got != "а, б и в" {
		t.Errorf("list: %q", got)
	}
}

func TestLanguageOfAReader(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"":                                  "sq",
		"ro-RO,ro;q=0.9,en;q=0.8":           "ro",
		"de-DE,de;q=0.9,bg;q=0.5,en;q=0.3":  "bg",
		"sr-Latn-RS":                        "sr",
		"hr":                                "sr",
		"mo":                                "ro",
		"fr,de":                             "en",
		"en;q=0.2,sq;q=0.9":                 "sq",
		"*":                                 "sq",
		strings.Repeat("x", 5000):           "en",
		"\xff\xfe;q=not a number,,,;;;;q=1": "en",
	} {
		if got := Match(header, "sq"); got != want {
			t.Errorf("%.40q: %s, want %s", header, got, want)
		}
	}
	if For("de").Lang() != Fallback || For("").Lang() != Fallback {
		t.Error("an unknown language has no printer")
	}
	names := []string{NameOf("ro"), NameOf("mk"), NameOf("de"), NameOf("x-nobody")}
	if !slices.Equal(names, []string{"Română", "Македонски", "Deutsch", "x-nobody"}) {
		t.Errorf("names: %v", names)
	}
}

func TestAMissingKeyStopsATest(t *testing.T) {
	t.Parallel()
	for name, ask := range map[string]func() string{
		"unknown key":   func() string { return For("en").T("no." + "such") },
		"unfilled gap":  func() string { return For("en").T("home.welcome") },
		"unknown count": func() string { return For("ro").N("no."+"such", 3) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s went unnoticed", name)
				}
			}()
			t.Log(fmt.Sprint(ask()))
		}()
	}
}

func TestSpellingsOfZonesAreKeptWithinABound(t *testing.T) {
	t.Parallel()
	p := For("bg")
	moment := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	for n := range 500 {
		zone := "Europe" + strings.Repeat("/", n+1) + "Paris"
		if got := p.In(zone).Time(moment); got != "14:00" {
			t.Fatalf("in %s it is %s", zone, got)
		}
	}
	kept := 0
	for n := range 500 {
		if _, has := p.edition.zones.Get("Europe" + strings.Repeat("/", n+1) + "Paris"); has {
			kept++
		}
	}
	if kept == 0 || kept > zonesLimit/zoneSize {
		t.Errorf("%d spellings are kept", kept)
	}
	if got := p.In("Europe/Paris").Time(moment); got != "14:00" {
		t.Errorf("in the zone itself it is %s", got)
	}
}
