package learning

import (
	"context"
	"errors"

	"vatra/content"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/pg"
)

// Reading is for whoever reads courses, guests among them.
type Reading struct {
	shelf      shelf
	settlement settlement
}

// NewReading reads in the rooms.
func NewReading(rooms Rooms) *Reading {
	return &Reading{shelf: rooms.shelf(), settlement: settlement{rooms}}
}

// Course is the course with the code as the actor stands in it. One statement.
func (r *Reading) Course(ctx context.Context, actor access.Actor, code string) (*CourseState, error) {
	if err := actor.Require(access.BrowseCatalogue); err != nil {
		return nil, err
	}
	return r.shelf.one(ctx, actor.UserID, code)
}

// Told notes that the actor has been told that they were moved to another version of a course.
func (r *Reading) Told(ctx context.Context, actor access.Actor, version *content.Version) error {
	const told = `UPDATE course_enrolments SET moved_at = NULL WHERE user_id = $1 AND course_id = $2`
	_, err := r.shelf.db.Pool.Exec(ctx, told, actor.UserID, version.CourseID)
	if pg.Away(err) {
		return nil // they are told once more
	}
	return err
}

// LessonState is a lesson within its course as one person stands in it.
type LessonState struct {
	*CourseState
	Lesson content.Lesson
}

// Lesson is the lesson with the key, without leaving a trace.
func (r *Reading) Lesson(ctx context.Context, actor access.Actor, code, key string) (*LessonState, error) {
	course, err := r.Course(ctx, actor, code)
	if err != nil {
		return nil, err
	}
	lesson, err := course.Version.LessonByKey(key)
	if err != nil {
		return nil, err
	}
	return &LessonState{CourseState: course, Lesson: lesson}, nil
}

// open is a hot statement: starts the course when it is not started, keeps the place and the time.
const open = `INSERT INTO course_enrolments (user_id, course_id, version_id, last_lesson_id) VALUES ($1, $2, $3, $4)
	ON CONFLICT (user_id, course_id) DO UPDATE SET last_lesson_id = excluded.last_lesson_id, seen_at = now()
	WHERE course_enrolments.version_id = excluded.version_id`

// OpenLesson is Lesson for an actor who reads it: it starts the course with the first lesson opened and remembers the
// place to resume and when they were here, for all but guests. At most two statements: reading the same lesson again
// writes once an hour.
func (r *Reading) OpenLesson(ctx context.Context, actor access.Actor, code, key string) (*LessonState, error) {
	lesson, err := r.Lesson(ctx, actor, code, key)
	if err != nil || !actor.LoggedIn() || lesson.LastLesson == lesson.Lesson.ID && !lesson.longAgo {
		return lesson, err
	}
	_, err = r.shelf.db.Pool.Exec(ctx, open, actor.UserID, lesson.Version.CourseID, lesson.Version.ID, lesson.Lesson.ID)
	if pg.Away(err) {
		return lesson, nil // nothing can be written now, and the lesson can be read
	}
	lesson.Started = true
	return lesson, err
}

// CompleteLesson notes that the actor has read a lesson, and settles what follows from it; a lesson that was completed
// before settles nothing. Lessons that are completed by answering refuse it with a Conflict
// `lesson.completed_by_answering`.
func (r *Reading) CompleteLesson(ctx context.Context, actor access.Actor, code, key string) (*LessonState, Settled, error) {
	if err := actor.Require(access.Learn); err != nil {
		return nil, Settled{}, err
	}
	lesson, err := r.OpenLesson(ctx, actor, code, key)
	if err != nil || lesson.Done(lesson.Lesson.ID) {
		return lesson, Settled{}, err
	}
	if lesson.Lesson.Completion != content.ByReading {
		return nil, Settled{}, fault.New(fault.Conflict, "lesson.completed_by_answering")
	}
	settled, err := r.settlement.completeLesson(ctx, actor.UserID, lesson)
	if errors.Is(err, errMoved) {
		return r.CompleteLesson(ctx, actor, code, key)
	}
	return lesson, settled, err
}
