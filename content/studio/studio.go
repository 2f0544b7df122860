// Package studio owns courses that are being written. A draft is a tree of pieces (the course, its modules, their lessons, and in
// those the blocks of text and the questions), and each field of a piece is saved by itself, in a journal that only grows. So two
// people who write in one lesson disturb each other nowhere but in the same field, and there the second one is told and
// chooses; and whatever was acknowledged can be read again, and taken back.
//
// It knows neither who may write what, which is lms/authoring's, nor how a course becomes public: Package gives a draft as
// a package, which goes the way of all packages.
package studio

import (
	"time"

	"github.com/google/uuid"

	"vatra/lms/lang"
)

// Kind is what a piece is.
type Kind string

// The kinds of pieces, each below the one before it; questions stand beside blocks.
const (
	Course   Kind = "course"
	Module   Kind = "module"
	Lesson   Kind = "lesson"
	Block    Kind = "block"
	Question Kind = "question"
)

// below says in what a piece of a kind stands.
var below = map[Kind]Kind{Module: Course, Lesson: Module, Block: Lesson, Question: Lesson}

// Place is a field of a piece: its name, and the language that it is written in, or empty for what all languages share.
type Place struct {
	Name string `bun:"name"`
	Lang string `bun:"lang"`
}

// Field is what a place says now. Number counts its edits from 1. Origin is, in a translation, the number of the edit that it says in
// another language, and OriginLang that language: the draft's first, when it was written. They are 0 and empty elsewhere.
type Field struct {
	Number     int       `bun:"number"`
	Text       string    `bun:"text"`
	Origin     int       `bun:"origin"`
	OriginLang string    `bun:"origin_lang"`
	At         time.Time `bun:"at"` // when that edit was saved
}

// Piece is a part of a draft with what is in it, in order.
type Piece struct {
	ID     uuid.UUID
	Kind   Kind
	Parent *Piece
	Parts  []*Piece
	Fields map[Place]Field
}

// Draft is a course that is being written, as it is now. Removed are pieces that were taken out and can be brought back, each
// with what is in it.
type Draft struct {
	ID        uuid.UUID
	CourseID  uuid.UUID // zero until something was published of it
	VersionID uuid.UUID // published of it last, or what it was made of
	NewestID  uuid.UUID // the version of the course that is public; zero until there is one
	Newest    int       // its number
	CreatedAt time.Time
	CreatedBy uuid.UUID // zero where they have gone
	Root      *Piece    // the course
	Removed   []*Piece

	pieces map[uuid.UUID]*Piece
}

// Behind reports whether another version is public than the one that the draft goes on from.
func (d *Draft) Behind() bool { return d.NewestID != uuid.Nil && d.NewestID != d.VersionID }

// Piece is the piece of the draft with the id; nil where it has none.
func (d *Draft) Piece(id uuid.UUID) *Piece { return d.pieces[id] }

// Text is what the piece says in a language; empty where nothing is written.
func (p *Piece) Text(name, tag string) string { return p.Fields[Place{name, tag}].Text }

// Shared is what the piece says in all languages.
func (p *Piece) Shared(name string) string { return p.Text(name, "") }

// Gone is what was taken out with the piece in it: the piece itself, or one that it is in; nil while it stands in the course.
func (p *Piece) Gone() *Piece {
	for ; p != nil; p = p.Parent {
		if p.Shared(gone) != "" {
			return p
		}
	}
	return nil
}

// Texts are what is written at a name, by language.
func (p *Piece) Texts(name string) lang.Texts {
	texts := lang.Texts{}
	for place, field := range p.Fields {
		if place.Name == name && place.Lang != "" && field.Text != "" {
			texts[place.Lang] = field.Text
		}
	}
	return texts
}

// Stale reports whether what the piece says in a language is not, or not any more, what it says in the draft's first one. Which
// language is the first may have changed since: then it counts which of the two was written from the other, or both from a third.
func (p *Piece) Stale(name, first, tag string) bool {
	original, translated := p.Fields[Place{name, first}], p.Fields[Place{name, tag}]
	if original.Text == "" || translated.Text == "" || first == tag {
		return false
	}
	switch {
	case translated.OriginLang == first:
		return translated.Origin != original.Number
	case original.OriginLang == tag:
		return original.Origin != translated.Number
	default:
		return original.OriginLang == "" || original.OriginLang != translated.OriginLang || original.Origin != translated.Origin
	}
}

// Each goes through all pieces that are not taken out, in order.
func (d *Draft) Each(visit func(*Piece)) { d.Root.each(visit) }

func (p *Piece) each(visit func(*Piece)) {
	visit(p)
	for _, part := range p.Parts {
		part.each(visit)
	}
}

// Lessons are all that are not taken out, in order.
func (d *Draft) Lessons() []*Piece {
	var lessons []*Piece
	d.Each(func(piece *Piece) {
		if piece.Kind == Lesson {
			lessons = append(lessons, piece)
		}
	})
	return lessons
}

// Source is the text of a lesson in a language, as an editor of files would have it.
func (p *Piece) Source(tag string) string {
	parts, _ := p.parts(tag)
	return joined(parts)
}

// All are the pieces of the draft in no order, those that were taken out too.
func (d *Draft) All() []*Piece {
	all := make([]*Piece, 0, len(d.pieces))
	for _, piece := range d.pieces {
		all = append(all, piece)
	}
	return all
}

// MovedTimes is the number of the edit that put the piece where it is, for Move.
func (p *Piece) MovedTimes() int { return p.Fields[Place{Name: place}].Number }
