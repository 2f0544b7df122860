package i18n

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

const (
	noBreak  = "\u00a0"
	minGroup = 4 // digits from which thousands are set apart where the style says "from five"
)

// style is how a language writes figures and dates (CLDR; golang.org/x/text has the numbers but not the dates).
type style struct {
	decimal, group string
	groupsFromFive bool       // 1234 is written whole, 12 345 is not
	percent        string     // between figure and sign
	months         [12]string // as they stand beside a day
	date           string     // %d day, %s month, %d year
	dayMonth       string     // the day and month of such a date
	at             string     // between a date and its time; a comma where it is not said
}

var styles = map[string]style{
	"ro": {
		decimal: ",", group: ".", percent: noBreak, date: "%d %s %d", dayMonth: "%d %s",
		months: [12]string{
			"ianuarie", "februarie", "martie", "aprilie", "mai", "iunie",
			"iulie", "august", "septembrie", "octombrie", "noiembrie", "decembrie",
		},
	},
	"bg": {
		decimal: ",", group: noBreak, groupsFromFive: true, date: "%d %s %d" + noBreak + "г.", dayMonth: "%d %s",
		months: [12]string{
			"януари", "февруари", "март", "април", "май", "юни",
			"юли", "август", "септември", "октомври", "ноември", "декември",
		},
	},
	"en": {
		decimal: ".", group: ",", date: "%d %s %d", dayMonth: "%d %s",
		months: [12]string{
			"January", "February", "March", "April", "May", "June",
			"July", "August", "September", "October", "November", "December",
		},
	},
	"sq": {
		decimal: ",", group: noBreak, groupsFromFive: true, date: "%d %s %d", dayMonth: "%d %s",
		months: [12]string{
			"janar", "shkurt", "mars", "prill", "maj", "qershor",
			"korrik", "gusht", "shtator", "tetor", "nëntor", "dhjetor",
		},
	},
	"mk": {
		decimal: ",", group: ".", percent: noBreak, date: "%d %s %d" + noBreak + "г.", dayMonth: "%d %s",
		months: [12]string{
			"јануари", "февруари", "март", "април", "мај", "јуни",
			"јули", "август", "септември", "октомври", "ноември", "декември",
		},
	},
	"sr": {
		decimal: ",", group: ".", date: "%d. %s %d.", dayMonth: "%d. %s", at: " у ",
		// In the genitive, which a day asks for. CLDR has only the nominative, of months that stand alone; none does here.
		months: [12]string{
			"јануара", "фебруара", "марта", "априла", "маја", "јуна",
			"јула", "августа", "септембра", "октобра", "новембра", "децембра",
		},
	},
}

// Number writes a number as the language does. v is an integer, a float, a numeral in digits, or prints itself as one
// (a decimal); its digits after the point are all kept, so no mark is rounded on the page.
func (p *Printer) Number(v any) string {
	digits := fmt.Sprint(v)
	if f, isFloat := v.(float64); isFloat {
		digits = strconv.FormatFloat(f, 'f', -1, 64)
	}
	if !looksNumeric(digits) {
		return digits
	}
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "−", digits[1:]
	}
	whole, fraction, broken := strings.Cut(digits, ".")
	if broken {
		fraction = p.style.decimal + fraction
	}
	return sign + p.grouped(whole) + fraction
}

func (p *Printer) grouped(whole string) string {
	if len(whole) <= 3 || (p.style.groupsFromFive && len(whole) <= minGroup) {
		return whole
	}
	first := len(whole) % 3
	var b strings.Builder
	b.WriteString(whole[:first])
	for i := first; i < len(whole); i += 3 {
		if b.Len() > 0 {
			b.WriteString(p.style.group)
		}
		b.WriteString(whole[i : i+3])
	}
	return b.String()
}

// Percent writes v, which is already per cent: 85 is "85%" or "85 %".
func (p *Printer) Percent(v any) string { return p.Number(v) + p.style.percent + "%" }

// Size writes a number of bytes in the unit a person would say, with one decimal where it tells something.
func (p *Printer) Size(bytes int64) string {
	const step = 1000
	if bytes < step {
		return p.Number(bytes) + noBreak + "B"
	}
	units := []string{"kB", "MB", "GB", "TB"}
	amount := float64(bytes) / step
	unit := 0
	for ; amount >= step && unit < len(units)-1; unit++ {
		amount /= step
	}
	digits := strconv.FormatFloat(amount, 'f', 1, 64)
	if amount >= 10 {
		digits = strconv.FormatFloat(amount, 'f', 0, 64)
	}
	return p.Number(strings.TrimSuffix(digits, ".0")) + noBreak + units[unit]
}

