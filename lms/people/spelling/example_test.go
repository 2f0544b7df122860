package spelling_test

import (
	"fmt"

	"vatra/lms/people/spelling"
)

func ExampleEmail() {
	for _, typed := range []string{" Ana.Pop@Primarie.Example ", "ana at primarie", "ana@primărie.example"} {
		address, ok := spelling.Email(typed)
		fmt.Printf("%q %v\n", address, ok)
	}
	// Output:
	// "ana.pop@primarie.example" true
	// "" false
	// "ana@primărie.example" true
}
