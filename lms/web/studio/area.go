// Package studio is the area of those who write courses: the drafts that they may write, the pages on which they write them, and
// their publishing.
package studio

import (
	"net/url"

	"github.com/google/uuid"

	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	"vatra/lms/web/views/ui"
)

// area is for authors.
type area struct {
	*door.Door
	phrases show.Phrases
}

const (
	home = "/studio"
	// pieceBody is enough for the largest text in Cyrillic as a form sends it, and for one that is far too long to be refused
	// with what was typed.
	pieceBody = 1 << 20
	// fileBody is the largest file of a lesson that a form brings.
	fileBody = 64 << 20
)

// Routes are for authors.
func Routes(d *door.Door, phrases show.Phrases) []door.Route {
	a := &area{d, phrases}
	return []door.Route{
		{Method: door.Get, Path: home, Needs: access.BeginCourses, Menu: "nav.studio", Handle: a.showDrafts},
		{Method: door.Post, Path: home, Needs: access.BeginCourses, Handle: a.begin},
		{Method: door.Post, Path: home + "/adopt", Needs: access.BeginCourses, Handle: a.adopt},
		{Method: door.Get, Path: home + "/glossary", Needs: access.BeginCourses, Handle: a.showGlossary},
		{Method: door.Post, Path: home + "/glossary", Needs: access.BeginCourses, Handle: a.keepTerm},
		{Method: door.Post, Path: home + "/glossary/remove", Needs: access.BeginCourses, Handle: a.removeTerm},
		{Method: door.Get, Path: home + "/:draft", Needs: access.WriteCourses, Handle: a.showOutline},
		{Method: door.Get, Path: home + "/:draft/translations", Needs: access.WriteCourses, Handle: a.showTranslations},
		{Method: door.Post, Path: home + "/:draft/translations", Needs: access.WriteCourses, Body: fileBody, Long: true, Handle: a.takeTranslations},
		{Method: door.Get, Path: home + "/:draft/translations/file", Needs: access.WriteCourses, Handle: a.sendTranslations},
		{Method: door.Get, Path: home + "/:draft/lessons/:piece", Needs: access.WriteCourses, Handle: a.showLesson},
		{Method: door.Get, Path: home + "/:draft/lessons/:piece/preview", Needs: access.WriteCourses, Handle: a.showPreview},
		{Method: door.Get, Path: home + "/:draft/lessons/:piece/here", Needs: access.WriteCourses, Handle: a.tellHere},
		{Method: door.Get, Path: home + "/:draft/pieces/:piece/shown", Needs: access.WriteCourses, Handle: a.showPiece},
		{Method: door.Get, Path: home + "/:draft/questions/:piece", Needs: access.WriteCourses, Handle: a.showQuestion},
		{Method: door.Post, Path: home + "/:draft/questions/:piece", Needs: access.WriteCourses, Body: pieceBody, Handle: a.writeQuestion},
		{Method: door.Get, Path: home + "/:draft/pieces/:piece/history", Needs: access.WriteCourses, Handle: a.showHistory},
		{Method: door.Post, Path: home + "/:draft/pieces/:piece", Needs: access.WriteCourses, Body: pieceBody, Handle: a.write},
		{Method: door.Get, Path: home + "/:draft/pieces/:piece/picture", Needs: access.WriteCourses, Handle: a.showPicture},
		{Method: door.Post, Path: home + "/:draft/pieces/:piece/picture", Needs: access.WriteCourses, Body: fileBody, Long: true, Handle: a.addPicture},
		{Method: door.Get, Path: home + "/:draft/files/:sha256/:name", Needs: access.WriteCourses, Long: true, Handle: a.sendFile},
		{Method: door.Get, Path: home + "/:draft/reviews", Needs: access.WriteCourses, Handle: a.showReviews},
		{Method: door.Post, Path: home + "/:draft/reviews", Needs: access.WriteCourses, Handle: a.review},
		{Method: door.Get, Path: home + "/:draft/publish", Needs: access.WriteCourses, Handle: a.showPublish},
		{Method: door.Post, Path: home + "/:draft/publish", Needs: access.WriteCourses, Handle: a.publish},
	}
}

// base begins every page of the area but the first.
func (a *area) base(v *door.Visit, title string, crumbs ...ui.Link) ui.Base {
	base := a.Base(v, title)
	base.Section, base.Within, base.Style = "nav.studio", true, "studio.css"
	base.Crumbs = append([]ui.Link{{Text: v.P.T("nav.studio"), URL: home}}, crumbs...)
	return base
}

// crumbs lead from the area to a piece of the draft, as it is written in a language.
func crumbs(v *door.Visit, draft *studio.Draft, p *studio.Piece, tag string) []ui.Link {
	course := named(v, draft.Root, draft.Tags()[0])
	way := []ui.Link{{Text: course.Text, URL: draftURL(draft.ID), Lang: course.Lang}}
	if lesson := lessonOf(draft, p); lesson != nil {
		title := named(v, lesson, tag)
		way = append(way, ui.Link{Text: title.Text, URL: lessonURL(draft.ID, lesson.ID, tag), Lang: title.Lang})
	}
	return way
}

func draftURL(id uuid.UUID) string { return home + "/" + id.String() }

// lessonURL is where a lesson is written in a language.
func lessonURL(draft, lesson uuid.UUID, tag string) string {
	return draftURL(draft) + "/lessons/" + lesson.String() + "?lang=" + url.QueryEscape(tag)
}

func pieceURL(draft, piece uuid.UUID) string { return draftURL(draft) + "/pieces/" + piece.String() }

// anchor is the place of a piece on its page.
func anchor(piece uuid.UUID) string { return "piece-" + piece.String() }

// draft is the one that the address names.
func (a *area) draft(v *door.Visit) (*studio.Draft, error) {
	id, err := uuid.Parse(v.Params("draft"))
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "studio.no_draft")
	}
	return a.Authoring.Draft(v.UserContext(), v.Actor, id)
}

// piece is the one of the draft that the address names; it is of one of the kinds.
func piece(v *door.Visit, draft *studio.Draft, kinds ...studio.Kind) (*studio.Piece, error) {
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

// language is the one of the draft that is written, as the address or the form says, else the first.
func language(draft *studio.Draft, asked string) string {
	tags := draft.Tags()
	for _, tag := range tags {
		if tag == asked {
			return tag
		}
	}
	return tags[0]
}
