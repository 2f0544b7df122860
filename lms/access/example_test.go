package access_test

import (
	"fmt"

	"vatra/lms/access"
)

// A refusal tells whether logging in could help.
func ExampleActor_Require() {
	fmt.Println(access.Guest("ro").Require(access.BrowseCatalogue))
	fmt.Println(access.Guest("ro").Require(access.KeepAccount))
	fmt.Println(access.Actor{Role: access.RoleLearner}.Require(access.ManagePeople))
	// Output:
	// <nil>
	// unauthenticated: people.login_needed
	// forbidden: people.forbidden
}
