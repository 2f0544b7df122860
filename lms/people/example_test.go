package people_test

import (
	"fmt"

	"vatra/lms/people"
)

func ExampleCanonicalEmail() {
	for _, typed := range []string{" Ana.Pop@Primarie.Example ", "ana at primarie", "ana@primărie.example"} {
		address, ok := people.CanonicalEmail(typed)
		fmt.Printf("%q %v\n", address, ok)
	}
	// Output:
	// "ana.pop@primarie.example" true
	// "" false
	// "ana@primărie.example" true
}
