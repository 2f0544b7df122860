// Package parts owns the pieces that pages of several areas share: the cards of courses and tracks, questions, the verdict
// on a certificate.
package parts

import (
	"time"

	"github.com/a-h/templ"

	"vatra/lms/web/views/ui"
)

// CourseCard is a course in a list, with how far the reader is in it.
type CourseCard struct {
	URL            string
	Picture        *Picture // nil: none
	Title, Summary ui.Words
	Languages      []string // their own names
	Lessons        int
	Minutes        int // to read it all; 0 when nobody knows
	Competences    []string
	Started        bool
	Done           int         // lessons completed
	CompletedAt    time.Time   // zero while under way
	Resume         *LessonLink // where to go on; nil when there is nothing to go on with
	Alone          bool        // the one course of a track, whose bar says how far the reader is
}

// Picture is the picture of a course. Alt says what it shows, and nothing where it only adorns. Width and Height are its shape,
// 0 where nobody knows.
type Picture struct {
	URL           string
	Alt           ui.Words
	Width, Height int
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

// shape keeps the place of the picture until it is there.
func (p *Picture) shape() templ.Attributes {
	if p.Width == 0 || p.Height == 0 {
		return nil
	}
	return templ.Attributes{"width": ui.Number(p.Width), "height": ui.Number(p.Height)}
}
