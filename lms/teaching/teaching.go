// Package teaching is what trainers see of those who learn: the courses that they are trainers of, and how far each
// learner of them is. Administrators see every course, and say who trains which.
package teaching

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"vatra/assessment/exam"
	"vatra/content"
	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/lang"
	"vatra/lms/pg"
)

// Teaching joins people, their courses and their exams for those who teach.
type Teaching struct {
	db      *pg.DB
	courses *content.Store
	quizzes *exam.Store
	log     *audit.Log
}

// New reads from db, with what the rooms keep. The log is told who is made a trainer of what.
func New(db *pg.DB, courses *content.Store, quizzes *exam.Store, log *audit.Log) *Teaching {
	return &Teaching{db: db, courses: courses, quizzes: quizzes, log: log}
}

// Course is a published course as a trainer sees it, in its newest version.
type Course struct {
	ID        uuid.UUID  `bun:"id"`
	Code      string     `bun:"code"`
	Languages []string   `bun:"languages,array"`
	Titles    lang.Texts `bun:"titles,type:jsonb"`
	Learners  int        `bun:"learners"`
	Completed int        `bun:"completed"`
	Stuck     int        `bun:"stuck"`     // see Stuck
	Sitting   int        `bun:"sitting"`   // see Sitting
	Questions int        `bun:"questions"` // of its learners, without an answer
}

// Courses lists the courses whose learners the actor may follow, by code, with how many they are.
func (s *Teaching) Courses(ctx context.Context, actor access.Actor) ([]Course, error) {
	if err := actor.Require(access.FollowLearners); err != nil {
		return nil, err
	}
	return s.list(ctx, actor.Within(access.FollowLearners, bun.Ident("c.id")))
}

// course is one of Courses. Its existence is no secret, since the catalogue has it too.
func (s *Teaching) course(ctx context.Context, actor access.Actor, code string) (Course, error) {
	if err := actor.Require(access.FollowLearners); err != nil {
		return Course{}, err
	}
	course, err := s.withCode(ctx, code)
	if err != nil {
		return Course{}, err
	}
	return course, actor.RequireFor(ctx, s.db, access.FollowLearners, access.Course(course.ID))
}

func (s *Teaching) withCode(ctx context.Context, code string) (Course, error) {
	found, err := s.list(ctx, bun.SafeQuery("c.code = ?", code))
	if err == nil && len(found) == 0 {
		err = fault.New(fault.NotFound, "content.course_not_found")
	}
	if err != nil {
		return Course{}, err
	}
	return found[0], nil
}

// list reads the courses for which the condition on c, the course, holds. It is one statement.
func (s *Teaching) list(ctx context.Context, condition schema.QueryWithArgs) ([]Course, error) {
	var courses []Course
	const query = `SELECT c.id, c.code, v.languages, v.titles, taken.*, asked.questions, timed.sitting
		FROM courses c
		JOIN newest_versions n ON n.course_id = c.id
		JOIN course_versions v ON v.id = n.version_id
		CROSS JOIN LATERAL (SELECT count(*) AS learners, count(e.completed_at) AS completed, count(*) FILTER (WHERE ?) AS stuck
			FROM course_enrolments e WHERE e.course_id = c.id) taken
		CROSS JOIN LATERAL (SELECT count(*) AS questions FROM enquiries q WHERE q.course_id = c.id AND q.answer IS NULL) asked
		CROSS JOIN LATERAL (SELECT count(*) AS sitting FROM course_enrolments e
			WHERE e.course_id = c.id AND e.user_id IN (SELECT a.learner_id ?)) timed
		WHERE ? ORDER BY c.code`
	if err := s.db.NewRaw(query, bun.Safe(stuck), bun.Safe(underWay), condition).Scan(ctx, &courses); err != nil {
		return nil, fmt.Errorf("reading the courses to follow: %w", err)
	}
	return courses, nil
}
