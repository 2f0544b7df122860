package mine

import (
	"slices"

	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/lms/authoring"
	"vatra/lms/i18n"
	"vatra/lms/learning"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/learn/mine"
	"vatra/lms/web/views/parts"
	"vatra/lms/web/views/ui"
)

// showLearning is all that the visitor learns, what to go on with first; each course stands below its track, or by itself.
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
		Base: a.Base(v, v.P.T("nav.learning")), GoOn: GoOn(v, overview),
		Certificates: slices.DeleteFunc(certificateCards(v, awards, ""), func(c views.CertificateCard) bool {
			return c.Replaced != "" // the one in its place is in the list
		}),
	}
	page.Running = nil // what to go on with says it
	page.Tracks = learningTracks(v, overview, page.GoOn)
	for _, course := range overview.Started {
		if !inATrack(overview, course) {
			page.Courses = append(page.Courses, learningCourse(v, course, overview.Exams))
		}
	}
	translations, err := a.Authoring.Translations(v.UserContext(), v.Actor)
	if err != nil {
		return err
	}
	for _, one := range translations {
		page.Translations = append(page.Translations, translation(v, one))
	}
	return a.Render(v, views.Learning(page))
}

// translation is a draft that the visitor was asked to translate, with where they do so.
func translation(v *door.Visit, one authoring.Translated) views.Translation {
	shown := views.Translation{Title: v.Words(one.Title, one.Lang)}
	for _, tag := range one.Into {
		shown.Languages = append(shown.Languages, ui.Link{Text: i18n.NameOf(tag), Lang: tag, URL: show.TranslationsURL(one.ID, tag, false)})
	}
	return shown
}

// learningTracks are the tracks with their courses, a course of several below the first. The next step is left to the courses and
// to what there is to go on with.
func learningTracks(v *door.Visit, overview learning.Overview, goOn *views.GoOn) []views.LearningTrack {
	var tracks []views.LearningTrack
	told := map[uuid.UUID]bool{}
	for i, shown := range show.LearningTracks(v, overview) {
		next := shown.Progress.Next
		if next.Kind == string(learning.StepLesson) || next.Kind == string(learning.StepExam) ||
			goOn != nil && next.Step.URL == goOn.Step.URL {
			shown.Progress.Next = parts.TrackStep{}
		}
		track := views.LearningTrack{LearningTrack: shown}
		for _, course := range overview.Tracks[i].Required {
			if id := course.Version.CourseID; !told[id] {
				told[id] = true
				shownCourse := learningCourse(v, course, overview.Exams)
				shownCourse.Alone = len(overview.Tracks[i].Track.CourseCodes) == 1
				track.Courses = append(track.Courses, shownCourse)
			}
		}
		tracks = append(tracks, track)
	}
	return tracks
}

func inATrack(overview learning.Overview, course *learning.CourseState) bool {
	return slices.ContainsFunc(overview.Tracks, func(track learning.TrackProgress) bool {
		return slices.ContainsFunc(track.Required, func(other *learning.CourseState) bool {
			return other.Version.CourseID == course.Version.CourseID
		})
	})
}

func learningCourse(v *door.Visit, course *learning.CourseState, exams []learning.Exam) views.LearningCourse {
	shown := views.LearningCourse{CourseCard: show.CourseCard(v, course, v.P.Lang())}
	for _, exam := range exams {
		if exam.Course.Version.CourseID == course.Version.CourseID {
			shown.Exams = append(shown.Exams, learningExam(v, exam))
		}
	}
	return shown
}

func learningExam(v *door.Visit, exam learning.Exam) views.LearningExam {
	step := show.LessonLink(v, exam.Course, exam.Lesson, v.P.Lang())
	shown := views.LearningExam{
		URL: step.URL, Title: step.Lesson,
		Passed: exam.Outcome.Passed, Attempts: exam.Outcome.Attempts, Open: exam.Outcome.OpenAttempt != uuid.Nil,
	}
	if !exam.Outcome.Passed {
		shown.Closes, shown.Shut = exam.Outcome.ClosesAt, exam.Outcome.Shut
	}
	if exam.Outcome.Attempts > 0 {
		shown.Mark = assessment.Rounded(exam.Outcome.Mark).String()
	}
	return shown
}
