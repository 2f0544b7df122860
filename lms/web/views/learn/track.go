package learn

import (
	"time"

	"vatra/lms/web/views/parts"
	"vatra/lms/web/views/ui"
)

// TracksPage lists the tracks.
type TracksPage struct {
	ui.Base
	Tracks []parts.TrackCard
}

// TrackPage is one track.
type TrackPage struct {
	ui.Base
	Track        parts.TrackCard
	AllLessons   bool   // must be completed
	AllQuizzes   bool   // must be passed
	MinimumMark  string // per cent; empty when there is none
	Required     []parts.CourseCard
	Competences  []string // that its courses train
	ToCome       int      // required courses that are not published yet
	EnrolURL     string
	LeaveURL     string
	Left         time.Time // when the reader left it, with their progress; zero while they are in it, and where they never were
	Certificates string    // where the certificate is; set when the track is completed
}
