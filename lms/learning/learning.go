// Package learning joins courses, quizzes and certificates for those who learn: where they are in a course, what they have
// completed, what that settles, and what a trainer sees of it.
package learning

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"vatra/assessment/exam"
	"vatra/certificates"
	"vatra/content"
	"vatra/lms/fault"
	"vatra/lms/jobs"
	"vatra/lms/pg"
	"vatra/lms/site"
	"vatra/lms/tracks"
)

// Learning joins courses, quizzes and certificates for one learner: where they are in a course, what they have
// completed, and the certificate that follows. Nothing here waits for a night job: a lesson, its course, its track and
// the award are settled in one transaction.
type Learning struct {
	db      *pg.DB
	courses *content.Store
	quizzes *exam.Store
	awards  *certificates.Store
	tracks  *tracks.Store
	house   *site.House
	queue   *jobs.Queue
	baseURL string
}

// New joins the stores; baseURL is the address that certificates are verified at.
func New(
	db *pg.DB, courses *content.Store, quizzes *exam.Store, awards *certificates.Store,
	tracks *tracks.Store, house *site.House, queue *jobs.Queue, baseURL string,
) *Learning {
	return &Learning{
		db: db, courses: courses, quizzes: quizzes, awards: awards, tracks: tracks, house: house, queue: queue,
		baseURL: baseURL,
	}
}

// CourseState is a course as one person stands in it: the version they started, or the newest for who has not.
type CourseState struct {
	Version     *content.Version
	Started     bool
	CompletedAt time.Time // zero while under way
	LastLesson  uuid.UUID // where to resume; Nil when not started
	done        map[uuid.UUID]bool
}

// fill takes what a row says of the state.
func (c *CourseState) fill(completed *time.Time, last *uuid.UUID, done []uuid.UUID) {
	if completed != nil {
		c.CompletedAt = *completed
	}
	if last != nil {
		c.LastLesson = *last
	}
	c.done = make(map[uuid.UUID]bool, len(done))
	for _, id := range done {
		c.done[id] = true
	}
}

// Done reports whether the lesson is completed.
func (c *CourseState) Done(lessonID uuid.UUID) bool { return c.done[lessonID] }

// DoneCount is how many lessons are completed.
func (c *CourseState) DoneCount() int { return len(c.done) }

// Resume is the lesson to go on with: the last one opened if it is not completed, else the first that is not
// completed, else the first.
func (c *CourseState) Resume() content.Lesson {
	lessons := c.Version.Lessons()
	for _, lesson := range lessons {
		if lesson.ID == c.LastLesson && !c.done[lesson.ID] {
			return lesson
		}
	}
	for _, lesson := range lessons {
		if !c.done[lesson.ID] {
			return lesson
		}
	}
	return lessons[0]
}

// courseState is one of the hot statements: $1 the course's code, $2 the person (the nil UUID for a guest).
const courseState = `SELECT COALESCE(e.version_id, newest.id), e.user_id IS NOT NULL, e.completed_at, e.last_lesson_id,
	ARRAY(SELECT p.lesson_id FROM lesson_progress p
		WHERE p.user_id = e.user_id AND p.version_id = e.version_id AND p.completed_at IS NOT NULL)
	FROM courses c
	JOIN LATERAL (SELECT v.id FROM course_versions v WHERE v.course_id = c.id AND v.status = 'published'
		ORDER BY v.number DESC LIMIT 1) newest ON true
	LEFT JOIN course_enrolments e ON e.course_id = c.id AND e.user_id = $2
	WHERE c.code = $1`

// Course is the course with the code as the person stands in it; userID is Nil for a guest. One statement.
func (s *Learning) Course(ctx context.Context, code string, userID uuid.UUID) (*CourseState, error) {
	var (
		versionID uuid.UUID
		state     CourseState
		completed *time.Time
		last      *uuid.UUID
		done      []uuid.UUID
	)
	err := s.db.Pool.QueryRow(ctx, courseState, code, userID).Scan(&versionID, &state.Started, &completed, &last, &done)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "content.course_not_found")
	}
	if err != nil {
		return nil, err
	}
	if state.Version, err = s.courses.Version(ctx, versionID); err != nil {
		return nil, err
	}
	state.fill(completed, last, done)
	return &state, nil
}

