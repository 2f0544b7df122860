package parts

import "strings"

// Field fills the field of a sentence of the catalogue that is drawn as an element: Before and After are what stands
// around it.
const Field = "\x00"

// Before is what a sentence says before its field.
func Before(sentence string) string {
	before, _, _ := strings.Cut(sentence, Field)
	return before
}

// After is what a sentence says after its field.
func After(sentence string) string {
	_, after, _ := strings.Cut(sentence, Field)
	return after
}
