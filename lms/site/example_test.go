package site_test

import (
	"fmt"
	"testing"

	"vatra/lms/access"
	"vatra/lms/pgtest"
	"vatra/lms/site"
)

func ExampleHouse() {
	pgtest.Example(func(t testing.TB) {
		house := site.NewHouse(pgtest.New(t))
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
