package studio

import (
	"slices"

	"github.com/google/uuid"

	"vatra/content"
	"vatra/content/competences"
	"vatra/content/studio"
	"vatra/lms/i18n"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	"vatra/lms/web/studio/desk"
	views "vatra/lms/web/views/studio"
	"vatra/lms/web/views/studio/pieces"
	"vatra/lms/web/views/ui"
)

// showOutline is a draft with its modules and lessons, and what holds for the whole course.
func (a *area) showOutline(v *door.Visit) error {
	draft, err := a.Draft(v)
	if err != nil {
		return err
	}
	return a.Render(v, views.Outline(a.outlinePage(v, draft, desk.Written{})))
}

func (a *area) outlinePage(v *door.Visit, draft *studio.Draft, w desk.Written) views.OutlinePage {
	main := draft.Tags()[0]
	page := views.OutlinePage{
		Choices: languageChoices(draft.Tags()), Competences: competenceAreas(),
		Base:    a.PageBase(v, desk.TitleOf(draft.Root, main, v.P.T("studio.untitled"))),
		Course:  desk.PieceForm(v, draft, draft.Root, main, w),
		Publish: desk.DraftURL(draft.ID) + "/publish", Reviews: desk.DraftURL(draft.ID) + "/reviews", Behind: desk.Behind(draft), Public: draft.CourseID.Version() != 0,
	}
	if draft.Newest > 0 {
		page.Versions = desk.VersionsURL(draft.ID)
	}
	if tags := draft.Tags(); len(tags) > 1 {
		page.Translations = show.TranslationsURL(draft.ID, tags[1], false)
	}
	if w.Piece != uuid.Nil {
		page.Refused = desk.PieceForm(v, draft, draft.Piece(w.Piece), w.Tag, w)
	}
	page.Scripts = append(page.Scripts, "studio.js")
	page.Fresh = fresh(draft)
	for _, tag := range draft.Tags() {
		page.Languages = append(page.Languages, desk.PieceForm(v, draft, draft.Root, tag, w))
	}
	for n, module := range draft.Root.Parts {
		shown := views.Module{Form: desk.PieceForm(v, draft, module, main, w), First: n == 0, Last: n == len(draft.Root.Parts)-1}
		for m, lesson := range module.Parts {
			shown.Lessons = append(shown.Lessons, views.Lesson{
				Form: desk.PieceForm(v, draft, lesson, main, w), URL: desk.LessonURL(draft.ID, lesson.ID, main),
				Name:  desk.Named(v, lesson, main),
				Quiz:  lesson.Shared(studio.Sort) == content.KindQuiz,
				First: m == 0 && n == 0, Last: m == len(module.Parts)-1 && n == len(draft.Root.Parts)-1,
			})
		}
		page.Modules = append(page.Modules, shown)
	}
	for _, piece := range draft.Removed {
		if piece.Kind == studio.Module || piece.Kind == studio.Lesson {
			page.Removed = append(page.Removed, pieces.Removed{
				Action: desk.PieceURL(draft.ID, piece.ID), Name: desk.TitleOf(piece, main, v.P.T("studio.untitled")), Lang: desk.Marked(v, main),
			})
		}
	}
	return page
}

// fresh reports whether nothing but titles is written yet.
func fresh(draft *studio.Draft) bool {
	return !slices.ContainsFunc(draft.Lessons(), func(lesson *studio.Piece) bool { return len(lesson.Parts) > 0 })
}

// competenceAreas are the competences that a course can train.
func competenceAreas() []views.CompetenceArea {
	var areas []views.CompetenceArea
	for _, area := range competences.Areas() {
		areas = append(areas, views.CompetenceArea(area))
	}
	return areas
}

// languageChoices are the languages of a draft, and then all others that the site speaks.
func languageChoices(tags []string) []ui.Option {
	var choices []ui.Option
	for _, tag := range tags {
		choices = append(choices, ui.Option{Value: tag, Text: i18n.NameOf(tag), Lang: tag})
	}
	for _, one := range i18n.Languages() {
		if !slices.Contains(tags, one.Tag) {
			choices = append(choices, ui.Option{Value: one.Tag, Text: one.Name, Lang: one.Tag})
		}
	}
	return choices
}
