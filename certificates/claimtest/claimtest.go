// Package claimtest makes claims for tests.
package claimtest

import (
	"time"

	"github.com/google/uuid"

	"github.com/shopspring/decimal"

	"vatra/certificates"
	"vatra/lms/lang"
)

// Earned is a claim as a Romanian clerk would have it.
func Earned(holder uuid.UUID) certificates.Claim {
	return certificates.Claim{
		HolderID:   holder,
		HolderName: "Ștefania Țurcanu-Vâlcu",
		Subject:    "track/digital-literacy",
		TrackCode:  "digital-literacy",
		TrackNames: lang.Texts{
			"ro": "Alfabetizare digitală", "bg": "Дигитална грамотност", "en": "Digital literacy",
			"sq": "Aftësi digjitale", "mk": "Дигитална писменост", "sr": "Дигитална писменост",
		},
		RulesVersion: 3,
		Hours:        24,
		Mark:         certificates.MarkOf(decimal.RequireFromString("86.50")),
		Courses: []certificates.Course{{Code: "digital-literacy-basics", Version: 2, Titles: lang.Texts{
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
