package learning

import (
	"context"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"vatra/assessment/exam"
	"vatra/content"
	"vatra/lms/access"
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
	Next Step
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

// Progress tells where somebody stands, in courses and in tracks.
type Progress struct {
	shelf   shelf
	quizzes *exam.Store
}

// NewProgress reads in the rooms.
func NewProgress(rooms Rooms) *Progress {
	return &Progress{shelf: rooms.shelf(), quizzes: rooms.Quizzes}
}

// Overview reads what the actor learns.
func (p *Progress) Overview(ctx context.Context, actor access.Actor) (Overview, error) {
	if err := actor.Require(access.Learn); err != nil {
		return Overview{}, err
	}
	return p.overviewOf(ctx, actor.UserID)
}

// OverviewOf is Overview of somebody else.
func (p *Progress) OverviewOf(ctx context.Context, actor access.Actor, userID uuid.UUID) (Overview, error) {
	if err := actor.Require(access.ManagePeople); err != nil {
		return Overview{}, err
	}
	return p.overviewOf(ctx, userID)
}

func (p *Progress) overviewOf(ctx context.Context, userID uuid.UUID) (Overview, error) {
	enrolments, err := tracks.EnrolmentsOf(ctx, p.shelf.db, userID)
	if err != nil {
		return Overview{}, err
	}
	return p.overview(ctx, userID, enrolments, true)
}

// Track is how far the actor is in one track, even where they have left it; false when they never were in it.
func (p *Progress) Track(ctx context.Context, actor access.Actor, trackCode string) (TrackProgress, bool, error) {
	if err := actor.Require(access.Learn); err != nil {
		return TrackProgress{}, false, err
	}
	enrolment, known, err := tracks.EnrolmentIn(ctx, p.shelf.db, actor.UserID, trackCode)
	if err != nil || !known {
		return TrackProgress{}, false, err
	}
	overview, err := p.overview(ctx, actor.UserID, []tracks.Enrolment{enrolment}, false)
	if err != nil {
		return TrackProgress{}, false, err
	}
	return overview.Tracks[0], true, nil
}

// overview reads the courses of the enrolments and, where all is asked for, every other that was started.
func (p *Progress) overview(ctx context.Context, userID uuid.UUID, enrolments []tracks.Enrolment, all bool) (Overview, error) {
	var codes []string
	for _, enrolment := range enrolments {
		codes = append(codes, enrolment.Track.CourseCodes...)
	}
	courses, err := p.shelf.many(ctx, userID, codes, all)
	if err != nil {
		return Overview{}, err
	}
	var quizzes []uuid.UUID
	for _, course := range courses {
		quizzes = append(quizzes, examsOf(course.Version)...)
	}
	outcomes, err := p.quizzes.Outcomes(ctx, p.shelf.db, userID, quizzes)
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
		progress := TrackProgress{Enrolment: enrolment, Standing: standingIn(enrolment.Track, courses, outcomes)}
		progress.Next = progress.next(outcomes)
		overview.Tracks = append(overview.Tracks, progress)
	}
	return overview, nil
}

// Courses are the published courses with these codes, in no order, as the actor stands in them. One statement.
func (p *Progress) Courses(ctx context.Context, actor access.Actor, codes []string) ([]*CourseState, error) {
	if err := actor.Require(access.BrowseCatalogue); err != nil {
		return nil, err
	}
	return p.shelf.many(ctx, actor.UserID, codes, false)
}

// Started lists the courses that the actor has started, the one last worked at first. One statement.
func (p *Progress) Started(ctx context.Context, actor access.Actor) ([]*CourseState, error) {
	if err := actor.Require(access.Learn); err != nil {
		return nil, err
	}
	return p.shelf.many(ctx, actor.UserID, nil, true)
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
