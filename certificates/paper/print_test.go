package paper_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/skip2/go-qrcode"

	"vatra/certificates"
	"vatra/certificates/claimtest"
	"vatra/certificates/paper"
	"vatra/lms/lang"
)

// onPaper is an award as it would come from the store.
func onPaper(locale string, change func(*certificates.Record)) *certificates.Award {
	claim := claimtest.Earned([16]byte{1})
	record := certificates.Record{
		Form: 1, Code: "VT7K3MQ9XH2P8RD4", HolderName: claim.HolderName, TrackCode: claim.TrackCode,
		TrackNames: claim.TrackNames, RulesVersion: claim.RulesVersion, Hours: claim.Hours, Mark: claim.Mark,
		Courses: claim.Courses, StartedOn: claim.StartedOn, CompletedOn: claim.CompletedOn, AwardedOn: claim.AwardedOn,
		Issuer: certificates.Issuer{Name: "Asociația Comunelor", URL: "https://vatra.example.org"}, Locale: locale,
	}
	if change != nil {
		change(&record)
	}
	return &certificates.Award{Code: record.Code, Record: record}
}

func printed(t testing.TB, award *certificates.Award) []byte {
	t.Helper()
	var pdf bytes.Buffer
	if err := paper.Print(&pdf, award); err != nil {
		t.Fatal(err)
	}
	return pdf.Bytes()
}

// poppler runs one of its programs on a PDF.
func poppler(t testing.TB, pdf []byte, program string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("%s is missing: what a paper says cannot be checked (in Debian: apt-get install poppler-utils)", program)
	}
	command := exec.CommandContext(context.WithoutCancel(t.Context()), path, args...)
	command.Stdin = bytes.NewReader(pdf)
	var complaints bytes.Buffer
	command.Stderr = &complaints
	out, err := command.Output()
	if err != nil || complaints.Len() > 0 {
		t.Fatalf("%s: %v %s", program, err, complaints.String())
	}
	return string(out)
}

// text is all that a paper says, with plain single spaces.
func text(t testing.TB, pdf []byte) string {
	t.Helper()
	return strings.Join(strings.Fields(poppler(t, pdf, "pdftotext", "-", "-")), " ")
}

func TestPaperShowsEveryClaimInBothLanguages(t *testing.T) {
	t.Parallel()
	inEnglish := []string{
		"Certificate", "This is to certify that", "has met all the requirements of the training track", "Digital literacy",
		"Hours of study: 24", "Mark: 86.5%", "Period: 14 September – 20 November 2026", "Issued on: 21 November 2026",
		"Rules: version 3", "Courses completed", "The digital town hall",
		"Certificate code", "Verify this certificate at", "Signature of the issuer",
	}
	for locale, want := range map[string][]string{
		"ro": {
			"CERTIFICAT ", "Prin prezentul se certifică faptul că", "a îndeplinit toate cerințele programului de formare",
			"Alfabetizare digitală", "Ore de studiu", "Rezultat", "86,5 %", "Perioada", "14 septembrie – 20 noiembrie 2026",
			"Emis la", "21 noiembrie 2026", "Reguli", "versiunea 3", "Cursuri absolvite",
			"Primăria digitală, pas cu pas", "Codul certificatului", "Verificați certificatul la adresa", "Semnătura emitentului",
		},
		"bg": {
			"СЕРТИФИКАТ", "С настоящото се удостоверява, че", "изпълни всички изисквания на програмата за обучение",
			"Дигитална грамотност", "Учебни часове", "Резултат", "86,5%", "Период", "14 септември – 20 ноември 2026 г.",
			"Издаден на", "21 ноември 2026 г.", "Правила", "версия 3", "Завършени курсове",
			"Дигиталната община", "Код на сертификата", "Проверете сертификата на адрес", "Подпис на издаващата организация",
		},
		"sq": {
			"CERTIFIKATË", "Me këtë vërtetohet se", "ka përmbushur të gjitha kërkesat e programit të trajnimit",
			"Aftësi digjitale", "Orë mësimi", "Rezultati", "86,5%", "Periudha", "14 shtator – 20 nëntor 2026", "Lëshuar më",
			"21 nëntor 2026", "Rregullat", "versioni 3", "Kurset e përfunduara", "Bashkia digjitale, hap pas hapi",
			"Kodi i certifikatës", "Verifikoni certifikatën në adresën", "Nënshkrimi i lëshuesit",
		},
		"mk": {
			"СЕРТИФИКАТ", "Со ова се потврдува дека", "ги исполни сите барања на програмата за обука", "Дигитална писменост",
			"Часови настава", "Резултат", "86,5 %", "Период", "14 септември – 20 ноември 2026 г.", "Издаден на",
			"21 ноември 2026 г.", "Правила", "верзија 3", "Завршени курсеви", "Дигитална општина",
			"Код на сертификатот", "Проверете го сертификатот на адресата", "Потпис на издавачот",
		},
		"sr": {
			"СЕРТИФИКАТ", "Овим се потврђује да", "испуњава све захтеве програма обуке", "Дигитална писменост",
			"Часови наставе", "Резултат", "86,5%", "Период", "14. септембра – 20. новембра 2026.", "Издат",
			"21. новембра 2026.", "Правила", "верзија 3", "Завршени курсеви", "Дигитална општина",
			"Код сертификата", "Проверите сертификат на адреси", "Потпис издаваоца",
		},
	} {
		t.Run(locale, func(t *testing.T) {
			t.Parallel()
			says := text(t, printed(t, onPaper(locale, nil)))
			always := []string{
				"Ștefania Țurcanu-Vâlcu", "Asociația Comunelor", "24", "VT7K-3MQ9-XH2P-8RD4",
				"https://vatra.example.org/verify/VT7K-3MQ9-XH2P-8RD4",
			}
			if strings.Contains(says, "digital-literacy") {
				t.Error("the paper says the code of the track, which tells a reader nothing")
			}
			for _, claim := range append(append(always, want...), inEnglish...) {
				if !strings.Contains(says, claim) {
					t.Errorf("%q is not on the paper, which says:\n%s", claim, says)
				}
			}
		})
	}
}

