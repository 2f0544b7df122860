package learn

import (
	"strings"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"vatra/content"
	"vatra/content/markup"
	"vatra/lms/learning"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/learn"
	"vatra/lms/web/views/ui"
)

// showCourse is one course. Guests read too: these are open educational resources.
func (a *area) showCourse(v *door.Visit) error {
	state, err := a.Reading.Course(v.UserContext(), v.Actor, v.Params("code"))
	if err != nil {
		return err
	}
	version := state.Version
	reading := show.ReadingOf(a.Door, v, version)
	titles := reading.Titles
	title, summary := v.Title(version.Titles, version.Code, titles, version.Languages), v.Title(version.Summaries, "", titles, version.Languages)
	page := views.CoursePage{Base: a.Base(v, title.Text)}
	if err := a.tellMoved(v, &page.Base, state); err != nil {
		return err
	}
	page.TitleLang, page.Description, page.SummaryLang = title.Lang, summary.Text, summary.Lang
	page.Robots.Preview = true
	page.Robots.Data = show.CourseData(a.Door, v, page.Base, version)
	page.Crumbs = []ui.Link{{Text: v.P.T("course.list_title"), URL: "/courses"}}
	page.Gap = reading.Gap(v, show.CourseURL(version.Code))
	page.Main = a.courseMain(v, page.Base, state, reading.Text, titles)
	return a.Render(v, views.Course(page))
}

// courseKey is all that the page of a course depends on, but for its outline.
type courseKey struct {
	version               uuid.UUID
	lang, reading, titles string
	loggedIn, started     bool
	done                  int
	completed             string // the day
	resume                uuid.UUID
}

func (a *area) courseMain(v *door.Visit, base ui.Base, state *learning.CourseState, reading, titles string) templ.Component {
	version := state.Version
	key := courseKey{
		version: version.ID, lang: v.P.Lang(), reading: reading, titles: titles,
		loggedIn: v.Actor.LoggedIn(), started: state.Started, done: state.DoneCount(),
	}
	if !state.CompletedAt.IsZero() {
		key.completed = v.P.Date(state.CompletedAt)
	}
	if len(version.Lessons()) > 0 {
		key.resume = state.Resume().ID
	}
	draw := func(common ui.Base) templ.Component {
		card := show.CourseCard(v, state, titles)
		return views.CourseMain(views.CourseParts{
			Base: common, Course: card, Reading: show.ReadingChoices(version, reading, card.URL),
			Licence: views.LicenceOf(version.Licence), Attribution: attributionOf(version.Attribution),
			CreditsURL: card.URL + "/credits",
		})
	}
	return base.Keep(key, draw, func(string) templ.Component {
		return outlineOf(v, base, outlineKey{version.ID, v.P.Lang(), titles, state.Marks(), resumeOf(state), views.HereStep}, state)
	})
}

// outlineKey is all that an outline depends on: at is the lesson to point out, here says why, and where it is drawn.
type outlineKey struct {
	version      uuid.UUID
	lang, titles string
	marks        string // which lessons are done
	at           uuid.UUID
	here         views.Here
}

func outlineOf(v *door.Visit, base ui.Base, key outlineKey, state *learning.CourseState) templ.Component {
	return base.Keep(key, func(common ui.Base) templ.Component {
		modules := outline(v, state, key.titles, key.at, key.here)
		if key.here == views.HerePage {
			return views.LessonOutline(common, modules)
		}
		return views.CourseOutline(common, modules)
	}, nil)
}

// resumeOf is the lesson to go on with, or none for readers who have not begun.
func resumeOf(state *learning.CourseState) uuid.UUID {
	if !state.Started || len(state.Version.Lessons()) == 0 {
		return uuid.Nil
	}
	return state.Resume().ID
}

// outline lists the modules and lessons with their ticks; at is the lesson to point out, here says why.
func outline(v *door.Visit, state *learning.CourseState, titles string, at uuid.UUID, here views.Here) []views.Module {
	version := state.Version
	modules := make([]views.Module, 0, len(version.Modules))
	for _, module := range version.Modules {
		part := views.Module{Title: moduleTitle(v, version, module, titles)}
		for _, lesson := range module.Lessons {
			line := lessonLine(v, state, lesson, titles)
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
func moduleTitle(v *door.Visit, version *content.Version, module content.Module, titles string) ui.Words {
	title := v.Title(module.Titles, module.Key, titles, version.Languages)
	if len(version.Modules) == 1 && title == v.Title(version.Titles, version.Code, titles, version.Languages) {
		return ui.Words{}
	}
	return title
}

func lessonLine(v *door.Visit, state *learning.CourseState, lesson content.Lesson, titles string) views.LessonLine {
	return views.LessonLine{
		URL:   markup.LessonURL(state.Version.Code, lesson.Key),
		Title: v.Title(lesson.Titles, lesson.Key, titles, state.Version.Languages),
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
func (a *area) showCredits(v *door.Visit) error {
	state, err := a.Reading.Course(v.UserContext(), v.Actor, v.Params("code"))
	if err != nil {
		return err
	}
	assets, err := a.Courses.VersionAssets(v.UserContext(), state.Version.ID)
	if err != nil {
		return err
	}
	card := show.CourseCard(v, state, show.ReadingOf(a.Door, v, state.Version).Titles)
	page := views.CreditsPage{Base: a.Base(v, v.P.T("course.credits_title"))}
	page.Crumbs = []ui.Link{
		{Text: v.P.T("course.list_title"), URL: "/courses"},
		{Text: card.Title.Text, Lang: card.Title.Lang, URL: card.URL},
	}
	for _, asset := range assets {
		page.Files = append(page.Files, views.Credit{
			File: asset.Path, Licence: views.LicenceOf(asset.Licence), Attribution: attributionOf(asset.Attribution),
		})
	}
	return a.Render(v, views.Credits(page))
}
