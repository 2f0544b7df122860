package site_test

import (
	"fmt"
	"log/slog"
	"testing"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/pgtest"
	"vatra/lms/site"
)

func ExampleHouse() {
	pgtest.Example(func(t testing.TB) {
		db := pgtest.New(t)
		house := site.NewHouse(db, audit.New(db, slog.New(slog.DiscardHandler), 0))
		settings, err := house.Settings(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		settings.SiteName, settings.Registration = "Vatra Vâlcea", site.RegistrationInvited
		fmt.Println(house.ChangeSettings(t.Context(), access.Actor{Role: access.RoleLearner}, settings))
		if err := house.ChangeSettings(t.Context(), access.Operator(), settings); err != nil {
			t.Fatal(err)
		}
		settings, err = house.Settings(t.Context())
		fmt.Println(settings.SiteName, settings.Registration, err)
	})
	// Output:
	// forbidden: people.forbidden
	// Vatra Vâlcea invited <nil>
}
