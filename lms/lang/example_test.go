package lang_test

import (
	"fmt"

	"vatra/lms/lang"
)

// A reader gets their own language, else a fallback, and is told which one it is.
func ExampleTexts_In() {
	titles := lang.Texts{"ro": "Primăria digitală", "en": "The digital town hall"}
	fmt.Println(titles.In("ro-MD"))
	fmt.Println(titles.In("bg", "en"))
	// Output:
	// Primăria digitală ro
	// The digital town hall en
}
