// Package sit is the area of who sits a quiz: an attempt with its answers, handing it in, its result and its receipts.
package sit

import (
	"vatra/lms/access"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
)

type area struct {
	*door.Door
	phrases show.Phrases
}

// Routes are those of this area.
func Routes(d *door.Door, phrases show.Phrases) []door.Route {
	a := &area{d, phrases}
	return []door.Route{
		{Method: door.Post, Path: "/courses/:code/lessons/:key/start", Needs: access.Learn, Handle: a.startQuiz},
		{Method: door.Get, Path: "/attempts/:id", Needs: access.Learn, Handle: a.showAttempt},
		{Method: door.Get, Path: "/attempts/:id/answers", Needs: access.Learn, Handle: a.reopenAnswers},
		{Method: door.Post, Path: "/attempts/:id/answers", Needs: access.Learn, Handle: a.saveAnswers},
		{Method: door.Get, Path: "/attempts/:id/time", Needs: access.Learn, Handle: a.tellTime},
		{Method: door.Get, Path: "/attempts/:id/submit", Needs: access.Learn, Handle: a.showHandIn},
		{Method: door.Post, Path: "/attempts/:id/submit", Needs: access.Learn, Handle: a.handIn},
		{Method: door.Get, Path: "/attempts/:id/result", Needs: access.Learn, Handle: a.showQuizResult},
		{Method: door.Get, Path: "/attempts/:id/receipts", Needs: access.Learn, Handle: a.showReceipts},
	}
}
