package certificates

import (
	"fmt"
	"time"
)

// Date is a day of the calendar, with no time and no zone: what stands on paper. Its text is ISO 8601, "2026-11-21".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day that t shows in t's own zone.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// IsZero reports that no day was given.
func (d Date) IsZero() bool { return d == Date{} }

// Time is the first moment of the day in UTC.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// MarshalText writes "2026-11-21", and nothing for no day.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return []byte{}, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	t, err := time.Parse(time.DateOnly, string(text))
	if err != nil {
		return fmt.Errorf("a day such as 2026-11-21 was expected: %w", err)
	}
	*d = DateOf(t)
	return nil
}
