// Package studio is the area of those who write courses: the drafts that they may write, the pages on which they write them, and
// their publishing.
package studio

import (
	"slices"

	"vatra/lms/access"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	"vatra/lms/web/studio/bring"
	"vatra/lms/web/studio/desk"
	"vatra/lms/web/studio/translate"
	"vatra/lms/web/studio/versions"
)

// area is for authors.
type area struct {
	desk.Desk
	phrases show.Phrases
}

// pieceBody is enough for a text of 2 MB in Cyrillic as a form sends it: it is refused with what was typed.
const pieceBody = 8 << 20

// Routes are for authors.
func Routes(d *door.Door, phrases show.Phrases) []door.Route {
	shared := desk.Desk{Door: d}
	a := &area{shared, phrases}
	return slices.Concat(translate.Routes(shared), bring.Routes(shared), versions.Routes(shared), []door.Route{
		{Method: door.Get, Path: desk.Home, Needs: access.BeginCourses, Menu: "nav.studio", Handle: a.showDrafts},
		{Method: door.Post, Path: desk.Home, Needs: access.BeginCourses, Handle: a.begin},
		{Method: door.Post, Path: desk.Home + "/adopt", Needs: access.BeginCourses, Handle: a.adopt},
		{Method: door.Get, Path: desk.Home + "/:draft", Needs: access.WriteCourses, Handle: a.showOutline},
		{Method: door.Get, Path: desk.Home + "/:draft/lessons/:piece", Needs: access.WriteCourses, Handle: a.showLesson},
		{Method: door.Get, Path: desk.Home + "/:draft/lessons/:piece/preview", Needs: access.TranslateCourses, Handle: a.showPreview},
		{Method: door.Get, Path: desk.Home + "/:draft/lessons/:piece/here", Needs: access.WriteCourses, Handle: a.tellHere},
		{Method: door.Get, Path: desk.Home + "/:draft/pieces/:piece/shown", Needs: access.WriteCourses, Handle: a.showPiece},
		{Method: door.Get, Path: desk.Home + "/:draft/questions/:piece", Needs: access.TranslateCourses, Handle: a.showQuestion},
		{Method: door.Post, Path: desk.Home + "/:draft/questions/:piece", Needs: access.TranslateCourses, Body: pieceBody, Handle: a.writeQuestion},
		{Method: door.Get, Path: desk.Home + "/:draft/pieces/:piece/history", Needs: access.TranslateCourses, Handle: a.showHistory},
		{Method: door.Post, Path: desk.Home + "/:draft/pieces/:piece", Needs: access.TranslateCourses, Body: pieceBody, Handle: a.write},
		{Method: door.Get, Path: desk.Home + "/:draft/reviews", Needs: access.WriteCourses, Handle: a.showReviews},
		{Method: door.Post, Path: desk.Home + "/:draft/reviews", Needs: access.WriteCourses, Handle: a.review},
		{Method: door.Get, Path: desk.Home + "/:draft/publish", Needs: access.WriteCourses, Handle: a.showPublish},
		{Method: door.Post, Path: desk.Home + "/:draft/publish", Needs: access.WriteCourses, Handle: a.publish},
	})
}
