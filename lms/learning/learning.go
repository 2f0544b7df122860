// Package learning joins courses, quizzes and certificates for those who learn: Reading is for lessons, Sitting for
// quizzes, Progress tells where somebody stands, and Enrolment brings people into tracks. Nothing here waits for a night
// job: a lesson, its course, its track and the award are settled in one transaction, and whoever settled them is told.
package learning

import (
	"vatra/assessment/exam"
	"vatra/certificates"
	"vatra/content"
	"vatra/lms/jobs"
	"vatra/lms/people"
	"vatra/lms/pg"
	"vatra/lms/tracks"
)

// Rooms are what learning joins.
type Rooms struct {
	DB      *pg.DB
	People  *people.People
	Courses *content.Store
	Quizzes *exam.Store
	Awards  *certificates.Store
	Tracks  *tracks.Store
	Queue   *jobs.Queue
	BaseURL string // where certificates are verified, without a slash at its end
}
