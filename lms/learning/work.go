package learning

import (
	"vatra/content"
	"vatra/lms/tracks"
)

// WorkOf is the declared work of courses, each in the version in which its reader stands in it.
func WorkOf(courses []*CourseState) content.Work {
	var work content.Work
	for _, course := range courses {
		work = work.Plus(course.Version.Work())
	}
	return work
}

// studied is how many minutes of study a certificate speaks of: what the lessons that were completed declare, in the
// versions that were taken, or the hours stated for the track where these are less.
func studied(track tracks.Track, courses []*CourseState) int {
	var work content.Work
	for _, course := range courses {
		work = work.Plus(course.Version.WorkOf(course.Done))
	}
	if stated := track.Stated * 60; stated > 0 && stated < work.Minutes() {
		return stated
	}
	return work.Minutes()
}
