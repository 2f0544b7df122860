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
	Hours         int
	Courses       int
	Progress      *TrackProgress // nil when the reader is not enrolled
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
