package teach

import (
	"vatra/lms/access"
	"vatra/lms/teaching"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/teach"
)

// showDesk is what the visitor's courses, and for whoever runs the site all of it, come to just now: two statements at most.
// Each figure leads to the list that it counts.
func (a *area) showDesk(v *door.Visit) error {
	courses, err := a.Teaching.Courses(v.UserContext(), v.Actor)
	if err != nil {
		return err
	}
	page := views.DeskPage{Base: a.Base(v, v.P.T("nav.dashboard")), None: v.P.T("staff.teach_none")}
	for i := range courses {
		page.Courses = append(page.Courses, deskCourse(v, &courses[i]))
	}
	if !v.Actor.Can(access.ManageHouse) {
		return a.Render(v, views.Desk(page))
	}
	house, err := a.Teaching.House(v.UserContext(), v.Actor)
	if err != nil {
		return err
	}
	page.None = ""
	page.Runs, page.Empty, page.Waiting, page.Figures = true, house.Courses == 0, waiting(v, house), figures(v, house)
	return a.Render(v, views.Desk(page))
}

func deskCourse(v *door.Visit, course *teaching.Course) views.DeskCourse {
	shown := followedCourse(v, *course)
	list := func(which teaching.Which) string { return shown.URL + "?show=" + string(which) }
	return views.DeskCourse{FollowedCourse: shown, Figures: []views.Figure{
		{URL: shown.URL, Label: v.P.T("nav.teaching"), Count: course.Learners},
		{URL: list(teaching.Completed), Label: v.P.T("staff.desk_completed"), Count: course.Completed},
		{URL: list(teaching.Stuck), Label: v.P.T("staff.desk_stuck"), Count: course.Stuck},
		{URL: list(teaching.Sitting), Label: v.P.T("staff.desk_sitting"), Count: course.Sitting},
		{URL: questionsURL, Label: v.P.T("enquiries.show_open"), Count: course.Questions},
	}}
}

// waiting is what needs a hand; what does not is left out.
func waiting(v *door.Visit, house teaching.House) []views.Figure {
	var some []views.Figure
	for _, figure := range []views.Figure{
		{URL: questionsURL, Label: v.P.T("staff.desk_unanswered"), Count: house.Unanswered},
		{URL: "/admin/imports", Label: v.P.T("staff.desk_failed"), Count: house.Failed},
		{URL: "/admin/tracks", Label: v.P.T("staff.desk_empty_tracks"), Count: house.EmptyTracks},
		{URL: "/admin/certificates", Label: v.P.T("staff.names_asked"), Count: house.Names},
	} {
		if figure.Count > 0 {
			some = append(some, figure)
		}
	}
	return some
}

func figures(v *door.Visit, house teaching.House) []views.Figure {
	return []views.Figure{
		{URL: "/admin/people?role=" + string(access.RoleLearner), Label: v.P.T("nav.teaching"), Count: house.Learners},
		{URL: "/admin/tracks", Label: v.P.T("staff.desk_enrolments"), Count: house.Enrolments},
		{URL: "/admin/tracks", Label: v.P.T("staff.desk_completions"), Count: house.Completions},
		{URL: "/admin/certificates", Label: v.P.T("staff.desk_month"), Count: house.Certificates},
	}
}
