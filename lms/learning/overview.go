package learning

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"

	"vatra/assessment/exam"
	"vatra/content"
	"vatra/lms/tracks"
)

// Overview is all that one person learns, read in three statements however much it is.
type Overview struct {
	Tracks  []TrackProgress
	Started []*CourseState // every course that was started, the one last worked at first
	Exams   []Exam         // of the started courses, in their order
}

// TrackProgress is a track that a person is enrolled in, how far they are and what they do next.
type TrackProgress struct {
	tracks.Enrolment
	Standing
	Required []*CourseState // in the track's order, without those that are not published yet
	Next     Step
}

// Exam is a quiz of a started course as its learner stands in it.
type Exam struct {
	Course  *CourseState
	Lesson  content.Lesson
	Outcome exam.Outcome // zero before it was first started
}

// Step is the next thing to do in a track.
type Step struct {
	Kind   StepKind
	Course *CourseState   // for a lesson, an exam and a mark
	Lesson content.Lesson // likewise
}

// StepKind says what sort of thing is to be done next.
type StepKind string

// The kinds of steps.
const (
	StepLesson  StepKind = "lesson"  // go on with a lesson
	StepExam    StepKind = "exam"    // take an exam that is not passed
	StepMark    StepKind = "mark"    // take the exam with the lowest mark again, since the mean is below the minimum
	StepWaiting StepKind = "waiting" // a required course is not published yet, or no exam to reach the minimum mark in
	StepNone    StepKind = "done"    // nothing
)

// Overview reads what a person learns.
func (s *Learning) Overview(ctx context.Context, userID uuid.UUID) (Overview, error) {
	enrolments, err := tracks.EnrolmentsOf(ctx, s.db, userID)
	if err != nil {
		return Overview{}, err
	}
	return s.overview(ctx, userID, enrolments, true)
}

// Progress is how far a person is in one track; false when they are not enrolled in it.
func (s *Learning) Progress(ctx context.Context, userID uuid.UUID, trackCode string) (TrackProgress, bool, error) {
	enrolments, err := tracks.EnrolmentsOf(ctx, s.db, userID)
	if err != nil {
		return TrackProgress{}, false, err
	}
	at := slices.IndexFunc(enrolments, func(e tracks.Enrolment) bool { return e.Track.Code == trackCode })
	if at < 0 {
		return TrackProgress{}, false, nil
	}
	overview, err := s.overview(ctx, userID, enrolments[at:at+1], false)
	if err != nil {
		return TrackProgress{}, false, err
	}
	return overview.Tracks[0], true, nil
}

func (s *Learning) overview(ctx context.Context, userID uuid.UUID, enrolments []tracks.Enrolment, all bool) (Overview, error) {
	var codes []string
	for _, enrolment := range enrolments {
		codes = append(codes, enrolment.Track.CourseCodes...)
	}
	courses, err := s.courseStates(ctx, userID, codes, all)
	if err != nil {
		return Overview{}, err
	}
	var quizzes []uuid.UUID
	for _, course := range courses {
		quizzes = append(quizzes, examsOf(course.Version)...)
	}
	outcomes, err := s.quizzes.Outcomes(ctx, s.db, userID, quizzes)
	if err != nil {
		return Overview{}, err
	}
	var overview Overview
	for _, course := range courses {
		if course.Started {
			overview.Started = append(overview.Started, course)
			overview.Exams = append(overview.Exams, examsIn(course, outcomes)...)
		}
	}
	for _, enrolment := range enrolments {
		overview.Tracks = append(overview.Tracks, progressIn(enrolment, courses, outcomes))
	}
	return overview, nil
}

// Courses are the published courses with these codes, in no order, as a person stands in them; userID is Nil for a
// guest. One statement.
func (s *Learning) Courses(ctx context.Context, userID uuid.UUID, codes []string) ([]*CourseState, error) {
	return s.courseStates(ctx, userID, codes, false)
}

// Started lists the courses that a person has started, the one last worked at first. One statement.
func (s *Learning) Started(ctx context.Context, userID uuid.UUID) ([]*CourseState, error) {
	return s.courseStates(ctx, userID, nil, true)
}

