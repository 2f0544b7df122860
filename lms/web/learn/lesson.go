package learn

import (
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"vatra/content"
	"vatra/content/markup"
	"vatra/lms/i18n"
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
	reading := a.reading(v, version)
	text, err := a.Courses.LessonText(v.UserContext(), version, lesson.ID, a.titleLanguage(v, version))
	if err != nil {
		return err
	}
	page := a.lessonPage(v, state, reading, text)
	checks, err := a.checks(v, state, reading, refused)
	if err != nil {
		return err
	}
	page.Blocks = lessonBlocks(v, reading, text.Blocks, checks)
	if lesson.Kind == content.KindQuiz {
		if page.Quiz, err = a.quizIntro(v, state); err != nil {
			return err
		}
	}
	return a.RenderStatus(v, status, views.Lesson(page))
}

func (a *area) lessonPage(v *door.Visit, state *learning.LessonState, reading string, text content.LessonText) views.LessonPage {
	version, lesson := state.Version, state.Lesson
	titles := a.titleLanguage(v, version)
	url := markup.LessonURL(version.Code, lesson.Key)
	course := v.Title(version.Titles, version.Code, titles, version.Languages)
	page := views.LessonPage{
		Base: a.Base(v, text.Title), Course: course,
		Heading: v.Words(text.Title, text.Lang), Summary: v.Words(text.Summary, text.SummaryLang),
		Kind: lesson.Kind, Place: version.Place(lesson.ID), Of: len(version.Lessons()), Minutes: lesson.Minutes,
		Reading: readingChoices(version, reading, url), Outline: outline(v, state.CourseState, titles, lesson.ID, views.HerePage),
		Done: state.Done(lesson.ID), ByAnswer: lesson.Completion == content.ByQuestion,
		CourseURL: show.CourseURL(version.Code),
	}
	if module, err := version.Module(lesson.ID); err == nil {
		page.Module = moduleTitle(v, version, module, titles)
	}
	if v.Actor.LoggedIn() && lesson.Completion == content.ByReading {
		page.CompleteURL = url + "/complete"
	}
	if previous, has := version.Previous(lesson.ID); has {
		line := lessonLine(v, state.CourseState, previous, titles)
		page.Previous = &line
	}
	if next, has := version.Next(lesson.ID); has {
		line := lessonLine(v, state.CourseState, next, titles)
		page.Next = &line
	}
	page.Description = text.Summary
	page.Crumbs = []ui.Link{
		{Text: v.P.T("course.list_title"), URL: "/courses"},
		{Text: course.Text, Lang: course.Lang, URL: page.CourseURL},
	}
	if len(page.Reading) > 1 {
		page.Scripts = []string{"lesson.js"}
	}
	return page
}

// lessonBlocks are the pieces of the text, with the questions among them by key. Where the language that is read lacks
// some of the text, the first of each run says so.
func lessonBlocks(
	v *door.Visit, reading string, blocks []content.Block, checks map[string]views.CheckQuestion,
) []views.LessonBlock {
	shown := make([]views.LessonBlock, 0, len(blocks))
	before := reading
	for _, block := range blocks {
		if block.Question != "" {
			if check, known := checks[block.Question]; known {
				shown = append(shown, views.LessonBlock{Question: views.Check(check)})
			}
			continue
		}
		piece := views.LessonBlock{HTML: block.HTML, Lang: v.Words("", block.Lang).Lang}
		if block.Lang != reading && block.Lang != before {
			piece.Missing, piece.In = i18n.NameOf(reading), i18n.NameOf(block.Lang)
		}
		before = block.Lang
		shown = append(shown, piece)
	}
	return shown
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