// The time of study is written as it was done; a record that knows of none claims none.
func TestPaperSaysNoOtherStudyThanTheRecord(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]struct {
		change func(*certificates.Record)
		says   []string
		lacks  string
	}{
		"hours and minutes": {func(r *certificates.Record) { r.Hours, r.Minutes = 2, 47 }, []string{"Учебни часове", "2 ч 47 мин", "Hours of study: 2 h 47 min"}, "24"},
		"minutes alone":     {func(r *certificates.Record) { r.Hours, r.Minutes = 0, 50 }, []string{"50 мин", "Hours of study: 50 min"}, "0 h"},
		"none":              {func(r *certificates.Record) { r.Hours = 0 }, []string{"Mark: 86.5%", "Period: 14 September"}, "Hours of study"},
		"none, and no mark": {func(r *certificates.Record) { r.Hours, r.Mark = 0, certificates.Mark{} }, []string{"Period: 14 September", "Rules: version 3"}, "Hours of study"},
	} {
		says := text(t, printed(t, onPaper("bg", one.change)))
		for _, claim := range one.says {
			if !strings.Contains(says, claim) {
				t.Errorf("%s: %q is not on the paper: %s", name, claim, says)
			}
		}
		if strings.Contains(says, one.lacks) {
			t.Errorf("%s: %q is on the paper: %s", name, one.lacks, says)
		}
	}
}

func TestPaperOfAnEnglishReaderIsInEnglishOnly(t *testing.T) {
	t.Parallel()
	for _, locale := range []string{"en", "en-GB", "de", ""} {
		says := text(t, printed(t, onPaper(locale, nil)))
		for _, once := range []string{"This is to certify that", "Hours of study", "86.5%", "21 November 2026", "The digital town hall"} {
			if strings.Count(says, once) != 1 {
				t.Errorf("%q: %q stands %d times on the paper: %s", locale, once, strings.Count(says, once), says)
			}
		}
		for _, r := range says {
			if r >= 'А' && r <= 'я' {
				t.Fatalf("%q: Cyrillic on the paper: %s", locale, says)
			}
		}
	}
}

func TestPaperSpeaksOfItself(t *testing.T) {
	t.Parallel()
	pdf := printed(t, onPaper("bg", func(r *certificates.Record) { r.HolderName = "Величка (Господинова) \\" }))
	info := poppler(t, pdf, "pdfinfo", "-isodates", "-")
	for _, line := range []string{
		"Title: Сертификат VT7K-3MQ9-XH2P-8RD4: Величка (Господинова) \\", "Subject: Дигитална грамотност",
		"Author: Asociația Comunelor", "CreationDate: 2026-11-21T00:00:00Z", "ModDate: 2026-11-21T00:00:00Z",
		"Pages: 1", "(A4)",
	} {
		if !strings.Contains(strings.Join(strings.Fields(info), " "), strings.Join(strings.Fields(line), " ")) {
			t.Errorf("%q is missing in:\n%s", line, info)
		}
	}
	if !bytes.Contains(pdf, []byte("/Lang (bg)")) {
		t.Error("the paper does not say that it is Bulgarian")
	}
	for _, line := range strings.Split(strings.TrimSpace(poppler(t, pdf, "pdffonts", "-")), "\n")[2:] {
		if !strings.Contains(line, "yes no  yes") { // embedded, and with its characters
			t.Errorf("font %s", line)
		}
	}
}

