package learn

import (
	"github.com/a-h/templ"

	"vatra/lms/web/views/parts"
	"vatra/lms/web/views/ui"
)

// LessonPage is one lesson, to be read or, where it is a quiz, to be started.
type LessonPage struct {
	ui.Base
	Gap  *parts.Gap      // nil: the course has the reader's language
	Main templ.Component // LessonMain
}

// LessonParts are what the page of a lesson says.
type LessonParts struct {
	ui.Base
	Course  ui.Words
	Module  ui.Words
	Heading ui.Words
	Summary ui.Words
	Kind    string // page, quiz, topic, file or link
	Place   int    // of the lesson in the course, from 1
	Of      int
	Minutes int

	Reading  []parts.LanguageChoice
	Gap      *parts.Gap // of the whole text; nil: at most of some blocks
	Blocks   []LessonBlock
	IsQuiz   bool
	Done     bool
	ByAnswer bool // completed by answering the questions inside it

	CourseURL   string
	CompleteURL string      // where "I have read this" is sent; empty for a guest and where reading completes nothing
	AskURL      string      // where its trainers are asked; empty for a guest
	Previous    *LessonLine // nil at the first
	Next        *LessonLine // nil at the last
}

// The holes of a lesson: its quiz, and each question inside it by its key.
const (
	QuizHole     = "quiz"
	QuestionHole = "question "
)

// LessonBlock is a piece of a lesson's text. HTML is sanitised. Lang is set when it is in another language than the
// page; Gap is there at the first of the blocks that fall back to another language.
type LessonBlock struct {
	HTML     string
	Lang     string
	Gap      *parts.Gap
	Question string // key of a question, drawn in place of HTML
}

// leads reports whether the next lesson is the thing to do, with nothing to be done before in this one.
func (m LessonParts) leads() bool {
	return m.Next != nil && !m.IsQuiz && (m.Done || (m.CompleteURL == "" && !m.ByAnswer))
}
