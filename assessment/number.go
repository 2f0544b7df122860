package assessment

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"vatra/lms/fault"
)

var (
	plainNumber   = regexp.MustCompile(`^\d+$|^\d*[.,]\d+$|^\d+[.,]$`)
	groupedNumber = regexp.MustCompile(`^\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d+)?$`)
	ambiguous     = regexp.MustCompile(`^[1-9]\d{0,2}[.,]\d{3}$`)
	minusSigns    = strings.NewReplacer("−", "-", "–", "-", "‒", "-", "﹣", "-", "－", "-")
)

// Readings are the numbers that a typed text can mean: "72,5" and "72.5" are 72.5; "1 234,5", "1.234,5", "1,234.5" and
// "1'234.5" are 1234.5. A single comma or point before exactly three digits can be read in two ways, as decimals or as
// thousands, by the language of whoever typed it: "1,234" is 1.234 and 1234, and an answer is right if either is. A sign
// may stand before and a per cent sign after. Anything else, NaN, infinity and exponents too, is an Invalid fault.
func Readings(typed string) ([]decimal.Decimal, error) {
	text := minusSigns.Replace(strings.TrimSpace(typed))
	text = strings.TrimSpace(strings.TrimSuffix(text, "%"))
	sign := ""
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		sign, text = "-", strings.TrimSpace(rest)
	} else {
		text = strings.TrimSpace(strings.TrimPrefix(text, "+"))
	}
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == '’' || r == 'ʼ':
			return '\''
		}
		return r
	}, text)
	var forms []string
	switch {
	case len(text) > MaxNumber:
	case ambiguous.MatchString(text):
		forms = []string{strings.ReplaceAll(text, ",", "."), strings.NewReplacer(",", "", ".", "").Replace(text)}
	case plainNumber.MatchString(text):
		forms = []string{strings.TrimSuffix(strings.ReplaceAll(text, ",", "."), ".")}
	case groupedNumber.MatchString(text):
		if form, ok := ungroup(text); ok {
			forms = []string{form}
		}
	}
	readings := make([]decimal.Decimal, 0, len(forms))
	for _, form := range forms {
		n, err := decimal.NewFromString(sign + form)
		if err != nil {
			return nil, notANumber(typed)
		}
		readings = append(readings, n)
	}
	if len(readings) == 0 {
		return nil, notANumber(typed)
	}
	return readings, nil
}

// Decimal is the number that a file gives: digits, with a decimal point and an exponent where it has them. One of more than 40
// characters, or that moves the point further than 40 places, is an Invalid fault: the ten characters of 1e99999999 stand for as
// many digits, and whoever compares or adds that number writes them all down.
func Decimal(text string) (decimal.Decimal, error) {
	if len(text) > MaxNumber {
		return decimal.Zero, notANumber(text[:MaxNumber])
	}
	number, err := decimal.NewFromString(text)
	if err != nil || number.Exponent() > MaxNumber || number.Exponent() < -MaxNumber {
		return decimal.Zero, notANumber(text)
	}
	return number, nil
}

// ungroup takes the thousands separators out; they must all be the same, and other than the decimal one.
func ungroup(text string) (string, bool) {
	thousands := strings.IndexAny(text, ".,' ")
	separator := text[thousands : thousands+1]
	whole, decimals := text, ""
	if last := strings.LastIndexAny(text, ".,"); last > thousands && text[last:last+1] != separator {
		whole, decimals = text[:last], text[last+1:]
	}
	whole = strings.ReplaceAll(whole, separator, "")
	if strings.ContainsAny(whole, ".,' ") {
		return "", false
	}
	if decimals == "" {
		return whole, true
	}
	return whole + "." + decimals, true
}

func notANumber(typed string) error {
	return fault.New(fault.Invalid, "assessment.not_a_number", "Typed", typed)
}
