package views

import "time"

// TrackCard is a track in a list.
type TrackCard struct {
	URL           string
	Name, Summary Words
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
	Kind string // lesson, exam (take it), mark (take it again for a better mark), waiting (a course is still to come), done
	Step Step   // for lesson, exam and mark
}

// TracksPage lists the tracks.
type TracksPage struct {
	Base
	Tracks []TrackCard
}

// TrackPage is one track.
type TrackPage struct {
	Base
	Track        TrackCard
	AllLessons   bool   // must be completed
	AllQuizzes   bool   // must be passed
	MinimumMark  string // per cent; empty when there is none
	Required     []CourseCard
	ToCome       int // required courses that are not published yet
	EnrolURL     string
	Certificates string // where the certificate is; set when the track is completed
}
