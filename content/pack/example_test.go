package pack_test

import (
	"fmt"

	"vatra/content/pack"
)

func ExampleSlug() {
	fmt.Println(pack.Slug("Primăria digitală, pas cu pas"))
	fmt.Println(pack.Slug("Дигиталната община"))
	// Output:
	// primaria-digitala-pas-cu-pas
	// digitalnata-obshtina
}

// Of two lessons that are called the same, the second gets a number.
func ExampleKeys() {
	keys := pack.Keys{}
	fmt.Println(keys.Take("lesson", "start"), keys.Take("lesson", "start"), keys.Take("lesson", ""))
	// Output: start start-2 lesson
}
