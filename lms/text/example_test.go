package text_test

import (
	"fmt"

	"vatra/lms/text"
)

func ExampleFold() {
	fmt.Println(text.Fold("Ștefan Țurcanu"))
	// Output: stefan turcanu
}

func ExampleHasUnseen() {
	fmt.Println(text.HasUnseen("Ana Ștefănescu"), text.HasUnseen("Ana\u202eucsenafetS"))
	// Output: false true
}
