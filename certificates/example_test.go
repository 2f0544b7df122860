package certificates_test

import (
	"fmt"

	"vatra/certificates"
)

// A code is read as people write it down, say it and copy it; one or two wrong characters are told with certainty.
func ExampleParseCode() {
	for _, typed := range []string{
		"https://vatra.example/verify/0000-0000-0000-0000?from=mail", "oooo OOOO 0000 0000", "0000-0000-0000-0001", "0000",
	} {
		code, err := certificates.ParseCode(typed)
		fmt.Println(code.Printed(), err)
	}
	// Output:
	// 0000-0000-0000-0000 <nil>
	// 0000-0000-0000-0000 <nil>
	//  invalid: certificate.mistyped
	//  invalid: certificate.code_length
}
