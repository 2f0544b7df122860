// Package teach is the area of trainers: the courses that they train, and those who learn them.
package teach

import (
	"vatra/lms/access"
	"vatra/lms/web/door"
)

// area is for trainers.
type area struct{ *door.Door }

// Routes are for trainers.
func Routes(d *door.Door) []door.Route {
	a := &area{d}
	return []door.Route{
		{Method: door.Get, Path: door.PathDesk, Needs: access.FollowLearners, Menu: "nav.dashboard", Handle: a.showDesk},
		{Method: door.Get, Path: "/teach", Needs: access.FollowLearners, Menu: "nav.teaching", Handle: a.showTeach},
		{Method: door.Get, Path: "/teach/courses/:code", Needs: access.FollowLearners, Handle: a.showLearners},
		{Method: door.Get, Path: "/teach/courses/:code/learners.csv", Needs: access.FollowLearners, Long: true, Recent: true, Handle: a.sendLearners},
		{Method: door.Get, Path: "/teach/questions", Needs: access.FollowLearners, Menu: "nav.staff_questions", Handle: a.showEnquiries},
		{Method: door.Get, Path: "/teach/questions/:id", Needs: access.FollowLearners, Handle: a.showEnquiry},
		{Method: door.Post, Path: "/teach/questions/:id", Needs: access.FollowLearners, Body: answerBody, Handle: a.answer},
	}
}
