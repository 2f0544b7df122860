package i18n_test

import (
	"fmt"

	"vatra/lms/i18n"
)

// Every language has its plural forms, and says them by count.
func ExamplePrinter_N() {
	for _, tag := range []string{"ro", "sr"} {
		printer := i18n.For(tag)
		for _, lessons := range []int{1, 3, 20} {
			fmt.Println(printer.N("course.lessons", lessons))
		}
	}
	// Output:
	// 1 lecție
	// 3 lecții
	// 20 de lecții
	// 1 лекција
	// 3 лекције
	// 20 лекција
}