// courseStates is courseState for many: $1 the person, $2 the codes of courses wanted whether started or not, $3
// whether all that were started are wanted.
const courseStates = `SELECT c.code, COALESCE(e.version_id, newest.id), e.user_id IS NOT NULL, e.completed_at, e.last_lesson_id,
	ARRAY(SELECT p.lesson_id FROM lesson_progress p
		WHERE p.user_id = e.user_id AND p.version_id = e.version_id AND p.completed_at IS NOT NULL)
	FROM courses c
	JOIN LATERAL (SELECT v.id FROM course_versions v WHERE v.course_id = c.id AND v.status = 'published'
		ORDER BY v.number DESC LIMIT 1) newest ON true
	LEFT JOIN course_enrolments e ON e.course_id = c.id AND e.user_id = $1
	WHERE c.code = ANY ($2) OR ($3 AND e.user_id IS NOT NULL)
	ORDER BY (SELECT max(GREATEST(p.opened_at, p.completed_at)) FROM lesson_progress p
		WHERE p.user_id = e.user_id AND p.version_id = e.version_id) DESC NULLS LAST, c.code`

func (s *Learning) courseStates(
	ctx context.Context, userID uuid.UUID, codes []string, started bool,
) ([]*CourseState, error) {
	rows, err := s.db.Pool.Query(ctx, courseStates, userID, codes, started)
	if err != nil {
		return nil, fmt.Errorf("reading courses under way: %w", err)
	}
	type found struct {
		version uuid.UUID
		state   *CourseState
	}
	// All rows are read before a version is asked for: that may take a connection of its own.
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (found, error) {
		var code string
		one := found{state: &CourseState{}}
		var completed *time.Time
		var last *uuid.UUID
		var done []uuid.UUID
		err := row.Scan(&code, &one.version, &one.state.Started, &completed, &last, &done)
		one.state.fill(completed, last, done)
		return one, err
	})
	if err != nil {
		return nil, fmt.Errorf("reading courses under way: %w", err)
	}
	states := make([]*CourseState, 0, len(all))
	for _, one := range all {
		if one.state.Version, err = s.courses.Version(ctx, one.version); err != nil {
			return nil, err
		}
		states = append(states, one.state)
	}
	return states, nil
}

func examsIn(course *CourseState, outcomes map[uuid.UUID]exam.Outcome) []Exam {
	var exams []Exam
	for _, lesson := range course.Version.Lessons() {
		if lesson.Kind == content.KindQuiz {
			exams = append(exams, Exam{Course: course, Lesson: lesson, Outcome: outcomes[lesson.QuizID]})
		}
	}
	return exams
}

// progressIn reckons one track up from courses that hold all that it requires.
func progressIn(enrolment tracks.Enrolment, courses []*CourseState, outcomes map[uuid.UUID]exam.Outcome) TrackProgress {
	progress := TrackProgress{Enrolment: enrolment}
	for _, code := range enrolment.Track.CourseCodes {
		standing := CourseStanding{Code: code}
		at := slices.IndexFunc(courses, func(c *CourseState) bool { return c.Version.Code == code })
		if at >= 0 {
			course := courses[at]
			progress.Required = append(progress.Required, course)
			standing.Version, standing.Started, standing.CompletedAt = course.Version, course.Started, course.CompletedAt
			standing.LastLesson, standing.LessonsDone = course.LastLesson, course.DoneCount()
		}
		progress.Courses = append(progress.Courses, standing)
	}
	progress.sum(enrolment.Track, outcomes)
	progress.Next = progress.next(outcomes)
	return progress
}

// next is the first lesson of the required courses that is not completed, in their order; then the exam with the
// lowest mark, while the mean is too low.
func (p *TrackProgress) next(outcomes map[uuid.UUID]exam.Outcome) Step {
	if !p.CompletedAt.IsZero() {
		return Step{Kind: StepNone}
	}
	for _, course := range p.Required {
		if course.DoneCount() == len(course.Version.Lessons()) {
			continue
		}
		lesson := course.Resume()
		if lesson.Kind == content.KindQuiz {
			return Step{Kind: StepExam, Course: course, Lesson: lesson}
		}
		return Step{Kind: StepLesson, Course: course, Lesson: lesson}
	}
	if len(p.Required) < len(p.Track.CourseCodes) || p.ExamsTotal == 0 && p.Track.Rules.MinimumMark.IsPositive() {
		return Step{Kind: StepWaiting}
	}
	step := Step{Kind: StepNone}
	var lowest decimal.Decimal
	for _, course := range p.Required {
		for _, exam := range examsIn(course, outcomes) {
			if mark := exam.Outcome.Mark; p.Mark.LessThan(p.Track.Rules.MinimumMark) &&
				(step.Kind == StepNone || mark.LessThan(lowest)) {
				step, lowest = Step{Kind: StepMark, Course: course, Lesson: exam.Lesson}, mark
			}
		}
	}
	return step
}
