package learning

import (
	"vatra/assessment/exam"
	"vatra/content"
	"vatra/lms/pg"
)

// Learning is what trainers see of those who learn.
type Learning struct {
	db      *pg.DB
	courses *content.Store
	quizzes *exam.Store
}

// New follows in the rooms.
func New(rooms Rooms) *Learning {
	return &Learning{db: rooms.DB, courses: rooms.Courses, quizzes: rooms.Quizzes}
}

var examsOf = ExamsOf
