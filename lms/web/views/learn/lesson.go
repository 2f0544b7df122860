package learn

import (
	"github.com/a-h/templ"

	"vatra/lms/web/views/ui"
)

// LessonPage is one lesson, to be read or, where it is a quiz, to be started.
type LessonPage struct {
	ui.Base
	Course  ui.Words
	Module  ui.Words
	Heading ui.Words
	Summary ui.Words
	Kind    string // page, quiz, topic, file or link
	Place   int    // of the lesson in the course, from 1
	Of      int
	Minutes int

	Reading  []LanguageChoice
	Outline  []Module
	Blocks   []LessonBlock
	Quiz     *QuizIntro // set when the lesson is a quiz
	Done     bool
	ByAnswer bool // completed by answering the questions inside it

	CourseURL   string
	CompleteURL string      // where "I have read this" is sent; empty for a guest and where reading completes nothing
	Previous    *LessonLine // nil at the first
	Next        *LessonLine // nil at the last
}

// LessonBlock is a piece of a lesson's text. HTML is sanitised. Lang is set when it is in another language than the
// page; Missing names the language that it should have been in, at the first of the blocks that fall back.
type LessonBlock struct {
	HTML     string
	Lang     string
	Missing  string
	In       string
	Question templ.Component // drawn in place of HTML: a question inside the lesson
}

// leads reports whether the next lesson is the thing to do, with nothing to be done before in this one.
func (m LessonPage) leads() bool {
	return m.Next != nil && m.Quiz == nil && (m.Done || (m.CompleteURL == "" && !m.ByAnswer))
}
