package learning

import (
	"testing"
	"time"
)

func TestDaysOnACertificateAreThoseOfTheHoldersCalendar(t *testing.T) {
	t.Parallel()
	evening := time.Date(2026, time.November, 21, 22, 30, 0, 0, time.UTC)
	for locale, want := range map[string]string{
		"ro": "2026-11-22", "bg": "2026-11-22", // half past midnight
		"sr": "2026-11-21", "mk": "2026-11-21", "sq": "2026-11-21", // half past eleven
	} {
		for _, zone := range []*time.Location{time.UTC, time.FixedZone("far west", -11*3600)} {
			if got := day(evening.In(zone), locale).String(); got != want {
				t.Errorf("%s, on a server in %s: %s, want %s", locale, zone, got, want)
			}
		}
	}
}
