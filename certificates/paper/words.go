package paper

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"vatra/certificates"
	"vatra/lms/i18n"
)

// words are what the paper says in one language, around the claims of the record.
type words struct {
	certificate string // the title
	certifies   string // before the holder's name
	completed   string // between the name and the track; without gender
	rules       string
	version     string // with its number
	hours       string
	hour        string // its sign, after a number
	minute      string // likewise
	mark        string
	period      string
	issued      string
	courses     string
	overleaf    string // with the number of courses, where they have a page of their own
	page        string // with a page and how many there are
	signature   string // of the issuer
	code        string
	verify      string // before the address

	printer *i18n.Printer // of dates and marks
}

// english stands on every paper, beside the holder's language where that is another one.
const english = "en"

// vocabulary is printed, so a change here, or in how i18n writes dates and marks, changes the bytes of certificates that
// are printed after it.
var vocabulary = map[string]words{
	"ro": {
		certificate: "Certificat",
		certifies:   "Prin prezentul se certifică faptul că",
		completed:   "a îndeplinit toate cerințele programului de formare",
		rules:       "Reguli",
		version:     "versiunea %d",
		hours:       "Ore de studiu",
		hour:        "h",
		minute:      "min",
		mark:        "Rezultat",
		period:      "Perioada",
		issued:      "Emis la",
		courses:     "Cursuri absolvite",
		overleaf:    "Cursuri absolvite: %d, enumerate începând cu pagina 2",
		page:        "pagina %d din %d",
		signature:   "Semnătura emitentului",
		code:        "Codul certificatului",
		verify:      "Verificați certificatul la adresa",
	},
	"bg": {
		certificate: "Сертификат",
		certifies:   "С настоящото се удостоверява, че",
		completed:   "изпълни всички изисквания на програмата за обучение",
		rules:       "Правила",
		version:     "версия %d",
		hours:       "Учебни часове",
		hour:        "ч",
		minute:      "мин",
		mark:        "Резултат",
		period:      "Период",
		issued:      "Издаден на",
		courses:     "Завършени курсове",
		overleaf:    "Завършени курсове: %d, изброени от страница 2 нататък",
		page:        "страница %d от %d",
		signature:   "Подпис на издаващата организация",
		code:        "Код на сертификата",
		verify:      "Проверете сертификата на адрес",
	},
	english: {
		certificate: "Certificate",
		certifies:   "This is to certify that",
		completed:   "has met all the requirements of the training track",
		rules:       "Rules",
		version:     "version %d",
		hours:       "Hours of study",
		hour:        "h",
		minute:      "min",
		mark:        "Mark",
		period:      "Period",
		issued:      "Issued on",
		courses:     "Courses completed",
		overleaf:    "Courses completed: %d, listed from page 2",
		page:        "page %d of %d",
		signature:   "Signature of the issuer",
		code:        "Certificate code",
		verify:      "Verify this certificate at",
	},
	"sq": {
		certificate: "Certifikatë",
		certifies:   "Me këtë vërtetohet se",
		completed:   "ka përmbushur të gjitha kërkesat e programit të trajnimit",
		rules:       "Rregullat",
		version:     "versioni %d",
		hours:       "Orë mësimi",
		hour:        "orë",
		minute:      "min",
		mark:        "Rezultati",
		period:      "Periudha",
		issued:      "Lëshuar më",
		courses:     "Kurset e përfunduara",
		overleaf:    "Kurset e përfunduara: %d, të renditura duke filluar nga faqja 2",
		page:        "faqja %d nga %d",
		signature:   "Nënshkrimi i lëshuesit",
		code:        "Kodi i certifikatës",
		verify:      "Verifikoni certifikatën në adresën",
	},
	"mk": {
		certificate: "Сертификат",
		certifies:   "Со ова се потврдува дека",
		completed:   "ги исполни сите барања на програмата за обука",
		rules:       "Правила",
		version:     "верзија %d",
		hours:       "Часови настава",
		hour:        "ч",
		minute:      "мин",
		mark:        "Резултат",
		period:      "Период",
		issued:      "Издаден на",
		courses:     "Завршени курсеви",
		overleaf:    "Завршени курсеви: %d, наведени од страница 2 натаму",
		page:        "страница %d од %d",
		signature:   "Потпис на издавачот",
		code:        "Код на сертификатот",
		verify:      "Проверете го сертификатот на адресата",
	},
	"sr": {
		certificate: "Сертификат",
		certifies:   "Овим се потврђује да",
		completed:   "испуњава све захтеве програма обуке",
		rules:       "Правила",
		version:     "верзија %d",
		hours:       "Часови наставе",
		hour:        "ч",
		minute:      "мин",
		mark:        "Резултат",
		period:      "Период",
		issued:      "Издат",
		courses:     "Завршени курсеви",
		overleaf:    "Завршени курсеви: %d, наведени од странице 2",
		page:        "страница %d од %d",
		signature:   "Потпис издаваоца",
		code:        "Код сертификата",
		verify:      "Проверите сертификат на адреси",
	},
}

// wordsOf gives the words of a locale and the language they are in: English where the paper does not speak it.
func wordsOf(locale string) (words, string) {
	lang, _, _ := strings.Cut(locale, "-")
	w, ok := vocabulary[lang]
	if !ok {
		w, lang = vocabulary[english], english
	}
	w.printer = i18n.For(lang)
	return w, lang
}

// day writes a date as the language does.
func (w words) day(d certificates.Date) string { return w.printer.Day(d.Time()) }

// days writes a period, with the year once where it is one; a period of one day is that day.
func (w words) days(from, to certificates.Date) string { return w.printer.Days(from.Time(), to.Time()) }

// study writes hours and the minutes beyond them; whole hours are a number, since the label says what of.
func (w words) study(hours, minutes int) string {
	switch {
	case minutes == 0:
		return strconv.Itoa(hours)
	case hours == 0:
		return fmt.Sprintf("%d %s", minutes, w.minute)
	default:
		return fmt.Sprintf("%d %s %d %s", hours, w.hour, minutes, w.minute)
	}
}

// share writes a mark, which has two decimals at most and no zeros at its end.
func (w words) share(mark decimal.Decimal) string { return w.printer.Percent(mark.Round(2)) }
