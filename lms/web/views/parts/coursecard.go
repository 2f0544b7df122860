// Package parts owns the pieces that pages of several areas share: the cards of courses and tracks, questions, the verdict
// on a certificate.
package parts

import (
	"time"

	"vatra/lms/web/views/ui"
)

// CourseCard is a course in a list, with how far the reader is in it.
type CourseCard struct {
	URL            string
	Title, Summary ui.Words
	Languages      []string // their own names
	Lessons        int
	Minutes        int // to read it all; 0 when nobody knows
	Started        bool
	Done           int         // lessons completed
	CompletedAt    time.Time   // zero while under way
	Resume         *LessonLink // where to go on; nil when there is nothing to go on with
}

// LessonLink leads to a lesson, and names its course.
type LessonLink struct {
	URL    string
	Lesson ui.Words
	Course ui.Words
}

// LanguageChoice is one language that a course can be read in.
type LanguageChoice struct {
	Tag, Name string
	URL       string
	Current   bool
}
