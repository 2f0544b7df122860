// Package mine is what learners have of their own: what they learn and where they go on, their certificates, their questions.
package mine

import (
	"vatra/lms/access"
	"vatra/lms/web/door"
)

type area struct{ *door.Door }

// Routes are for learners, in the order of the main menu.
func Routes(d *door.Door) []door.Route {
	a := &area{d}
	return []door.Route{
		{Method: door.Get, Path: "/learning", Needs: access.Learn, Menu: "nav.learning", Handle: a.showLearning},
		{Method: door.Get, Path: "/tracks/:code/leave", Needs: access.Learn, Handle: a.showLeave},
		{Method: door.Post, Path: "/tracks/:code/leave", Needs: access.Learn, Handle: a.leave},
		{Method: door.Get, Path: "/certificates", Needs: access.Learn, Menu: "nav.certificates", Own: true, Handle: a.showCertificates},
		{Method: door.Get, Path: "/certificates/:code/pdf", Needs: access.Learn, Handle: a.sendPaper},
		{Method: door.Post, Path: "/certificates/:code/reissue", Needs: access.Learn, Handle: a.reissue},
		{Method: door.Get, Path: "/courses/:code/lessons/:key/ask", Needs: access.Learn, Handle: a.showAsk},
		{Method: door.Post, Path: "/courses/:code/lessons/:key/ask", Needs: access.Learn, Body: askBody, Handle: a.ask},
		{Method: door.Get, Path: "/questions", Needs: access.Learn, Menu: "nav.questions", Own: true, Handle: a.showQuestions},
	}
}
