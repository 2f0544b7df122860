package lms

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/content"
)

// FollowedCourse is a course as a trainer overlooks it.
type FollowedCourse struct {
	content.Course
	Learners  int
	Completed int
}

// FollowedLearner is one learner of a course.
type FollowedLearner struct {
	UserID      uuid.UUID    `bun:"user_id"`
	Name        string       `bun:"name"`
	Email       string       `bun:"email"`
	StartedAt   time.Time    `bun:"started_at"`
	SeenAt      bun.NullTime `bun:"seen_at"` // when they last opened or completed a lesson
	CompletedAt bun.NullTime `bun:"completed_at"`
	VersionID   uuid.UUID    `bun:"version_id"`
	LessonsDone int          `bun:"lessons_done"`

	LessonsTotal int                              `bun:"-"`
	Exams        []content.Lesson                 `bun:"-"`
	Outcomes     map[uuid.UUID]assessment.Outcome `bun:"-"` // by quiz
}

// followedPage is how many learners a page shows.
const followedPage = 50

// Followed lists every published course with how many learn it.
func (s *Learning) Followed(ctx context.Context, actor Actor) ([]FollowedCourse, error) {
	if err := actor.Require(FollowLearners); err != nil {
		return nil, err
	}
	courses, err := s.courses.Courses(ctx)
	if err != nil {
		return nil, err
	}
	var counts []struct {
		CourseID  uuid.UUID `bun:"course_id"`
		Learners  int       `bun:"learners"`
		Completed int       `bun:"completed"`
	}
	const query = `SELECT course_id, count(*) AS learners, count(completed_at) AS completed
		FROM course_enrolments GROUP BY course_id`
	if err := s.db.NewRaw(query).Scan(ctx, &counts); err != nil {
		return nil, err
	}
	followed := make([]FollowedCourse, 0, len(courses))
	for _, course := range courses {
		one := FollowedCourse{Course: course}
		for _, count := range counts {
			if count.CourseID == course.ID {
				one.Learners, one.Completed = count.Learners, count.Completed
			}
		}
		followed = append(followed, one)
	}
	return followed, nil
}

// Learners lists who has started a course, by name, a page at a time; page counts from 1. more tells whether another
// page follows.
func (s *Learning) Learners(
	ctx context.Context, actor Actor, courseID uuid.UUID, page int,
) (learners []FollowedLearner, more bool, err error) {
	if err := actor.Require(FollowLearners); err != nil {
		return nil, false, err
	}
	const query = `SELECT e.user_id, u.name, u.email, e.started_at, e.completed_at, e.version_id,
		p.seen_at, p.lessons_done
		FROM course_enrolments e
		JOIN users u ON u.id = e.user_id
		CROSS JOIN LATERAL (
			SELECT count(completed_at) AS lessons_done, max(GREATEST(opened_at, completed_at)) AS seen_at
			FROM lesson_progress p WHERE p.user_id = e.user_id AND p.version_id = e.version_id) p
		WHERE e.course_id = ? ORDER BY u.search, e.user_id LIMIT ? OFFSET ?`
	offset := (max(1, page) - 1) * followedPage
	if err := s.db.NewRaw(query, courseID, followedPage+1, offset).Scan(ctx, &learners); err != nil {
		return nil, false, err
	}
	if more = len(learners) > followedPage; more {
		learners = learners[:followedPage]
	}
	for i := range learners {
		learner := &learners[i]
		version, err := s.courses.Version(ctx, learner.VersionID)
		if err != nil {
			return nil, false, err
		}
		learner.LessonsTotal = len(version.Lessons())
		for _, lesson := range version.Lessons() {
			if lesson.Kind == content.KindQuiz {
				learner.Exams = append(learner.Exams, lesson)
			}
		}
		if learner.Outcomes, err = s.quizzes.CurrentOutcomes(ctx, learner.UserID, examsOf(version)); err != nil {
			return nil, false, err
		}
	}
	return learners, more, nil
}
