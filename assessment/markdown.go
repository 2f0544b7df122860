package assessment

// Segment is a piece of a lesson's Markdown: text, or a question where Question is not nil.
type Segment struct {
	Text     string
	Question *Question
}

// SplitMarkdown splits a lesson's Markdown into text and questions, written in lang.
func SplitMarkdown(src, lang string) ([]Segment, []Warning) { panic("being written") }

// ParseMarkdown reads a file of questions; the text between them is left out.
func ParseMarkdown(src, lang string) ([]Question, []Warning) { panic("being written") }
