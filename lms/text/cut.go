package text

// Cut is s where it has at most so many characters, else its beginning, with a sign that it goes on.
func Cut(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
