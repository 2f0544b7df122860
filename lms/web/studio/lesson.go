package studio

import (
	"cmp"
	"strings"

	"github.com/google/uuid"

	"vatra/content"
	"vatra/content/studio"
	"vatra/lms/i18n"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/studio"
	"vatra/lms/web/views/ui"
)

// showLesson is where a lesson is written in one of the draft's languages: in a translation beside what it translates.
func (a *area) showLesson(v *door.Visit) error {
	draft, err := a.draft(v)
	if err != nil {
		return err
	}
	lesson, err := piece(v, draft, studio.Lesson)
	if err != nil {
		return err
	}
	page := a.lessonPage(v, draft, lesson, language(draft, v.Query("lang")), written{})
	others, err := a.Authoring.Sit(v.UserContext(), v.Actor, draft.ID, lesson.ID)
	if err != nil {
		return err
	}
	page.Here = whoIsHere(v, others)
	return a.Render(v, views.EditLesson(page))
}

func (a *area) lessonPage(v *door.Visit, draft *studio.Draft, lesson *studio.Piece, tag string, w written) views.LessonPage {
	main, title := draft.Tags()[0], named(v, lesson, tag)
	page := views.LessonPage{
		TitleLang: title.Lang, Base: a.base(v, title.Text, crumbs(v, draft, draft.Root, tag)...), Lesson: a.pieceForm(v, draft, lesson, tag, w),
		Quiz: lesson.Shared(studio.Sort) == content.KindQuiz, Preview: previewURL(draft, lesson, tag),
		Outline: draftURL(draft.ID), SourceLang: main, SourceLanguage: i18n.NameOf(main),
	}
	if w.piece != uuid.Nil {
		page.Refused = a.pieceForm(v, draft, draft.Piece(w.piece), w.tag, w)
	}
	page.Scripts = append(page.Scripts, "studio.js", "studio-desk.js")
	page.HereURL = draftURL(draft.ID) + "/lessons/" + lesson.ID.String() + "/here"
	for _, one := range draft.Tags() {
		page.Languages = append(page.Languages, ui.Link{
			Key: one, Text: i18n.NameOf(one), Lang: one, URL: lessonURL(draft.ID, lesson.ID, one),
		})
	}
	for n, part := range lesson.Parts {
		form := a.pieceForm(v, draft, part, tag, w)
		shown := views.Part{PieceForm: form, Number: n + 1, First: n == 0, Last: n == len(lesson.Parts)-1}
		if part.Kind == studio.Question {
			shown.Question = draftURL(draft.ID) + "/questions/" + part.ID.String() + "?lang=" + tag
			shown.Asks = promptOf(part, tag, main)
		} else {
			shown.Shown = pieceURL(draft.ID, part.ID) + "/shown?lang=" + tag
			shown.Picture = pieceURL(draft.ID, part.ID) + "/picture?lang=" + tag
			text := form.Fields[studio.Text]
			shown.Rows = rowsFor(max(len(text.Text), len(text.Source)), strings.Count(text.Text, "\n"))
		}
		page.Parts = append(page.Parts, shown)
	}
	page.Picture = pieceURL(draft.ID, lesson.ID) + "/picture?lang=" + tag
	for _, removed := range draft.Removed {
		if lessonOf(draft, removed) == lesson && removed != lesson {
			page.Removed = append(page.Removed, views.Removed{
				Action: pieceURL(draft.ID, removed.ID), Name: cmp.Or(shortened(removed.Text(studio.Text, main)), shortened(removed.Text(studio.Text, tag)), v.P.T("studio.nothing_written")), Lang: marked(v, main), Tag: tag,
			})
		}
	}
	return page
}

// rowsFor is how many rows a field for a text should show.
func rowsFor(letters, lines int) int {
	const aRow, fewest, most = 70, 3, 24
	return min(most, max(fewest, letters/aRow+lines+1))
}

// shortened is the beginning of a text in one line.
func shortened(text string) string {
	const enough = 60
	line := strings.Join(strings.Fields(text), " ")
	if letters := []rune(line); len(letters) > enough {
		return string(letters[:enough]) + "…"
	}
	return line
}

func previewURL(draft *studio.Draft, lesson *studio.Piece, tag string) string {
	return draftURL(draft.ID) + "/lessons/" + lesson.ID.String() + "/preview?lang=" + tag
}
