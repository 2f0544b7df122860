package learn

import (
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"vatra/content"
	"vatra/content/markup"
	"vatra/lms/learning"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/learn"
	"vatra/lms/web/views/ui"
)

// showLesson is one lesson; learners who are logged in start the course with it and keep their place.
func (a *area) showLesson(v *door.Visit) error {
	state, err := a.Reading.OpenLesson(v.UserContext(), v.Actor, v.Params("code"), v.Params("key"))
	if err != nil {
		return err
	}
	return a.drawLesson(v, fiber.StatusOK, state, nil)
}

// drawLesson is the page of a lesson, perhaps with an answer in it that could not be kept.
func (a *area) drawLesson(v *door.Visit, status int, state *learning.LessonState, refused *refusedCheck) error {
	version, lesson := state.Version, state.Lesson
	reading := show.ReadingOf(a.Door, v, version)
	text, err := a.lessonText(v, version, lesson, reading)
	if err != nil {
		return err
	}
	page := views.LessonPage{Base: a.Base(v, text.Title)}
	if err := a.tellMoved(v, &page.Base, state.CourseState); err != nil {
		return err
	}
	page.Description = text.Summary
	course := v.Title(version.Titles, version.Code, reading.Titles, version.Languages)
	page.Crumbs = []ui.Link{
		{Text: v.P.T("course.list_title"), URL: "/courses"},
		{Text: course.Text, Lang: course.Lang, URL: show.CourseURL(version.Code)},
	}
	if len(version.Languages) > 1 {
		page.Scripts = []string{"lesson.js"}
	}
	holes, err := a.lessonHoles(v, page.Base, state, reading.Text, refused)
	if err != nil {
		return err
	}
	if holes[views.QuestionHole+v.Query(askedField)] != nil {
		page.Flash = nil // it is told at that question
	}
	if hasQuestions(lesson) && v.Actor.LoggedIn() {
		page.Scripts = append(page.Scripts, "check.js")
	}
	page.Gap = reading.Gap(v, markup.LessonURL(version.Code, lesson.Key))
	page.Main = a.lessonMain(v, page.Base, state, reading, text, holes)
	if refused != nil {
		v.Refuse()
	}
	return a.RenderStatus(v, status, views.Lesson(page))
}

// tellMoved says, once, that somebody was moved to another version.
func (a *area) tellMoved(v *door.Visit, base *ui.Base, state *learning.CourseState) error {
	if !state.Moved || base.Flash != nil {
		return nil
	}
	base.Flash = &ui.Notice{Tone: ui.ToneInfo, Text: v.P.T("versions.moved_you")}
	return a.Reading.Told(v.UserContext(), v.Actor, state.Version)
}

// lessonKey is all that the page of a lesson depends on, but for what goes into its holes.
type lessonKey struct {
	version, lesson       uuid.UUID
	lang, reading, titles string
	loggedIn, done        bool
}

func (a *area) lessonMain(
	v *door.Visit, base ui.Base, state *learning.LessonState, reading show.Reading, text content.LessonText,
	holes map[string]templ.Component,
) templ.Component {
	version, lesson, titles := state.Version, state.Lesson, reading.Titles
	key := lessonKey{
		version.ID, lesson.ID, v.P.Lang(), reading.Text, titles, v.Actor.LoggedIn(), state.Done(lesson.ID),
	}
	draw := func(common ui.Base) templ.Component {
		parts := lessonParts(v, state, reading.Text, titles, text)
		parts.Base, parts.Gap = common, lessonGap(v, reading.Text, text.Blocks)
		parts.Blocks = lessonBlocks(v, reading.Text, text.Blocks, holes, parts.Gap != nil)
		return views.LessonMain(parts)
	}
	return base.Keep(key, draw, func(hole string) templ.Component {
		if hole == views.OutlineHole {
			return outlineOf(v, base,
				outlineKey{version.ID, v.P.Lang(), titles, state.Marks(), lesson.ID, views.HerePage}, state.CourseState)
		}
		if filling := holes[hole]; filling != nil {
			return filling
		}
		return templ.NopComponent
	})
}

