package learning

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/assessment/exam"
	"vatra/content"
	"vatra/lms/access"
	"vatra/lms/fault"
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

	LessonsTotal int                        `bun:"-"`
	Exams        []content.Lesson           `bun:"-"` // of the version that they started
	Outcomes     map[uuid.UUID]exam.Outcome `bun:"-"` // by quiz
}

// FollowedLearners is one page of the learners of a course.
type FollowedLearners struct {
	Course   FollowedCourse
	Learners []FollowedLearner
	Page     int // from 1
	Pages    int
}

// followedPage is how many learners a page shows.
const followedPage = 50

// Followed lists every published course with how many learn it.
func (s *Learning) Followed(ctx context.Context, actor access.Actor) ([]FollowedCourse, error) {
	if err := actor.Require(access.FollowLearners); err != nil {
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

// Learners lists who has started a course, by name, a page at a time; page counts from 1. NotFound
// content.course_not_found.
func (s *Learning) Learners(ctx context.Context, actor access.Actor, code string, page int) (FollowedLearners, error) {
	list, err := s.followedCourse(ctx, actor, code)
	if err != nil {
		return list, err
	}
	list.Pages = max(1, (list.Course.Learners+followedPage-1)/followedPage)
	list.Page = min(max(1, page), list.Pages)
	list.Learners, err = s.learnersOf(ctx, list.Course.ID, followedPage, (list.Page-1)*followedPage)
	return list, err
}

// AllLearners is Learners on one page, however many they are.
func (s *Learning) AllLearners(ctx context.Context, actor access.Actor, code string) (FollowedLearners, error) {
	list, err := s.followedCourse(ctx, actor, code)
	if err != nil {
		return list, err
	}
	list.Page, list.Pages = 1, 1
	list.Learners, err = s.learnersOf(ctx, list.Course.ID, list.Course.Learners, 0)
	return list, err
}

func (s *Learning) followedCourse(ctx context.Context, actor access.Actor, code string) (FollowedLearners, error) {
	courses, err := s.Followed(ctx, actor)
	if err != nil {
		return FollowedLearners{}, err
	}
	at := slices.IndexFunc(courses, func(c FollowedCourse) bool { return c.Code == code })
	if at < 0 {
		return FollowedLearners{}, fault.New(fault.NotFound, "content.course_not_found")
	}
	return FollowedLearners{Course: courses[at]}, nil
}

// learnersOf reads in two statements however many there are: versions are kept in memory.
func (s *Learning) learnersOf(ctx context.Context, courseID uuid.UUID, limit, offset int) ([]FollowedLearner, error) {
	var learners []FollowedLearner
	const query = `SELECT e.user_id, u.name, u.email, e.started_at, e.completed_at, e.version_id,
		p.seen_at, p.lessons_done
		FROM course_enrolments e
		JOIN users u ON u.id = e.user_id
		CROSS JOIN LATERAL (
			SELECT count(completed_at) AS lessons_done, max(GREATEST(opened_at, completed_at)) AS seen_at
			FROM lesson_progress p WHERE p.user_id = e.user_id AND p.version_id = e.version_id) p
		WHERE e.course_id = ? ORDER BY u.search, e.user_id LIMIT ? OFFSET ?`
	if err := s.db.NewRaw(query, courseID, limit, offset).Scan(ctx, &learners); err != nil {
		return nil, err
	}
	var people, quizzes []uuid.UUID
	asked := map[uuid.UUID]bool{}
	for i := range learners {
		learner := &learners[i]
		version, err := s.courses.Version(ctx, learner.VersionID)
		if err != nil {
			return nil, err
		}
		learner.LessonsTotal = len(version.Lessons())
		for _, lesson := range version.Lessons() {
			if lesson.Kind == content.KindQuiz {
				learner.Exams = append(learner.Exams, lesson)
			}
		}
		people = append(people, learner.UserID)
		if !asked[version.ID] {
			asked[version.ID] = true
			quizzes = append(quizzes, examsOf(version)...)
		}
	}
	outcomes, err := s.quizzes.OutcomesOfMany(ctx, people, quizzes)
	if err != nil {
		return nil, err
	}
	for i := range learners {
		learners[i].Outcomes = outcomes[learners[i].UserID]
	}
	return learners, nil
}
