// Package versions is where the published versions of a course are: who learns which, what became of one in another, and publishing
// an older one again.
package versions

import (
	"vatra/lms/access"
	"vatra/lms/web/door"
	"vatra/lms/web/studio/desk"
)

// area is for those who write the course.
type area struct{ desk.Desk }

// Routes are for those who write the course.
func Routes(d desk.Desk) []door.Route {
	a := &area{d}
	return []door.Route{
		{Method: door.Get, Path: desk.Home + "/:draft/versions", Needs: access.WriteCourses, Handle: a.showVersions},
		{Method: door.Post, Path: desk.Home + "/:draft/versions", Needs: access.WriteCourses, Handle: a.decide},
		{Method: door.Get, Path: desk.Home + "/:draft/versions/compare", Needs: access.WriteCourses, Handle: a.showComparison},
		{Method: door.Get, Path: desk.Home + "/:draft/versions/move", Needs: access.WriteCourses, Handle: a.showMove},
		{Method: door.Post, Path: desk.Home + "/:draft/versions/move", Needs: access.WriteCourses, Handle: a.move},
	}
}