// LessonState is a lesson within its course as one person stands in it.
type LessonState struct {
	*CourseState
	Lesson content.Lesson
}

// Lesson is the lesson with the key, without leaving a trace.
func (s *Learning) Lesson(ctx context.Context, code, key string, userID uuid.UUID) (*LessonState, error) {
	course, err := s.Course(ctx, code, userID)
	if err != nil {
		return nil, err
	}
	lesson, err := course.Version.LessonByKey(key)
	if err != nil {
		return nil, err
	}
	return &LessonState{CourseState: course, Lesson: lesson}, nil
}

// open is a hot statement: starts the course when it is not started, keeps the place, notes the lesson.
const open = `WITH place AS (
	INSERT INTO course_enrolments (user_id, course_id, version_id, last_lesson_id) VALUES ($1, $2, $3, $4)
	ON CONFLICT (user_id, course_id) DO UPDATE SET last_lesson_id = excluded.last_lesson_id
	WHERE course_enrolments.version_id = excluded.version_id
	RETURNING version_id)
	INSERT INTO lesson_progress (user_id, lesson_id, version_id) SELECT $1, $4, version_id FROM place
	ON CONFLICT DO NOTHING`

// OpenLesson is Lesson for a person who reads: it starts the course with the first lesson opened and remembers the
// place to resume. At most two statements.
func (s *Learning) OpenLesson(ctx context.Context, code, key string, userID uuid.UUID) (*LessonState, error) {
	lesson, err := s.Lesson(ctx, code, key, userID)
	if err != nil || userID == uuid.Nil || lesson.LastLesson == lesson.Lesson.ID {
		return lesson, err
	}
	_, err = s.db.Pool.Exec(ctx, open, userID, lesson.Version.CourseID, lesson.Version.ID, lesson.Lesson.ID)
	lesson.Started = true
	return lesson, err
}

// CompleteLesson notes that a person has read a lesson, and whatever follows from it. Lessons that are completed by
// answering refuse it.
func (s *Learning) CompleteLesson(ctx context.Context, code, key string, userID uuid.UUID) (*LessonState, error) {
	lesson, err := s.OpenLesson(ctx, code, key, userID)
	if err != nil {
		return nil, err
	}
	if lesson.Done(lesson.Lesson.ID) {
		return lesson, nil
	}
	if lesson.Lesson.Completion != content.ByReading {
		return nil, fault.New(fault.Conflict, "lesson.completed_by_answering")
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return s.complete(ctx, tx, userID, lesson.Version, lesson.Lesson.ID)
	})
	return lesson, err
}

// complete marks a lesson as completed and settles the course and the tracks that follow from it. Two calls for the
// same person and course wait for each other, so that the last lesson is seen to be the last by one of them.
func (s *Learning) complete(
	ctx context.Context, tx bun.Tx, userID uuid.UUID, version *content.Version, lessonID uuid.UUID,
) error {
	if err := holdPerson(ctx, tx, userID); err != nil {
		return err
	}
	const done = `INSERT INTO lesson_progress (user_id, lesson_id, version_id, completed_at) VALUES (?, ?, ?, now())
		ON CONFLICT (user_id, version_id, lesson_id)
		DO UPDATE SET completed_at = now() WHERE lesson_progress.completed_at IS NULL`
	if _, err := tx.NewRaw(done, userID, lessonID, version.ID).Exec(ctx); err != nil {
		return err
	}
	const finished = `UPDATE course_enrolments SET completed_at = now()
		WHERE user_id = ? AND version_id = ? AND completed_at IS NULL AND ? = (SELECT count(*) FROM lesson_progress
			WHERE user_id = ? AND version_id = ? AND completed_at IS NOT NULL)`
	_, err := tx.NewRaw(finished, userID, version.ID, len(version.Lessons()), userID, version.ID).Exec(ctx)
	if err != nil {
		return err
	}
	return s.settleTracks(ctx, tx, userID, version.Code)
}

// holdPerson makes transactions that settle something for the same person follow each other.
func holdPerson(ctx context.Context, tx bun.Tx, userID uuid.UUID) error {
	_, err := tx.NewRaw("SELECT FROM users WHERE id = ? FOR NO KEY UPDATE", userID).Exec(ctx)
	return err
}