func TestSameAwardIsTheSameBytes(t *testing.T) {
	t.Parallel()
	want := printed(t, onPaper("sr", nil))
	if size := len(want); size > 120_000 {
		t.Errorf("the paper has %d bytes", size)
	}
	var printing sync.WaitGroup
	for range 8 {
		printing.Go(func() {
			var again bytes.Buffer
			if err := paper.Print(&again, onPaper("sr", nil)); err != nil {
				t.Error(err)
			}
			if !bytes.Equal(again.Bytes(), want) {
				t.Error("printed twice, it differs")
			}
		})
	}
	printing.Wait()
	if bytes.Equal(want, printed(t, onPaper("sr", func(r *certificates.Record) { r.Hours++ }))) {
		t.Error("another record gives the same paper")
	}
}

// The words of a page with the places they take, as pdftotext sees them, in points.
type words struct {
	Pages []struct {
		Words []struct {
			Left  float64 `xml:"xMin,attr"`
			Right float64 `xml:"xMax,attr"`
			Top   float64 `xml:"yMin,attr"`
			Foot  float64 `xml:"yMax,attr"`
			Text  string  `xml:",chardata"`
		} `xml:"word"`
	} `xml:"body>doc>page"`
}

func TestTitlesGoWithoutWhatCannotBePrinted(t *testing.T) {
	t.Parallel()
	says := text(t, printed(t, onPaper("ro", func(r *certificates.Record) {
		r.TrackNames = lang.Texts{"ro": "🔥 Foc și apă 水", "en": "Fire and water"}
		r.Courses = []certificates.Course{
			{Code: "fire", Titles: lang.Texts{"ro": "Stingerea 🧯 focului"}},
			{Code: "water", Titles: lang.Texts{"ro": "水", "en": "Water"}},
			{Code: "earth-and-air", Titles: lang.Texts{"ro": "地 空"}},
		}
	})))
	for _, want := range []string{"Foc și apă Fire and water", "Stingerea focului", "Water", "earth-and-air"} {
		if !strings.Contains(says, want) {
			t.Errorf("%q is not on the paper, which says:\n%s", want, says)
		}
	}
	if strings.Contains(says, "□") {
		t.Errorf("there are empty boxes:\n%s", says)
	}
}

