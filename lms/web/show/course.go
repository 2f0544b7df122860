// Package show turns what the rooms know, such as a course, a track, a question or a certificate, into the parts of pages
// that several areas share, in the reader's words.
package show

import (
	"net/url"

	"vatra/content"
	"vatra/content/markup"
	"vatra/lms/learning"
	"vatra/lms/web/door"
	"vatra/lms/web/views/parts"
)

// CourseURL is the address of a course's page.
func CourseURL(code string) string { return "/courses/" + url.PathEscape(code) }

// CourseCard is a course in a list, its texts in the language wanted.
func CourseCard(v *door.Visit, state *learning.CourseState, wanted string) parts.CourseCard {
	version := state.Version
	card := parts.CourseCard{
		URL: CourseURL(version.Code), Picture: CoursePicture(v, version, wanted),
		Title:     v.Title(version.Titles, version.Code, wanted, version.Languages),
		Summary:   v.Title(version.Summaries, "", wanted, version.Languages),
		Languages: LanguageNames(v, version.Languages),
		Lessons:   len(version.Lessons()), Minutes: version.Minutes(), Competences: version.Competences,
		Started: state.Started, Done: state.DoneCount(), CompletedAt: state.CompletedAt,
	}
	if len(version.Lessons()) > 0 {
		link := LessonLink(v, state, state.Resume(), wanted)
		card.Resume = &link
	}
	return card
}

// LessonLink leads to a lesson.
func LessonLink(v *door.Visit, state *learning.CourseState, lesson content.Lesson, wanted string) parts.LessonLink {
	version := state.Version
	return parts.LessonLink{
		URL:    markup.LessonURL(version.Code, lesson.Key),
		Lesson: v.Title(lesson.Titles, lesson.Key, wanted, version.Languages),
		Course: v.Title(version.Titles, version.Code, wanted, version.Languages),
	}
}

// LanguageNames are the names of the languages with the tags, in the reader's own.
func LanguageNames(v *door.Visit, tags []string) []string {
	names := make([]string, 0, len(tags))
	for _, tag := range tags {
		names = append(names, v.P.Language(tag))
	}
	return names
}

// CoursePicture is the picture of a course, its words in the language wanted; nil where it has none.
func CoursePicture(v *door.Visit, version *content.Version, wanted string) *parts.Picture {
	picture := version.Picture
	if picture == nil {
		return nil
	}
	return &parts.Picture{
		URL: picture.URL(), Alt: v.Title(picture.Alt, "", wanted, version.Languages),
		Width: picture.Asset.Width, Height: picture.Asset.Height,
	}
}
