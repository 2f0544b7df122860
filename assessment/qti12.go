package assessment

// ParseQTI12 reads the questions of a QTI 1.2 assessment as Common Cartridge profiles it, with its title.
func ParseQTI12(data []byte, lang string) (questions []Question, title string, warnings []Warning, err error) {
	panic("being written")
}
