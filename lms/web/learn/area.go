// Package learn is the area of learners, and of visitors who look around: the home page, tracks, courses, lessons with
// the questions in them; and, in mine, what one has of one's own. Who sits a quiz has an area of their own: sit.
package learn

import (
	"vatra/lms/access"
	"vatra/lms/web/door"
	"vatra/lms/web/learn/mine"
	"vatra/lms/web/show"
)

type area struct {
	*door.Door
	phrases show.Phrases
}

// Routes are those of this area, in the order of the main menu.
func Routes(d *door.Door, phrases show.Phrases) []door.Route {
	a := &area{d, phrases}
	return append([]door.Route{
		{Method: door.Get, Path: "/", Needs: access.BrowseCatalogue, Tongues: true, Handle: a.showHome},
		{Method: door.Get, Path: "/tracks", Needs: access.BrowseCatalogue, Tongues: true, Handle: a.showTracks},
		{Method: door.Get, Path: "/tracks/:code", Needs: access.BrowseCatalogue, Tongues: true, Handle: a.showTrack},
		{Method: door.Post, Path: "/tracks/:code/enrol", Needs: access.Learn, Handle: a.enrol},
		{Method: door.Post, Path: "/tracks/:code/wish", Needs: access.Learn, Handle: a.wish},
		{Method: door.Post, Path: "/tracks/:code/wish/withdraw", Needs: access.Learn, Handle: a.takeWishBack},
		{Method: door.Get, Path: "/courses", Needs: access.BrowseCatalogue, Menu: "nav.courses", Tongues: true, Handle: a.showCourses},
		{Method: door.Get, Path: "/courses/:code", Needs: access.BrowseCatalogue, Tongues: true, Handle: a.showCourse},
		{Method: door.Get, Path: "/courses/:code/credits", Needs: access.BrowseCatalogue, Handle: a.showCredits},
		{Method: door.Get, Path: "/courses/:code/lessons/:key", Needs: access.BrowseCatalogue, Handle: a.showLesson},
		{Method: door.Post, Path: "/courses/:code/lessons/:key/complete", Needs: access.Learn, Handle: a.completeLesson},
		{Method: door.Post, Path: "/courses/:code/lessons/:key/check", Needs: access.Learn, Handle: a.checkAnswer},
		{Method: door.Get, Path: "/competences", Needs: access.BrowseCatalogue, Tongues: true, Handle: a.showCompetences},
		{Method: door.Get, Path: "/pages/:key", Needs: access.BrowseCatalogue, Tongues: true, Handle: a.showHousePage},
	}, mine.Routes(d)...)
}