func TestNothingLeavesItsPlace(t *testing.T) {
	t.Parallel()
	const mm = 72 / 25.4
	many := func(n int, title string) (courses []certificates.Course) {
		for i := range n {
			courses = append(courses, certificates.Course{Code: "c", Titles: lang.Texts{
				"ro": fmt.Sprintf("%d. %s", i+1, title), "bg": fmt.Sprintf("%d. %s", i+1, title), "en": fmt.Sprintf("%d. %s", i+1, title),
			}})
		}
		return courses
	}
	long := "Digitalizarea serviciilor publice locale în comunele și orașele mici din regiunile de graniță"
	for name, change := range map[string]func(*certificates.Record){
		"Latin name": func(r *certificates.Record) {
			r.HolderName = "Alexandrina-Constantina Ștefănescu-Hatmanu-Țepeșoaia-Brâncoveanu-Cantacuzino-Văcărescu"
		},
		"Cyrillic name": func(r *certificates.Record) {
			r.HolderName = "Александрина-Виктория Константинова Господинова-Каракачанова-Хаджидимитрова-Щърбанова"
			r.Locale = "bg"
		},
		"name without a place to break": func(r *certificates.Record) { r.HolderName = strings.Repeat("Ш", certificates.MaxName) },
		"name of one letter":            func(r *certificates.Record) { r.HolderName = "O" },
		"name with piled marks":         func(r *certificates.Record) { r.HolderName = "A" + strings.Repeat("\u0300\u0323", 99) },
		"names that no font has":        func(r *certificates.Record) { r.HolderName = "李 😀 " + strings.Repeat("漢", 150) },
		"title": func(r *certificates.Record) {
			r.TrackNames = lang.Texts{"ro": strings.Repeat(long+" ", 12), "en": long + long}
		},
		"issuer": func(r *certificates.Record) {
			r.Issuer = certificates.Issuer{Name: strings.Repeat("Ministerul Dezvoltării ", 8), URL: "https://" + strings.Repeat("certificate.", 15) + "ro"}
		},
		"track code":   func(r *certificates.Record) { r.TrackCode = strings.Repeat("participatory-governance", 5) },
		"figures":      func(r *certificates.Record) { r.Hours, r.RulesVersion = 1_000_000_000, 1_000_000_000 },
		"no mark":      func(r *certificates.Record) { r.Mark = certificates.Mark{} },
		"no courses":   func(r *certificates.Record) { r.Courses = nil },
		"some courses": func(r *certificates.Record) { r.Courses = many(3, long) },
		"many courses": func(r *certificates.Record) { r.Courses = many(40, strings.Repeat(long, 4)) },
		"no titles":    func(r *certificates.Record) { r.Courses = []certificates.Course{{Code: "basics"}} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pdf := printed(t, onPaper("ro", change))
			var seen words
			decoder := xml.NewDecoder(strings.NewReader(poppler(t, pdf, "pdftotext", "-bbox", "-", "-")))
			decoder.Strict, decoder.AutoClose, decoder.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
			if err := decoder.Decode(&seen); err != nil && !errors.Is(err, io.EOF) {
				t.Fatal(err)
			}
			if len(seen.Pages) == 0 || len(seen.Pages[0].Words) < 50 {
				t.Fatalf("pdftotext found %+v", seen)
			}
			for i, page := range seen.Pages {
				for _, word := range page.Words {
					if word.Left < 35*mm || word.Right > (297-35)*mm || word.Top < 9*mm || word.Foot > (210-9)*mm {
						t.Errorf("page %d: %q leaves its place: %+v", i+1, word.Text, word)
					}
				}
			}
		})
	}
}

func TestCoursesThatDoNotFitHaveTheirOwnPages(t *testing.T) {
	t.Parallel()
	says := text(t, printed(t, onPaper("ro", func(r *certificates.Record) {
		r.Courses = nil
		for i := range 31 {
			r.Courses = append(r.Courses, certificates.Course{Code: "c", Titles: lang.Texts{
				"ro": fmt.Sprintf("Cursul numărul %d.", i+1), "en": fmt.Sprintf("Course number %d.", i+1),
			}})
		}
	})))
	for i := range 31 {
		for _, title := range []string{fmt.Sprintf("Cursul numărul %d.", i+1), fmt.Sprintf("Course number %d.", i+1)} {
			if !strings.Contains(says, title) {
				t.Errorf("%q is missing", title)
			}
		}
	}
	for _, sentence := range []string{"Cursuri absolvite: 31, enumerate începând cu pagina 2", "pagina 4 din 4", "page 2 of 4"} {
		if !strings.Contains(says, sentence) {
			t.Errorf("%q is missing in %s", sentence, says)
		}
	}
}

// The QR code is read back from the rendered page, module by module: upright, whole, and with its margin.
func TestQRCodeLeadsToTheVerification(t *testing.T) {
	t.Parallel()
	const dpi, left, top, size = 300, 36.0, 169.5, 26.0
	award := onPaper("ro", nil)
	image := poppler(t, printed(t, award), "pdftoppm", "-r", "300", "-gray", "-")
	var width, height, most int
	if _, err := fmt.Sscanf(image, "P5\n%d %d\n%d\n", &width, &height, &most); err != nil {
		t.Fatal(err)
	}
	pixels := image[len(image)-width*height:]
	dark := func(x, y float64) bool {
		return pixels[int(y/25.4*dpi)*width+int(x/25.4*dpi)] < 128
	}
	code, err := qrcode.New(award.Record.VerifyURL(), qrcode.Medium)
	if err != nil {
		t.Fatal(err)
	}
	modules := code.Bitmap() // with a margin of four
	module := size / float64(len(modules)-8)
	for row, line := range modules {
		for column, want := range line {
			if x, y := left+(float64(column)-3.5)*module, top+(float64(row)-3.5)*module; dark(x, y) != want {
				t.Fatalf("module %d in row %d should be dark: %v", column, row, want)
			}
		}
	}
}

func BenchmarkPrint(b *testing.B) {
	award := onPaper("bg", nil)
	start := time.Now()
	for b.Loop() {
		if err := paper.Print(io.Discard, award); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "papers/s")
}
