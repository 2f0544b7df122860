// Package mine draws what learners have: their courses, their certificates, their questions.
package mine

import (
	"time"

	"vatra/lms/web/views/parts"
	"vatra/lms/web/views/ui"
)

// LearningPage is all that a person learns, each thing once: a course of a track stands below the track.
type LearningPage struct {
	ui.Base
	GoOn         *GoOn // nil when there is nothing to go on with
	Tracks       []LearningTrack
	Courses      []LearningCourse // in none of the tracks
	Certificates []CertificateCard
	Translations []Translation
}

// Translation is a course that a person was asked to translate, with the languages.
type Translation struct {
	Title     ui.Words
	Languages []ui.Link
}

// LearningTrack is a track that a person is enrolled in, with its courses.
type LearningTrack struct {
	parts.LearningTrack
	Courses []LearningCourse
}

// LearningCourse is a course with its exams.
type LearningCourse struct {
	parts.CourseCard
	Exams []LearningExam
}

// LearningExam is an exam of a course that a person has started.
type LearningExam struct {
	URL      string
	Title    ui.Words
	Mark     string // per cent; empty before the first attempt was handed in
	Passed   bool
	Attempts int
	Open     bool      // an attempt is under way
	Closes   time.Time // zero: never, or there is nothing left to do
	Shut     bool      // it has closed, and is not passed
}

// GoOn is the one thing to go on with.
type GoOn struct {
	Step    parts.LessonLink
	Picture *parts.Picture // of the course; nil: none
	Kind    string         // attempt, exam or lesson
	Running *ui.Running    // the clock of an attempt; nil: there is none
	Closing *LearningExam  // the quiz of the course that closes next; nil: none does
}

// Continue is the part of the home page for somebody who is logged in.
type Continue struct {
	GoOn *GoOn // nil when there is nothing to go on with
}

func (m LearningPage) nothing() bool {
	return len(m.Tracks) == 0 && len(m.Courses) == 0 && len(m.Certificates) == 0 && len(m.Translations) == 0
}

func (g GoOn) words(b ui.Base) string {
	switch g.Kind {
	case "attempt":
		return b.T("quiz_intro.continue")
	case "exam":
		return b.T("track.next_exam")
	}
	return b.T("course.resume")
}
