package mine

import (
	"slices"

	"github.com/google/uuid"

	"vatra/content"
	"vatra/lms/learning"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/learn/mine"
	"vatra/lms/web/views/parts"
	"vatra/lms/web/views/ui"
)

// GoOn is the one thing to go on with: an attempt whose time is running; else what was worked at last and is not finished; else the
// next step of a track. nil where there is none.
func GoOn(v *door.Visit, overview learning.Overview) *views.GoOn {
	if v.Running != nil {
		return runningAttempt(v, overview.Exams)
	}
	for _, course := range overview.Started {
		if course.CompletedAt.IsZero() && len(course.Version.Lessons()) > 0 {
			step := goOnIn(v, course, overview.Exams)
			step.Closing = closing(v, course, overview.Exams)
			return step
		}
	}
	for _, track := range overview.Tracks {
		if next := track.Next; next.Course != nil {
			return stepTo(v, next.Course, next.Lesson)
		}
	}
	return nil
}

func runningAttempt(v *door.Visit, exams []learning.Exam) *views.GoOn {
	url := show.AttemptURL(v.Running.AttemptID)
	found := &views.GoOn{
		Kind: "attempt", Step: parts.LessonLink{URL: url},
		Running: &ui.Running{URL: url, Ends: v.Running.Deadline, Left: v.Running.Left},
	}
	for _, exam := range exams {
		if exam.Outcome.OpenAttempt == v.Running.AttemptID {
			found.Step = show.LessonLink(v, exam.Course, exam.Lesson, v.P.Lang())
			found.Step.URL = url
		}
	}
	return found
}

// goOnIn goes on with an attempt that is under way in the course, else with its lesson.
func goOnIn(v *door.Visit, course *learning.CourseState, exams []learning.Exam) *views.GoOn {
	open := slices.IndexFunc(exams, func(exam learning.Exam) bool {
		return exam.Course == course && exam.Outcome.OpenAttempt != uuid.Nil
	})
	if open < 0 {
		return stepTo(v, course, course.Resume())
	}
	step := stepTo(v, course, exams[open].Lesson)
	step.Kind, step.Step.URL = "attempt", show.AttemptURL(exams[open].Outcome.OpenAttempt)
	return step
}

// closing is the quiz of a course that closes next, of those that there is still something to do in.
func closing(v *door.Visit, course *learning.CourseState, exams []learning.Exam) *views.LearningExam {
	var next *views.LearningExam
	for _, exam := range exams {
		if exam.Course != course || exam.Outcome.Passed || exam.Outcome.Shut || exam.Outcome.ClosesAt.IsZero() {
			continue
		}
		if shown := learningExam(v, exam); next == nil || shown.Closes.Before(next.Closes) {
			next = &shown
		}
	}
	return next
}

func stepTo(v *door.Visit, course *learning.CourseState, lesson content.Lesson) *views.GoOn {
	step := &views.GoOn{
		Kind: "lesson", Step: show.LessonLink(v, course, lesson, v.P.Lang()), Picture: show.CoursePicture(v, course.Version, v.P.Lang()),
	}
	if lesson.Kind == content.KindQuiz {
		step.Kind = "exam"
	}
	return step
}
