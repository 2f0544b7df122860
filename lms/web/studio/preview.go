package studio

import (
	"github.com/google/uuid"

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
	draftID, err := uuid.Parse(v.Params("draft"))
	lessonID, bad := uuid.Parse(v.Params("piece"))
	if err != nil || bad != nil {
		return fault.New(fault.NotFound, "studio.no_piece")
	}
	draft, shown, err := a.Authoring.Preview(v.UserContext(), v.Actor, draftID, lessonID)
	if fault.Is(err, fault.NotFound) && draft != nil {
		err = nil // nothing of it can be shown yet, and the warnings say why
	}
	if err != nil {
		return err
	}
	lesson, tag := draft.Piece(lessonID), desk.Language(draft, v.Query("lang"))
	title := desk.Named(v, lesson, tag)
	page := views.PreviewPage{
		TitleLang: title.Lang, Tag: tag, Base: a.PageBase(v, title.Text, desk.Crumbs(v, draft, lesson, tag)...), Lang: desk.Marked(v, tag), Edit: desk.LessonURL(draft.ID, lessonID, tag),
		Summary: lesson.Text(studio.Summary, tag),
	}
	for _, one := range draft.Tags() {
		page.Languages = append(page.Languages, ui.Link{Key: one, Text: i18n.NameOf(one), Lang: one, URL: previewURL(draft, lesson, one)})
	}
	for _, warning := range shown.Warnings {
		page.Warnings = append(page.Warnings, v.P.Message(fault.Message{Key: warning.Key, Args: warning.Args}))
	}
	page.Blocks = show.DraftBlocks(v, a.phrases, draft, shown, tag, desk.DraftURL(draft.ID))
	return a.Render(v, views.Preview(page))
}
