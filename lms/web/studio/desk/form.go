package desk

import (
	"strconv"

	"github.com/google/uuid"

	"vatra/content/markup/shape"
	"vatra/content/studio"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/web/door"
	"vatra/lms/web/views/studio/pieces"
	"vatra/lms/web/views/ui"
)

// Written is a form that was refused: what was typed, and why it was not taken.
type Written struct {
	Piece     uuid.UUID
	Tag       string
	Typed     map[string]string
	Why       *fault.Error
	Errors    ui.Errors // the same, in words
	Conflicts map[string]*studio.Conflict
	Shape     *shape.Block // of a block that is written in a form of its own
}

// PieceForm is a piece with what its fields say, for the form in which they are written in a language. What was typed and
// refused stands in place of what was saved.
func PieceForm(v *door.Visit, draft *studio.Draft, piece *studio.Piece, tag string, w Written) pieces.Form {
	form := pieces.Form{
		ID: piece.ID.String(), Anchor: Anchor(piece.ID), Action: PieceURL(draft.ID, piece.ID), Kind: string(piece.Kind),
		Lang: tag, Marked: Marked(v, tag), Language: i18n.NameOf(tag), Main: tag == draft.Tags()[0],
		Writer: v.Actor.UserID.String(), Fields: map[string]pieces.Field{},
	}
	for _, name := range studio.Names(piece.Kind) {
		at := studio.Place{Name: name}
		if studio.Translated(name) {
			at.Lang = tag
		}
		form.Fields[name] = fieldValue(draft, piece, at)
	}
	if w.Piece == piece.ID && w.Tag == tag {
		form.Errors = w.Errors
		for name, text := range w.Typed {
			value := form.Fields[name]
			value.Text = text
			if conflict := w.Conflicts[name]; conflict != nil {
				value.Number, value.Theirs, value.By = conflict.Now.Number, conflict.Now.Text, conflict.By
			}
			form.Fields[name] = value
		}
	}
	if piece.Kind == studio.Block {
		typed := w.Shape
		if w.Piece != piece.ID || w.Tag != tag {
			typed = nil
		}
		shapeFields(v, &form, piece, typed)
	}
	return form
}

func fieldValue(draft *studio.Draft, piece *studio.Piece, at studio.Place) pieces.Field {
	field := piece.Fields[at]
	value := pieces.Field{Text: field.Text, Number: field.Number, SavedAt: field.At}
	if at.Lang != "" {
		value.History = PieceURL(draft.ID, piece.ID) + "/history?name=" + at.Name + "&lang=" + at.Lang
	}
	if main := draft.Tags()[0]; at.Lang != "" && at.Lang != main {
		source := piece.Fields[studio.Place{Name: at.Name, Lang: main}]
		value.Source, value.Origin = source.Text, OriginOf(source.Number, main)
		value.Stale = piece.Stale(at.Name, main, at.Lang)
		value.SourceHistory = PieceURL(draft.ID, piece.ID) + "/history?name=" + at.Name + "&lang=" + main
	}
	return value
}

// OriginOf is what a form says of what it translates: the number of an edit, and its language.
func OriginOf(number int, tag string) string {
	if number == 0 {
		return ""
	}
	return strconv.Itoa(number) + " " + tag
}
