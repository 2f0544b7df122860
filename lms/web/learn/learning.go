package learn

import (
	"slices"

	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/lms/learning"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/learn"
)

// showLearning is all that the visitor learns: tracks with the next step, courses, exams and certificates.
func (a *area) showLearning(v *door.Visit) error {
	overview, err := a.Progress.Overview(v.UserContext(), v.Actor)
	if err != nil {
		return err
	}
	awards, err := a.Awards.Awards(v.UserContext(), v.Actor.UserID)
	if err != nil {
		return err
	}
	page := views.LearningPage{
		Base: a.Base(v, v.P.T("nav.learning")), Tracks: show.LearningTracks(v, overview),
		Certificates: slices.DeleteFunc(certificateCards(v, awards, ""), func(c views.CertificateCard) bool {
			return c.Replaced != "" // the one in its place is in the list
		}),
	}
	for _, course := range overview.Started {
		page.Courses = append(page.Courses, show.CourseCard(v, course, v.P.Lang()))
	}
	for _, exam := range overview.Exams {
		page.Exams = append(page.Exams, learningExam(v, exam))
	}
	return a.Render(v, views.Learning(page))
}

func learningExam(v *door.Visit, exam learning.Exam) views.LearningExam {
	step := show.LessonLink(v, exam.Course, exam.Lesson, v.P.Lang())
	shown := views.LearningExam{
		URL: step.URL, Title: step.Lesson, Course: step.Course,
		Passed: exam.Outcome.Passed, Attempts: exam.Outcome.Attempts, Open: exam.Outcome.OpenAttempt != uuid.Nil,
	}
	if exam.Outcome.Attempts > 0 {
		shown.Mark = assessment.Rounded(exam.Outcome.Mark).String()
	}
	return shown
}

// continueWhereLeft is the part of the home page for learners who are logged in.
func (a *area) continueWhereLeft(v *door.Visit) (views.Continue, error) {
	overview, err := a.Progress.Overview(v.UserContext(), v.Actor)
	if err != nil {
		return views.Continue{}, err
	}
	part := views.Continue{}
	for _, track := range show.LearningTracks(v, overview) {
		if track.Progress.CompletedAt.IsZero() {
			part.Tracks = append(part.Tracks, track)
		}
	}
	for _, course := range overview.Started {
		if course.CompletedAt.IsZero() {
			step := show.LessonLink(v, course, course.Resume(), v.P.Lang())
			part.Step = &step
			return part, nil
		}
	}
	for _, track := range part.Tracks {
		if track.Progress.Next.Step.URL != "" {
			part.Step = &track.Progress.Next.Step
			return part, nil
		}
	}
	return part, nil
}
