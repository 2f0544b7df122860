package parts

// Gap is what is missing in the reader's language.
type Gap struct {
	Text    string
	Choices []LanguageChoice // what there is instead, the likeliest first; none where nothing is to be chosen
}
