// Package desk is what all pages on which courses are written stand on: the draft and the piece that an address names, the way
// back, and the forms of pieces.
package desk

import (
	"net/url"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"vatra/content/studio"
	"vatra/lms/authoring"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	"vatra/lms/web/views/studio/pieces"
	"vatra/lms/web/views/ui"
)

// Desk is the door, for those who write.
type Desk struct{ *door.Door }

const (
	// Home is where the area begins.
	Home = "/studio"
	// FileBody is the largest file of a lesson that a form brings.
	FileBody = 64 << 20
)

// PageBase begins every page of the area but the first.
func (d Desk) PageBase(v *door.Visit, title string, crumbs ...ui.Link) ui.Base {
	base := d.Base(v, title)
	base.Section, base.Within, base.Style = "nav.studio", true, "studio.css"
	base.Crumbs = append([]ui.Link{{Text: v.P.T("nav.studio"), URL: Home}}, crumbs...)
	return base
}

// SharedBase is PageBase for a page about a piece that translators see too: whoever only translates is led back to the translation.
func (d Desk) SharedBase(v *door.Visit, title string, draft *studio.Draft, hand authoring.Hand, p *studio.Piece, tag string) ui.Base {
	if hand.Writes {
		return d.PageBase(v, title, Crumbs(v, draft, p, tag)...)
	}
	course := Named(v, draft.Root, draft.Tags()[0])
	base := d.PageBase(v, title)
	base.Section = "nav.learning"
	base.Crumbs = []ui.Link{
		{Text: v.P.T("nav.learning"), URL: "/learning"}, {Text: course.Text, URL: show.TranslationsURL(draft.ID, tag, false), Lang: course.Lang},
	}
	return base
}

// Crumbs lead from the area to a piece of the draft, as it is written in a language.
func Crumbs(v *door.Visit, draft *studio.Draft, p *studio.Piece, tag string) []ui.Link {
	course := Named(v, draft.Root, draft.Tags()[0])
	way := []ui.Link{{Text: course.Text, URL: DraftURL(draft.ID), Lang: course.Lang}}
	if lesson := LessonOf(draft, p); lesson != nil {
		title := Named(v, lesson, tag)
		way = append(way, ui.Link{Text: title.Text, URL: LessonURL(draft.ID, lesson.ID, tag), Lang: title.Lang})
	}
	return way
}

// DraftURL is where a draft is written.
func DraftURL(id uuid.UUID) string { return Home + "/" + id.String() }

// VersionsURL is where the versions of the course are that a draft is of.
func VersionsURL(id uuid.UUID) string { return DraftURL(id) + "/versions" }

// Behind is for the notice that another version is public than the one that a draft was made of.
func Behind(draft *studio.Draft) pieces.Behind {
	if !draft.Behind() {
		return pieces.Behind{}
	}
	return pieces.Behind{Action: VersionsURL(draft.ID), Newest: draft.Newest}
}

// LessonURL is where a lesson is written in a language.
func LessonURL(draft, lesson uuid.UUID, tag string) string {
	return DraftURL(draft) + "/lessons/" + lesson.String() + "?lang=" + url.QueryEscape(tag)
}

// PreviewURL is where a lesson is seen as its learners would see it in a language.
func PreviewURL(draft, lesson uuid.UUID, tag string) string {
	return DraftURL(draft) + "/lessons/" + lesson.String() + "/preview?lang=" + url.QueryEscape(tag)
}

// QuestionURL is where a question is written in a language.
func QuestionURL(draft, question uuid.UUID, tag string) string {
	return DraftURL(draft) + "/questions/" + question.String() + "?lang=" + url.QueryEscape(tag)
}

// PieceURL is where the form of a piece is sent.
func PieceURL(draft, piece uuid.UUID) string { return DraftURL(draft) + "/pieces/" + piece.String() }

// Anchor is the place of a piece on its page.
func Anchor(piece uuid.UUID) string { return "piece-" + piece.String() }

// Draft is the one that the address names, for whoever writes it.
func (d Desk) Draft(v *door.Visit) (*studio.Draft, error) {
	id, err := DraftID(v)
	if err != nil {
		return nil, err
	}
	return d.Authoring.Draft(v.UserContext(), v.Actor, id)
}

// Open is the same for translators too, with what the visitor may write of it.
func (d Desk) Open(v *door.Visit) (*studio.Draft, authoring.Hand, error) {
	id, err := DraftID(v)
	if err != nil {
		return nil, authoring.Hand{}, err
	}
	return d.Authoring.Open(v.UserContext(), v.Actor, id)
}

// DraftID is the id in the address.
func DraftID(v *door.Visit) (uuid.UUID, error) {
	id, err := uuid.Parse(v.Params("draft"))
	if err != nil {
		return id, fault.Wrap(err, fault.NotFound, "studio.no_draft")
	}
	return id, nil
}

// Piece is the one of the draft that the address names; it is of one of the kinds.
func Piece(v *door.Visit, draft *studio.Draft, kinds ...studio.Kind) (*studio.Piece, error) {
	id, err := uuid.Parse(v.Params("piece"))
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "studio.no_piece")
	}
	found := draft.Piece(id)
	for _, kind := range kinds {
		if found != nil && found.Kind == kind {
			return found, nil
		}
	}
	return nil, fault.New(fault.NotFound, "studio.no_piece")
}

// Language is the one of the draft that is written, as the address or the form says, else the first.
func Language(draft *studio.Draft, asked string) string {
	tags := draft.Tags()
	for _, tag := range tags {
		if tag == asked {
			return tag
		}
	}
	return tags[0]
}

// SpotFor is where something new goes: behind a block or a question, at the end of what holds others.
func SpotFor(p *studio.Piece) authoring.Spot {
	if p.Kind == studio.Block || p.Kind == studio.Question {
		return authoring.Spot{Parent: p.Parent.ID, After: p.ID}
	}
	return authoring.Spot{Parent: p.ID, After: studio.Last}
}

// ForProgram reports whether a script asks, which is answered in JSON.
func ForProgram(v *door.Visit) bool {
	return v.Accepts(fiber.MIMETextHTML, fiber.MIMEApplicationJSON) == fiber.MIMEApplicationJSON
}
