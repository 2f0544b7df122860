package web

import (
	"net/url"
	"strings"

	"github.com/google/uuid"

	"vatra/content"
	"vatra/content/markup"
	"vatra/lms/learning"
	"vatra/lms/web/views"
)

func courseURL(code string) string { return "/courses/" + url.PathEscape(code) }

// showCourses is the catalogue, each course in its newest version or in the one that the reader has started.
func (s *Server) showCourses(v *visit) error {
	courses, err := s.Courses.Courses(v.UserContext())
	if err != nil {
		return err
	}
	started := map[uuid.UUID]*learning.CourseState{}
	if v.Actor.LoggedIn() {
		states, err := s.Learning.Started(v.UserContext(), v.Actor.UserID)
		if err != nil {
			return err
		}
		for _, state := range states {
			started[state.Version.CourseID] = state
		}
	}
	page := views.CoursesPage{Base: s.base(v, v.P.T("courses.title"))}
	page.Description = v.P.T("courses.lead")
	for _, course := range courses {
		state := started[course.ID]
		if state == nil {
			version, err := s.Courses.Version(v.UserContext(), course.VersionID)
			if err != nil {
				return err
			}
			state = &learning.CourseState{Version: version}
		}
		page.Courses = append(page.Courses, s.courseCard(v, state, v.P.Lang()))
	}
	return s.render(v, views.Courses(page))
}

// courseCard is a course in a list, its texts in the language wanted.
func (s *Server) courseCard(v *visit, state *learning.CourseState, wanted string) views.CourseCard {
	version := state.Version
	card := views.CourseCard{
		URL:       courseURL(version.Code),
		Title:     v.title(version.Titles, version.Code, wanted, version.Languages),
		Summary:   v.title(version.Summaries, "", wanted, version.Languages),
		Languages: languageNames(version.Languages),
		Lessons:   len(version.Lessons()), Minutes: version.Minutes(),
		Started: state.Started, Done: state.DoneCount(), CompletedAt: state.CompletedAt,
	}
	if len(version.Lessons()) > 0 {
		step := v.step(state, state.Resume(), wanted)
		card.Resume = &step
	}
	return card
}

// step leads to a lesson.
func (v *visit) step(state *learning.CourseState, lesson content.Lesson, wanted string) views.Step {
	version := state.Version
	return views.Step{
		URL:    markup.LessonURL(version.Code, lesson.Key),
		Lesson: v.title(lesson.Titles, lesson.Key, wanted, version.Languages),
		Course: v.title(version.Titles, version.Code, wanted, version.Languages),
	}
}

// showCourse is one course. Guests read too: these are open educational resources.
func (s *Server) showCourse(v *visit) error {
	state, err := s.Learning.Course(v.UserContext(), v.Params("code"), v.Actor.UserID)
	if err != nil {
		return err
	}
	version := state.Version
	naming := s.naming(v, version)
	card := s.courseCard(v, state, naming)
	page := views.CoursePage{
		Base: s.base(v, card.Title.Text), Course: card,
		Reading:     readingChoices(version, s.reading(v, version), card.URL),
		Modules:     v.outline(state, naming, resumeOf(state), views.HereStep),
		Licence:     views.LicenceOf(version.Licence),
		Attribution: attributionOf(version.Attribution),
		CreditsURL:  card.URL + "/credits",
	}
	page.Description = card.Summary.Text
	page.Crumbs = []views.Link{{Text: v.P.T("courses.title"), URL: "/courses"}}
	return s.render(v, views.Course(page))
}

// resumeOf is the lesson to go on with, or none for who has not begun.
func resumeOf(state *learning.CourseState) uuid.UUID {
	if !state.Started || len(state.Version.Lessons()) == 0 {
		return uuid.Nil
	}
	return state.Resume().ID
}

// outline lists the modules and lessons with their ticks; at is the lesson to point out, here says why.
func (v *visit) outline(state *learning.CourseState, reading string, at uuid.UUID, here views.Here) []views.Module {
	version := state.Version
	modules := make([]views.Module, 0, len(version.Modules))
	for _, module := range version.Modules {
		part := views.Module{Title: v.moduleTitle(version, module, reading)}
		for _, lesson := range module.Lessons {
			line := v.lessonLine(state, lesson, reading)
			if lesson.ID == at {
				line.Here = here
			}
			part.Lessons = append(part.Lessons, line)
		}
		modules = append(modules, part)
	}
	return modules
}

// moduleTitle is empty for the only module of a course that is called as the course is: once is enough.
func (v *visit) moduleTitle(version *content.Version, module content.Module, reading string) views.Words {
	title := v.title(module.Titles, module.Key, reading, version.Languages)
	if len(version.Modules) == 1 && title == v.title(version.Titles, version.Code, reading, version.Languages) {
		return views.Words{}
	}
	return title
}

func (v *visit) lessonLine(state *learning.CourseState, lesson content.Lesson, reading string) views.LessonLine {
	return views.LessonLine{
		URL:   markup.LessonURL(state.Version.Code, lesson.Key),
		Title: v.title(lesson.Titles, lesson.Key, reading, state.Version.Languages),
		Kind:  lesson.Kind, Minutes: lesson.Minutes, Done: state.Done(lesson.ID),
	}
}

func attributionOf(a content.Attribution) views.Attribution {
	shown := views.Attribution{Title: a.Title, Author: a.Author, Source: a.Source}
	if strings.HasPrefix(a.Source, "https://") || strings.HasPrefix(a.Source, "http://") {
		shown.URL = a.Source
	}
	return shown
}

// showCredits lists the licence and origin of each file of a course.
func (s *Server) showCredits(v *visit) error {
	state, err := s.Learning.Course(v.UserContext(), v.Params("code"), v.Actor.UserID)
	if err != nil {
		return err
	}
	assets, err := s.Courses.VersionAssets(v.UserContext(), state.Version.ID)
	if err != nil {
		return err
	}
	card := s.courseCard(v, state, s.naming(v, state.Version))
	page := views.CreditsPage{Base: s.base(v, v.P.T("credits.title"))}
	page.Crumbs = []views.Link{
		{Text: v.P.T("courses.title"), URL: "/courses"},
		{Text: card.Title.Text, Lang: card.Title.Lang, URL: card.URL},
	}
	for _, asset := range assets {
		page.Files = append(page.Files, views.Credit{
			File: asset.Path, Licence: views.LicenceOf(asset.Licence), Attribution: attributionOf(asset.Attribution),
		})
	}
	return s.render(v, views.Credits(page))
}
