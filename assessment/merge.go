package assessment

// Merge joins the same questions in several languages into one list, in the order of the first of languages.
func Merge(byLang map[string][]Question, languages []string) ([]Question, []Warning) {
	panic("being written")
}
