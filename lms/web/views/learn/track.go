package learn

import (
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
	ToCome       int // required courses that are not published yet
	EnrolURL     string
	Certificates string // where the certificate is; set when the track is completed
}
