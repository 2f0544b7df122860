package studio

import (
	"vatra/content/studio"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	"vatra/lms/web/studio/desk"
	views "vatra/lms/web/views/studio"
	"vatra/lms/web/views/ui"
)

// showPreview is a lesson as its learners would see it, with what keeps parts of it from being shown.
func (a *area) showPreview(v *door.Visit) error {
	draft, hand, err := a.Open(v)
	if err != nil {
		return err
	}
	lesson, err := desk.Piece(v, draft, studio.Lesson)
	if err != nil {
		return err
	}
	shown, err := a.Authoring.Show(v.UserContext(), v.Actor, draft, lesson)
	if fault.Is(err, fault.NotFound) {
		err = nil // nothing of it can be shown yet, and the warnings say why
	}
	if err != nil {
		return err
	}
	tag := desk.Language(draft, v.Query("lang"))
	title := desk.Named(v, lesson, tag)
	page := views.PreviewPage{
		TitleLang: title.Lang, Tag: tag, Base: a.SharedBase(v, title.Text, draft, hand, lesson, tag), Lang: desk.Marked(v, tag), Edit: desk.LessonURL(draft.ID, lesson.ID, tag),
		Summary: lesson.Text(studio.Summary, tag),
	}
	if !hand.Writes {
		page.Edit = show.TranslationsURL(draft.ID, tag, false)
	}
	for _, one := range draft.Tags() {
		page.Languages = append(page.Languages, ui.Link{Key: one, Text: i18n.NameOf(one), Lang: one, URL: desk.PreviewURL(draft.ID, lesson.ID, one)})
	}
	for _, warning := range shown.Warnings {
		page.Warnings = append(page.Warnings, v.P.Message(fault.Message{Key: warning.Key, Args: warning.Args}))
	}
	page.Blocks = show.DraftBlocks(v, a.phrases, draft, shown, tag, desk.DraftURL(draft.ID))
	return a.Render(v, views.Preview(page))
}
