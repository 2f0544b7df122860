package teaching

import (
	"context"
	"iter"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/assessment/exam"
	"vatra/content"
	"vatra/lms/access"
)

// Learner is one learner of a course.
type Learner struct {
	UserID      uuid.UUID    `bun:"user_id"`
	Name        string       `bun:"name"`
	Email       string       `bun:"email"`
	StartedAt   time.Time    `bun:"started_at"`
	SeenAt      time.Time    `bun:"seen_at"` // when they last read or answered in the course, to the hour
	CompletedAt bun.NullTime `bun:"completed_at"`
	VersionID   uuid.UUID    `bun:"version_id"`
	LessonsDone int          `bun:"lessons_done"`
	Search      string       `bun:"search"` // by which learners are in order

	LessonsTotal int                        `bun:"-"`
	Exams        []content.Lesson           `bun:"-"` // of the version that they started
	Outcomes     map[uuid.UUID]exam.Outcome `bun:"-"` // by quiz
}

// Learners is one page of the learners of a course.
type Learners struct {
	Course   Course
	Learners []Learner
	Page     int // from 1
	Pages    int
}

// learnersPage is how many learners a page shows.
const learnersPage = 50

// Learners lists those who have started a course, by name, a page at a time; page counts from 1. NotFound
// content.course_not_found, Forbidden people.forbidden_here for a course that the actor does not train.
func (s *Teaching) Learners(ctx context.Context, actor access.Actor, code string, page int) (Learners, error) {
	return s.LearnersWho(ctx, actor, code, Everybody, page)
}

// LearnersWho is Learners for some of them.
func (s *Teaching) LearnersWho(ctx context.Context, actor access.Actor, code string, which Which, page int) (Learners, error) {
	course, err := s.course(ctx, actor, code)
	if err != nil {
		return Learners{}, err
	}
	list := Learners{Course: course, Pages: max(1, (which.many(&course)+learnersPage-1)/learnersPage)}
	list.Page = min(max(1, page), list.Pages)
	list.Learners, err = s.learnersOf(ctx, course.ID, which, Learner{}, learnersPage, (list.Page-1)*learnersPage)
	return list, err
}

// learnersBatch is how many learners are in memory at a time where all are asked for.
const learnersBatch = 500

// AllLearners are the learners of a course in their order, however many they are: a batch at a time is read while they are gone
// through, and no connection is held meanwhile. An error ends them.
func (s *Teaching) AllLearners(
	ctx context.Context, actor access.Actor, code string,
) (Course, iter.Seq2[Learner, error], error) {
	course, err := s.course(ctx, actor, code)
	if err != nil {
		return Course{}, nil, err
	}
	return course, func(yield func(Learner, error) bool) {
		var last Learner
		for {
			batch, err := s.learnersOf(ctx, course.ID, Everybody, last, learnersBatch, 0)
			if err != nil {
				yield(Learner{}, err)
				return
			}
			for _, learner := range batch {
				if !yield(learner, nil) {
					return
				}
			}
			if len(batch) < learnersBatch {
				return
			}
			last = batch[len(batch)-1]
		}
	}, nil
}

// learnersOf reads those who come after a learner in two statements however many there are: versions are kept in memory.
func (s *Teaching) learnersOf(
	ctx context.Context, courseID uuid.UUID, which Which, after Learner, limit, offset int,
) ([]Learner, error) {
	var learners []Learner
	const query = `SELECT e.user_id, u.name, u.email, u.search, e.started_at, e.completed_at, e.version_id,
		e.seen_at, p.lessons_done
		FROM course_enrolments e
		JOIN courses c ON c.id = e.course_id
		JOIN users u ON u.id = e.user_id
		CROSS JOIN LATERAL (
			SELECT count(*) AS lessons_done
			FROM lesson_progress p WHERE p.user_id = e.user_id AND p.version_id = e.version_id) p
		WHERE e.course_id = ? AND ? AND (u.search, e.user_id) > (?, ?) ORDER BY u.search, e.user_id LIMIT ? OFFSET ?`
	if err := s.db.NewRaw(query, courseID, which.condition(), after.Search, after.UserID, limit, offset).Scan(ctx, &learners); err != nil {
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
			if lesson.Kind != content.KindQuiz {
				continue
			}
			learner.Exams = append(learner.Exams, lesson)
			if !asked[lesson.QuizID] {
				asked[lesson.QuizID] = true
				quizzes = append(quizzes, lesson.QuizID)
			}
		}
		people = append(people, learner.UserID)
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
