package fault_test

import (
	"fmt"

	"vatra/lms/fault"
)

// A form's fault names each field that could not be taken; nil when there is none.
func ExampleFields() {
	fields := fault.Fields{}
	fmt.Println(fields.Err())
	fields.Add("email", "people.email_invalid")
	fields.Add("email", "error.required") // the first cause stays
	fmt.Println(fields.Err())
	// Output:
	// <nil>
	// invalid: error.check_fields [email: people.email_invalid]
}