// Date is the day in the reader's zone: "22 November 2026".
func (p *Printer) Date(t time.Time) string { return p.day(t.In(p.zone)) }

// Day is a calendar day that is the same in every zone, such as the date on a certificate.
func (p *Printer) Day(t time.Time) string { return p.day(t) }

// Days is a period of calendar days, with the year once where it is one; a period of one day is that day.
func (p *Printer) Days(from, to time.Time) string {
	switch {
	case p.day(from) == p.day(to):
		return p.day(to)
	case from.Year() == to.Year():
		return fmt.Sprintf(p.style.dayMonth, from.Day(), p.style.months[from.Month()-1]) + " – " + p.day(to)
	}
	return p.day(from) + " – " + p.day(to)
}

func (p *Printer) day(t time.Time) string {
	return fmt.Sprintf(p.style.date, t.Day(), p.style.months[t.Month()-1], t.Year())
}

// Time is the time of day in the reader's zone, "14:03".
func (p *Printer) Time(t time.Time) string { return t.In(p.zone).Format("15:04") }

// Clock is Time with seconds, "14:03:22".
func (p *Printer) Clock(t time.Time) string { return t.In(p.zone).Format("15:04:05") }

// DateTime is Date and Time: "22 November 2026, 14:03", in Serbian "22. новембра 2026. у 14:03".
func (p *Printer) DateTime(t time.Time) string {
	return p.Date(t) + cmp.Or(p.style.at, ", ") + p.Time(t)
}

// Local is t as the reader's clock and calendar show it.
func (p *Printer) Local(t time.Time) time.Time { return t.In(p.zone) }

// Zone is the short name of the reader's time zone at t, "EET", for places where a deadline must not be misread.
func (p *Printer) Zone(t time.Time) string { return t.In(p.zone).Format("MST") }

// Minutes writes a number of minutes as hours and minutes.
func (p *Printer) Minutes(minutes int) string {
	return p.Duration(time.Duration(minutes) * time.Minute)
}

// Duration writes hours and minutes ("1 h 30 min"), or minutes and seconds below an hour, leaving out what is zero.
func (p *Printer) Duration(d time.Duration) string {
	seconds := int(d.Round(time.Second) / time.Second)
	hours, minutes, rest := seconds/3600, seconds/60%60, seconds%60
	var parts []string
	if hours > 0 {
		parts = append(parts, p.N("shell.time_hours", hours))
	}
	if minutes > 0 {
		parts = append(parts, p.N("shell.time_minutes", minutes))
	}
	if hours == 0 && (rest > 0 || minutes == 0) {
		parts = append(parts, p.N("shell.time_seconds", rest))
	}
	return strings.Join(parts, " ")
}

// List joins items as a sentence does: "a, b and c".
func (p *Printer) List(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	last := len(items) - 1
	return p.T("shell.list_and", "Items", strings.Join(items[:last], ", "), "Last", items[last])
}

// operands are CLDR's plural operands: the whole part i, then v and f (how many digits follow the point, and these as a
// number), then w and t (the same without trailing zeros).
func operands(count any) (i, v, w, f, t int) {
	if whole, ok := count.(int); ok && whole >= 0 {
		return whole, 0, 0, 0, 0 // as nearly always
	}
	before, after, _ := strings.Cut(strings.TrimPrefix(fmt.Sprint(count), "-"), ".")
	short := strings.TrimRight(after, "0")
	return atoi(before), len(after), len(short), atoi(after), atoi(short)
}

// atoi reads digits; what is too long to matter for a plural is cut to its end.
func atoi(digits string) int {
	n, err := strconv.Atoi(digits[max(0, len(digits)-9):])
	if err != nil {
		return 0
	}
	return n
}

func looksNumeric(s string) bool {
	s = strings.TrimPrefix(s, "-")
	if s == "" || s[0] == '.' || s[len(s)-1] == '.' || strings.Count(s, ".") > 1 {
		return false
	}
	return strings.Trim(s, "0123456789.") == ""
}
