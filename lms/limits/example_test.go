package limits_test

import (
	"fmt"
	"testing"

	"vatra/lms/fault"
	"vatra/lms/limits"
	"vatra/lms/pgtest"
)

// Whoever guesses at a password is told to wait, and how long; the others are not disturbed.
func ExampleLimits_Take() {
	pgtest.Example(func(t testing.TB) {
		counts := limits.New(pgtest.New(t))
		guess := func(whose string) error { return counts.Take(t.Context(), limits.ResetAccount.Of(whose)) }
		for range 5 {
			if err := guess("ana@primarie.example"); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 {
			err := guess("ana@primarie.example")
			fmt.Println(fault.Is(err, fault.TooMany), limits.First(err))
		}
		fmt.Println(guess("ion@primarie.example"))
	})
	// Output:
	// true true
	// true false
	// <nil>
}
