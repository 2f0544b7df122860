package studio

import (
	"cmp"
	"strings"

	"github.com/google/uuid"

	"vatra/content"
	"vatra/content/pack"
	"vatra/content/studio"
	"vatra/lms/i18n"
	"vatra/lms/web/door"
	"vatra/lms/web/studio/desk"
	views "vatra/lms/web/views/studio"
	"vatra/lms/web/views/studio/pieces"
	"vatra/lms/web/views/ui"
)

// showLesson is where a lesson is written in one of the draft's languages: in a translation beside what it translates.
func (a *area) showLesson(v *door.Visit) error {
	draft, err := a.Draft(v)
	if err != nil {
		return err
	}
	lesson, err := desk.Piece(v, draft, studio.Lesson)
	if err != nil {
		return err
	}
	page, err := a.lessonPage(v, draft, lesson, desk.Language(draft, v.Query("lang")), desk.Written{})
	if err != nil {
		return err
	}
	others, err := a.Authoring.Sit(v.UserContext(), v.Actor, draft.ID, lesson.ID)
	if err != nil {
		return err
	}
	page.Here = whoIsHere(v, others)
	return a.Render(v, views.EditLesson(page))
}

func (a *area) lessonPage(v *door.Visit, draft *studio.Draft, lesson *studio.Piece, tag string, w desk.Written) (views.LessonPage, error) {
	main, title := draft.Tags()[0], desk.Named(v, lesson, tag)
	page := views.LessonPage{
		TitleLang: title.Lang, Base: a.PageBase(v, title.Text, desk.Crumbs(v, draft, draft.Root, tag)...), Lesson: desk.PieceForm(v, draft, lesson, tag, w),
		Quiz: lesson.Shared(studio.Sort) == content.KindQuiz, Preview: desk.PreviewURL(draft.ID, lesson.ID, tag),
		Outline: desk.DraftURL(draft.ID), SourceLang: main, SourceLanguage: i18n.NameOf(main),
	}
	if page.Quiz {
		zone, err := a.Authoring.Zone(v.UserContext())
		if err != nil {
			return page, err
		}
		page.SiteZone = zone.String()
		tellClosing(v, &page.Lesson)
	}
	if w.Piece != uuid.Nil {
		page.Refused = desk.PieceForm(v, draft, draft.Piece(w.Piece), w.Tag, w)
	}
	if gone := lesson.Gone(); gone != nil {
		page.Gone = desk.PieceURL(draft.ID, gone.ID)
	}
	page.Scripts = append(page.Scripts, "studio.js", "studio-desk.js")
	page.HereURL = desk.DraftURL(draft.ID) + "/lessons/" + lesson.ID.String() + "/here"
	for _, one := range draft.Tags() {
		page.Languages = append(page.Languages, ui.Link{
			Key: one, Text: i18n.NameOf(one), Lang: one, URL: desk.LessonURL(draft.ID, lesson.ID, one),
		})
	}
	for n, part := range lesson.Parts {
		form := desk.PieceForm(v, draft, part, tag, w)
		shown := views.Part{Form: form, Number: n + 1, First: n == 0, Last: n == len(lesson.Parts)-1}
		if part.Kind == studio.Question {
			shown.Question = desk.DraftURL(draft.ID) + "/questions/" + part.ID.String() + "?lang=" + tag
			shown.Asks = desk.PromptOf(part, tag, main)
		} else {
			shown.Shown = desk.PieceURL(draft.ID, part.ID) + "/shown?lang=" + tag
			shown.Picture = desk.PieceURL(draft.ID, part.ID) + "/picture?lang=" + tag
			shown.Paste = desk.PieceURL(draft.ID, part.ID) + "/paste?lang=" + tag
			text := form.Fields[studio.Text]
			shown.Rows = desk.RowsFor(max(len(text.Text), len(text.Source)), strings.Count(text.Text, "\n"))
		}
		page.Parts = append(page.Parts, shown)
	}
	page.Picture = desk.PieceURL(draft.ID, lesson.ID) + "/picture?lang=" + tag
	page.Paste = desk.PieceURL(draft.ID, lesson.ID) + "/paste?lang=" + tag
	for _, removed := range draft.Removed {
		if desk.LessonOf(draft, removed) == lesson && removed != lesson {
			page.Removed = append(page.Removed, pieces.Removed{
				Action: desk.PieceURL(draft.ID, removed.ID), Name: cmp.Or(desk.Shortened(removed.Text(studio.Text, main)), desk.Shortened(removed.Text(studio.Text, tag)), v.P.T("studio.nothing_written")), Lang: desk.Marked(v, main), Tag: tag,
			})
		}
	}
	return page, nil
}

// tellClosing says at its place that a quiz would close before it opens: each of the two is saved by itself, whatever the other says.
func tellClosing(v *door.Visit, form *pieces.Form) {
	opens, known := pack.Moment(form.Fields[studio.Opens].Text, nil)
	closes, ends := pack.Moment(form.Fields[studio.Closes].Text, nil)
	if !form.Any() && known && ends && !closes.IsZero() && !closes.After(opens) {
		form.Errors.Fields = map[string]string{studio.Closes: v.P.T("assessment.quiz_closes_before_opening")}
	}
}
