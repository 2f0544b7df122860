package learn

import (
	"vatra/lms/web/views/parts"
	"vatra/lms/web/views/ui"
)

// LearningPage is all that a person learns.
type LearningPage struct {
	ui.Base
	Tracks       []parts.LearningTrack
	Courses      []parts.CourseCard
	Exams        []LearningExam
	Certificates []CertificateCard
}

// LearningExam is an exam of a course that a person has started.
type LearningExam struct {
	URL      string
	Title    ui.Words
	Course   ui.Words
	Mark     string // per cent; empty before the first attempt was handed in
	Passed   bool
	Attempts int
	Open     bool // an attempt is under way
}

// Continue is where a person left off, for the home page.
type Continue struct {
	Step   *parts.LessonLink // nil when there is nothing to go on with
	Tracks []parts.LearningTrack
}

func (m LearningPage) nothing() bool {
	return len(m.Tracks) == 0 && len(m.Courses) == 0 && len(m.Certificates) == 0
}
