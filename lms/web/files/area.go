// Package files sends the files of courses: pictures, films, documents.
package files

import (
	"vatra/lms/access"
	"vatra/lms/web/door"
)

type area struct{ *door.Door }

// Routes are those of this area.
func Routes(d *door.Door) []door.Route {
	a := &area{d}
	return []door.Route{
		{Method: door.Get, Path: "/assets/:sha256/:name", Needs: access.BrowseCatalogue, Anonymous: true, Handle: a.sendAsset},
	}
}
