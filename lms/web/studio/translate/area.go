// Package translate is where courses are translated: all texts of a draft on one page, files for translators outside, and the terms
// of the house.
package translate

import (
	"vatra/lms/access"
	"vatra/lms/web/door"
	"vatra/lms/web/studio/desk"
)

// area is for those who translate.
type area struct{ desk.Desk }

// Routes are for those who translate. They come before the others of the studio: its glossary is no draft.
func Routes(d desk.Desk) []door.Route {
	a := &area{d}
	return []door.Route{
		{Method: door.Get, Path: desk.Home + "/glossary", Needs: access.BeginCourses, Handle: a.showGlossary},
		{Method: door.Post, Path: desk.Home + "/glossary", Needs: access.BeginCourses, Handle: a.keepTerm},
		{Method: door.Post, Path: desk.Home + "/glossary/remove", Needs: access.BeginCourses, Handle: a.removeTerm},
		{Method: door.Get, Path: desk.Home + "/:draft/translations", Needs: access.TranslateCourses, Handle: a.showTranslations},
		{Method: door.Post, Path: desk.Home + "/:draft/translations", Needs: access.TranslateCourses, Body: desk.FileBody, Long: true, Handle: a.takeTranslations},
		{Method: door.Get, Path: desk.Home + "/:draft/translations/file", Needs: access.TranslateCourses, Handle: a.sendTranslations},
	}
}
