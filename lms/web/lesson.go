package web

import (
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"vatra/content"
	"vatra/content/markup"
	"vatra/lms/i18n"
	"vatra/lms/learning"
	"vatra/lms/web/views"
)

// showLesson is one lesson; who is logged in starts the course with it and keeps the place.
func (s *Server) showLesson(v *visit) error { return s.drawLesson(v, fiber.StatusOK, nil) }

// drawLesson is the page of a lesson, perhaps with an answer in it that could not be kept.
func (s *Server) drawLesson(v *visit, status int, refused *refusedCheck) error {
	state, err := s.Learning.OpenLesson(v.UserContext(), v.Params("code"), v.Params("key"), v.Actor.UserID)
	if err != nil {
		return err
	}
	version, lesson := state.Version, state.Lesson
	reading := s.reading(v, version)
	text, err := s.Courses.LessonText(v.UserContext(), version, lesson.ID, s.naming(v, version))
	if err != nil {
		return err
	}
	page := s.lessonPage(v, state, reading, text)
	checks, err := s.checks(v, state, reading, refused)
	if err != nil {
		return err
	}
	page.Blocks = v.lessonBlocks(reading, text.Blocks, checks)
	if lesson.Kind == content.KindQuiz {
		if page.Quiz, err = s.quizIntro(v, state); err != nil {
			return err
		}
	}
	return s.renderStatus(v, status, views.Lesson(page))
}

func (s *Server) lessonPage(v *visit, state *learning.LessonState, reading string, text content.LessonText) views.LessonPage {
	version, lesson := state.Version, state.Lesson
	naming := s.naming(v, version)
	url := markup.LessonURL(version.Code, lesson.Key)
	course := v.title(version.Titles, version.Code, naming, version.Languages)
	page := views.LessonPage{
		Base: s.base(v, text.Title), Course: course,
		Heading: v.words(text.Title, text.Lang), Summary: v.words(text.Summary, text.SummaryLang),
		Kind: lesson.Kind, Place: version.Place(lesson.ID), Of: len(version.Lessons()), Minutes: lesson.Minutes,
		Reading: readingChoices(version, reading, url), Outline: v.outline(state.CourseState, naming, lesson.ID, views.HerePage),
		Done: state.Done(lesson.ID), ByAnswer: lesson.Completion == content.ByQuestion,
		CourseURL: courseURL(version.Code),
	}
	if module, err := version.Module(lesson.ID); err == nil {
		page.Module = v.moduleTitle(version, module, naming)
	}
	if v.Actor.LoggedIn() && lesson.Completion == content.ByReading {
		page.CompleteURL = url + "/complete"
	}
	if previous, has := version.Previous(lesson.ID); has {
		line := v.lessonLine(state.CourseState, previous, naming)
		page.Previous = &line
	}
	if next, has := version.Next(lesson.ID); has {
		line := v.lessonLine(state.CourseState, next, naming)
		page.Next = &line
	}
	page.Description = text.Summary
	page.Crumbs = []views.Link{
		{Text: v.P.T("courses.title"), URL: "/courses"},
		{Text: course.Text, Lang: course.Lang, URL: page.CourseURL},
	}
	if len(page.Reading) > 1 {
		page.Scripts = []string{"lesson.js"}
	}
	return page
}

// lessonBlocks are the pieces of the text, with the questions among them by key. Where the language that is read lacks
// some of the text, the first of each run says so.
func (v *visit) lessonBlocks(
	reading string, blocks []content.Block, checks map[string]views.CheckQuestion,
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
		piece := views.LessonBlock{HTML: block.HTML, Lang: v.words("", block.Lang).Lang}
		if block.Lang != reading && block.Lang != before {
			piece.Missing, piece.In = i18n.NameOf(reading), i18n.NameOf(block.Lang)
		}
		before = block.Lang
		shown = append(shown, piece)
	}
	return shown
}

// completeLesson notes that a lesson was read and goes on to the next; after the last one, to what was reached.
func (s *Server) completeLesson(v *visit) error {
	code := v.Params("code")
	state, err := s.Learning.CompleteLesson(v.UserContext(), code, v.Params("key"), v.Actor.UserID)
	if err != nil {
		return err
	}
	after, err := s.Learning.Course(v.UserContext(), code, v.Actor.UserID)
	if err != nil {
		return err
	}
	if state.CompletedAt.IsZero() && !after.CompletedAt.IsZero() {
		return s.courseCompleted(v, after)
	}
	next, has := state.Version.Next(state.Lesson.ID)
	if !has {
		return s.redirect(v, courseURL(code))
	}
	return s.redirect(v, markup.LessonURL(code, next.Key))
}

// courseCompleted goes to the certificate that a course has completed, else to the course.
func (s *Server) courseCompleted(v *visit, course *learning.CourseState) error {
	enrolments, err := s.Tracks.Enrolments(v.UserContext(), v.Actor.UserID)
	if err != nil {
		return err
	}
	for _, enrolment := range enrolments {
		// Settled in the transaction that completed the course: what is older was reached before.
		if enrolment.CompletedAt.IsZero() || enrolment.CompletedAt.Before(course.CompletedAt) {
			continue
		}
		name, _ := enrolment.Track.Names.In(v.P.Lang(), i18n.Fallback)
		s.flash(v, views.ToneSuccess, "lesson.track_completed", "Track", name)
		return s.redirect(v, "/certificates")
	}
	s.flash(v, views.ToneSuccess, "lesson.course_completed")
	return s.redirect(v, courseURL(course.Version.Code))
}

// hasQuestions reports whether questions stand inside the lesson.
func hasQuestions(lesson content.Lesson) bool {
	return lesson.Kind != content.KindQuiz && lesson.QuizID != uuid.Nil
}
