package parts

import (
	"time"

	"vatra/lms/web/views/ui"
)

// TrackCard is a track in a list.
type TrackCard struct {
	Code          string
	URL           string
	Name, Summary ui.Words
	Courses       int
	Closed        bool           // it is being prepared: there is no course to begin with yet
	Wished        bool           // the reader is told when it opens
	Work          TrackWork      // of the courses that are there
	Progress      *TrackProgress // nil when the reader is not enrolled
}

// TrackWork is how long a track takes by what its courses declare, in minutes, and what is stated beside.
type TrackWork struct {
	Total, Reading, Exercises, Exams int
	Stated                           int // minutes; 0: none
	Reason                           ui.Words
	Courses                          []CourseVersion
}

// Parts says of what the time is made: "reading 4 hours, exercises 12 hours and exam 1 hour".
func (w TrackWork) Parts(b ui.Base) string {
	var said []string
	for _, part := range []struct {
		key     string
		minutes int
	}{{"track.work_reading", w.Reading}, {"track.work_exercises", w.Exercises}, {"track.work_exams", w.Exams}} {
		if part.minutes > 0 {
			said = append(said, b.T(part.key, "Time", b.Minutes(part.minutes)))
		}
	}
	return b.List(said)
}

// CourseVersion is a version of a course, by its title.
type CourseVersion struct {
	Title  ui.Words
	Number int
}

// TrackProgress is how far a reader is in a track.
type TrackProgress struct {
	EnrolledAt    time.Time
	CompletedAt   time.Time // zero while under way
	Done, Lessons int
	Passed, Exams int
	Mark          string // per cent, the mean over the exams so far; empty before the first
	Next          TrackStep
}

// TrackStep is what to do next in a track.
type TrackStep struct {
	Kind string     // lesson, exam (take it), mark (take it again for a better mark), waiting (a course is still to come), done
	Step LessonLink // for lesson, exam and mark
}

// LearningTrack is a track that a person is enrolled in.
type LearningTrack struct {
	URL         string
	Name        ui.Words
	MinimumMark string // per cent; empty when there is none
	Progress    TrackProgress
}
