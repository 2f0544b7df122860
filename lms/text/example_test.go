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

func ExampleWithoutUnseen() {
	fmt.Println(text.WithoutUnseen("report\u202e\x00\xff 2026\u2028.zip"))
	// Output: report 2026.zip
}
