package studio

import (
	"slices"
	"strconv"

	"github.com/google/uuid"

	"vatra/content"
	"vatra/content/studio"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/studio"
	"vatra/lms/web/views/ui"
)

// showOutline is a draft with its modules and lessons, and what holds for the whole course.
func (a *area) showOutline(v *door.Visit) error {
	draft, err := a.draft(v)
	if err != nil {
		return err
	}
	return a.Render(v, views.Outline(a.outlinePage(v, draft, written{})))
}

func (a *area) outlinePage(v *door.Visit, draft *studio.Draft, w written) views.OutlinePage {
	main := draft.Tags()[0]
	page := views.OutlinePage{
		Choices: languageChoices(draft.Tags()),
		Base:    a.base(v, titleOf(draft.Root, main, v.P.T("studio.untitled"))),
		Course:  a.pieceForm(v, draft, draft.Root, main, w),
		Publish: draftURL(draft.ID) + "/publish", Reviews: draftURL(draft.ID) + "/reviews", Public: draft.CourseID.Version() != 0,
	}
	if tags := draft.Tags(); len(tags) > 1 {
		page.Translations = translateURL(draft.ID, tags[1], false)
	}
	if w.piece != uuid.Nil {
		page.Refused = a.pieceForm(v, draft, draft.Piece(w.piece), w.tag, w)
	}
	page.Scripts = append(page.Scripts, "studio.js")
	page.Fresh = fresh(draft)
	for _, tag := range draft.Tags() {
		page.Languages = append(page.Languages, a.pieceForm(v, draft, draft.Root, tag, w))
	}
	for n, module := range draft.Root.Parts {
		shown := views.Module{PieceForm: a.pieceForm(v, draft, module, main, w), First: n == 0, Last: n == len(draft.Root.Parts)-1}
		for m, lesson := range module.Parts {
			shown.Lessons = append(shown.Lessons, views.Lesson{
				PieceForm: a.pieceForm(v, draft, lesson, main, w), URL: lessonURL(draft.ID, lesson.ID, main),
				Name:  named(v, lesson, main),
				Quiz:  lesson.Shared(studio.Sort) == content.KindQuiz,
				First: m == 0 && n == 0, Last: m == len(module.Parts)-1 && n == len(draft.Root.Parts)-1,
			})
		}
		page.Modules = append(page.Modules, shown)
	}
	for _, piece := range draft.Removed {
		if piece.Kind == studio.Module || piece.Kind == studio.Lesson {
			page.Removed = append(page.Removed, views.Removed{
				Action: pieceURL(draft.ID, piece.ID), Name: titleOf(piece, main, v.P.T("studio.untitled")), Lang: marked(v, main),
			})
		}
	}
	return page
}

// fresh reports whether nothing but titles is written yet.
func fresh(draft *studio.Draft) bool {
	return !slices.ContainsFunc(draft.Lessons(), func(lesson *studio.Piece) bool { return len(lesson.Parts) > 0 })
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

// titleOf is what a piece is called in the language, else in any, else as given.
func titleOf(piece *studio.Piece, tag, otherwise string) string {
	if text, _ := piece.Texts(studio.Title).In(tag); text != "" {
		return text
	}
	return otherwise
}

// named is titleOf for a page, which says in which language it is.
func named(v *door.Visit, piece *studio.Piece, tag string) ui.Words {
	text, in := piece.Texts(studio.Title).In(tag)
	if text == "" {
		return ui.Words{Text: v.P.T("studio.untitled")}
	}
	return v.Words(text, in)
}

// marked is the language of a text for the page, empty where it is the page's own.
func marked(v *door.Visit, tag string) string { return v.Words("", tag).Lang }

// pieceForm is a piece with what its fields say, for the form in which they are written in a language. What was typed and
// refused stands in place of what was saved.
func (a *area) pieceForm(v *door.Visit, draft *studio.Draft, piece *studio.Piece, tag string, w written) views.PieceForm {
	form := views.PieceForm{
		ID: piece.ID.String(), Anchor: anchor(piece.ID), Action: pieceURL(draft.ID, piece.ID), Kind: string(piece.Kind),
		Lang: tag, Marked: marked(v, tag), Language: i18n.NameOf(tag), Main: tag == draft.Tags()[0],
		Writer: v.Actor.UserID.String(), Fields: map[string]views.FieldValue{},
	}
	for _, name := range studio.Names(piece.Kind) {
		at := studio.Place{Name: name}
		if studio.Translated(name) {
			at.Lang = tag
		}
		form.Fields[name] = fieldValue(draft, piece, at)
	}
	if w.piece == piece.ID && w.tag == tag {
		form.Errors = w.errors
		for name, text := range w.typed {
			value := form.Fields[name]
			value.Text = text
			if conflict := w.conflicts[name]; conflict != nil {
				value.Number, value.Theirs, value.By = conflict.Now.Number, conflict.Now.Text, conflict.By
			}
			form.Fields[name] = value
		}
	}
	return form
}

func fieldValue(draft *studio.Draft, piece *studio.Piece, at studio.Place) views.FieldValue {
	field := piece.Fields[at]
	value := views.FieldValue{Text: field.Text, Number: field.Number, SavedAt: field.At}
	if at.Lang != "" {
		value.History = pieceURL(draft.ID, piece.ID) + "/history?name=" + at.Name + "&lang=" + at.Lang
	}
	if main := draft.Tags()[0]; at.Lang != "" && at.Lang != main {
		source := piece.Fields[studio.Place{Name: at.Name, Lang: main}]
		value.Source, value.Origin = source.Text, originOf(source.Number, main)
		value.Stale = piece.Stale(at.Name, main, at.Lang)
		value.SourceHistory = pieceURL(draft.ID, piece.ID) + "/history?name=" + at.Name + "&lang=" + main
	}
	return value
}

// originOf is what a form says of what it translates: the number of an edit, and its language.
func originOf(number int, tag string) string {
	if number == 0 {
		return ""
	}
	return strconv.Itoa(number) + " " + tag
}

// written is a form that was refused: what was typed, and why it was not taken.
type written struct {
	piece     uuid.UUID
	tag       string
	typed     map[string]string
	why       *fault.Error
	errors    ui.Errors // the same, in words
	conflicts map[string]*studio.Conflict
}