// lessonHoles are what is the reader's own: the questions of a lesson as they have answered them, and their attempts at
// the quiz that it is.
func (a *area) lessonHoles(
	v *door.Visit, base ui.Base, state *learning.LessonState, reading string, refused *refusedCheck,
) (map[string]templ.Component, error) {
	if state.Lesson.Kind == content.KindQuiz {
		intro, err := a.quizIntro(v, state)
		if err != nil {
			return nil, err
		}
		return map[string]templ.Component{views.QuizHole: views.Intro(base, *intro)}, nil
	}
	checks, err := a.checks(v, base, state, reading, refused)
	holes := make(map[string]templ.Component, len(checks))
	for key, check := range checks {
		holes[views.QuestionHole+key] = views.Check(check)
	}
	return holes, err
}

func lessonParts(
	v *door.Visit, state *learning.LessonState, reading, titles string, text content.LessonText,
) views.LessonParts {
	version, lesson := state.Version, state.Lesson
	url := markup.LessonURL(version.Code, lesson.Key)
	parts := views.LessonParts{
		Course:  v.Title(version.Titles, version.Code, titles, version.Languages),
		Heading: v.Words(text.Title, text.Lang), Summary: v.Words(text.Summary, text.SummaryLang),
		Kind: lesson.Kind, Place: version.Place(lesson.ID), Of: len(version.Lessons()), Minutes: lesson.Minutes,
		Reading: show.ReadingChoices(version, reading, url), IsQuiz: lesson.Kind == content.KindQuiz,
		Done: state.Done(lesson.ID), ByAnswer: lesson.Completion == content.ByQuestion,
		CourseURL: show.CourseURL(version.Code),
	}
	if module, err := version.Module(lesson.ID); err == nil {
		parts.Module = moduleTitle(v, version, module, titles)
	}
	if v.Actor.LoggedIn() && lesson.Completion == content.ByReading {
		parts.CompleteURL = url + "/complete"
	}
	if v.Actor.LoggedIn() {
		parts.AskURL = url + "/ask"
	}
	if previous, has := version.Previous(lesson.ID); has {
		line := lessonLine(v, state.CourseState, previous, titles)
		parts.Previous = &line
	}
	if next, has := version.Next(lesson.ID); has {
		line := lessonLine(v, state.CourseState, next, titles)
		parts.Next = &line
	}
	return parts
}

// completeLesson notes that a lesson was read and goes on to the next; after the last one, to what was reached.
func (a *area) completeLesson(v *door.Visit) error {
	code := v.Params("code")
	state, settled, err := a.Reading.CompleteLesson(v.UserContext(), v.Actor, code, v.Params("key"))
	if err != nil {
		return err
	}
	if a.tellSettled(v, settled, "lesson.track_completed") {
		if len(settled.Tracks) > 0 {
			return a.Redirect(v, "/certificates")
		}
		return a.Redirect(v, show.CourseURL(code))
	}
	next, has := state.Version.Next(state.Lesson.ID)
	if !has {
		return a.Redirect(v, show.CourseURL(code))
	}
	return a.Redirect(v, markup.LessonURL(code, next.Key))
}

// tellSettled says on the next page that something was completed beyond a lesson: the tracks, in the message for them, or
// else the course. It is false where there is nothing to say.
func (a *area) tellSettled(v *door.Visit, settled learning.Settled, forTracks string) bool {
	var names []string
	for _, track := range settled.Tracks {
		names = append(names, v.Title(track.Names, track.Code, v.P.Lang(), nil).Text)
	}
	switch {
	case len(names) > 0:
		a.Flash(v, ui.ToneSuccess, forTracks, "Track", strings.Join(names, ", "))
	case len(settled.Courses) > 0:
		a.Flash(v, ui.ToneSuccess, "lesson.course_completed")
	default:
		return false
	}
	return true
}

// hasQuestions reports whether questions stand inside the lesson.
func hasQuestions(lesson content.Lesson) bool {
	return lesson.Kind != content.KindQuiz && lesson.QuizID != uuid.Nil
}
