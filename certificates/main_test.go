package certificates_test

import (
	"errors"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"vatra/certificates"
	"vatra/lms/fault"
	"vatra/lms/pg"
	"vatra/lms/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// earned is a claim as a Romanian clerk would have it.
func earned(holder uuid.UUID) certificates.Claim {
	return certificates.Claim{
		HolderID:   holder,
		HolderName: "Ștefania Țurcanu-Vâlcu",
		Subject:    "track/digital-literacy",
		TrackCode:  "digital-literacy",
		TrackNames: certificates.Texts{
			"ro": "Alfabetizare digitală", "bg": "Дигитална грамотност", "en": "Digital literacy",
			"sq": "Aftësi digjitale", "mk": "Дигитална писменост", "sr": "Дигитална писменост",
		},
		RulesVersion: 3,
		Hours:        24,
		Mark:         certificates.MarkOf(decimal.RequireFromString("86.50")),
		Courses: []certificates.Course{{Code: "digital-literacy-basics", Version: 2, Titles: certificates.Texts{
			"ro": "Primăria digitală, pas cu pas", "bg": "Дигиталната община", "en": "The digital town hall",
			"sq": "Bashkia digjitale, hap pas hapi", "mk": "Дигитална општина", "sr": "Дигитална општина",
		}}},
		StartedOn:   certificates.Date{Year: 2026, Month: time.September, Day: 14},
		CompletedOn: certificates.Date{Year: 2026, Month: time.November, Day: 20},
		AwardedOn:   certificates.Date{Year: 2026, Month: time.November, Day: 21},
		Issuer:      certificates.Issuer{Name: "Asociația Comunelor", URL: "https://vatra.example.org/"},
		Locale:      "ro",
	}
}

func award(t *testing.T, db *pg.DB, claim certificates.Claim) *certificates.Award {
	t.Helper()
	issued, err := certificates.NewStore(db).Award(t.Context(), db, claim)
	if err != nil {
		t.Fatal(err)
	}
	return issued
}

// wantFault fails unless err is a fault of that kind with that key.
func wantFault(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	if told := asFault(t, err); told.Kind != kind || told.Key != key {
		t.Fatalf("got %v, want %s: %s", err, kind, key)
	}
}

func asFault(t *testing.T, err error) *fault.Error {
	t.Helper()
	told, ok := errors.AsType[*fault.Error](err)
	if !ok {
		t.Fatalf("got %v, want a fault", err)
	}
	return told
}
