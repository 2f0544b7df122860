package certificates

import "github.com/shopspring/decimal"

// Mark is a result per cent, from 0 to 100, or none: what was completed without an exam has no mark, and the paper says
// nothing of one.
type Mark struct{ decimal.NullDecimal }

// MarkOf is the mark with the value.
func MarkOf(percent decimal.Decimal) Mark { return Mark{decimal.NewNullDecimal(percent)} }

// String is the value, or nothing.
func (m Mark) String() string {
	if !m.Valid {
		return ""
	}
	return m.Decimal.String()
}

// possible reports whether there is no mark, or one from 0 to 100.
func (m Mark) possible() bool {
	return !m.Valid || !m.Decimal.IsNegative() && !m.Decimal.GreaterThan(decimal.NewFromInt(100))
}
