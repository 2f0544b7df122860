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
	Done           int       // lessons completed
	CompletedAt    time.Time // zero while under way
	Resume         *Step     // where to go on; nil when there is nothing to go on with
}

// Step is the next thing to do: a lesson, and where it is.
type Step struct {
	URL    string
	Lesson ui.Words
	Course ui.Words
}
