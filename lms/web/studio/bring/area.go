// Package bring is where authors bring into a lesson what they have elsewhere: pictures, and texts out of other programs.
package bring

import (
	"vatra/content/markup/pasted"
	"vatra/lms/access"
	"vatra/lms/web/door"
	"vatra/lms/web/studio/desk"
)

// area is for authors.
type area struct{ desk.Desk }

// pasteBody lets a text that is too large be told so.
const pasteBody = 4 * pasted.Most

// Routes are for authors.
func Routes(d desk.Desk) []door.Route {
	a := &area{d}
	return []door.Route{
		{Method: door.Get, Path: desk.Home + "/:draft/pieces/:piece/picture", Needs: access.WriteCourses, Handle: a.showPicture},
		{Method: door.Post, Path: desk.Home + "/:draft/pieces/:piece/picture", Needs: access.WriteCourses, Body: desk.FileBody, Long: true, Handle: a.addPicture},
		{Method: door.Get, Path: desk.Home + "/:draft/pieces/:piece/paste", Needs: access.WriteCourses, Handle: a.showPaste},
		{Method: door.Post, Path: desk.Home + "/:draft/pieces/:piece/paste", Needs: access.WriteCourses, Body: pasteBody, Long: true, Handle: a.paste},
		{Method: door.Get, Path: desk.Home + "/:draft/files/:sha256/:name", Needs: access.TranslateCourses, Long: true, Handle: a.sendFile},
	}
}
