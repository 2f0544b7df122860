package learn

import (
	"slices"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"vatra/content"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/learning"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/learn"
	"vatra/lms/web/views/parts"
	"vatra/lms/web/views/ui"
)

// lengths are the ranges of minutes in which a course may be looked for.
var lengths = map[string]struct{ from, below int }{
	"short": {0, 121}, "middle": {121, 601}, "long": {601, 1 << 30},
}

// showCourses is what can be learnt: the tracks, and the courses, each in its newest version or in the one that the reader has
// started. A search leaves the tracks out.
func (a *area) showCourses(v *door.Visit) error {
	page := views.CoursesPage{
		Base: a.Base(v, v.P.T("course.list_title")), Query: v.Query("q"), Language: v.Query("in"), Length: v.Query("length"),
	}
	page.Description = v.P.T("course.list_lead")
	err := a.find(v, &page)
	if fault.Is(err, fault.Invalid) {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			page.Errors = e
			return views.Courses(page)
		})
	}
	if err != nil {
		return err
	}
	if !page.Searched() {
		if page.Tracks, err = a.everyTrack(v); err != nil {
			return err
		}
	}
	return a.Render(v, views.Courses(page))
}

// find fills in the courses that the page is about.
func (a *area) find(v *door.Visit, page *views.CoursesPage) error {
	courses, err := a.Courses.Courses(v.UserContext())
	if err != nil {
		return err
	}
	if page.Query != "" {
		found, err := a.Courses.Search(v.UserContext(), page.Query)
		if err != nil {
			return err
		}
		courses = chosen(courses, found)
	}
	started := map[uuid.UUID]*learning.CourseState{}
	if v.Actor.LoggedIn() {
		states, err := a.Progress.Started(v.UserContext(), v.Actor)
		if err != nil {
			return err
		}
		for _, state := range states {
			started[state.Version.CourseID] = state
		}
	}
	for _, course := range courses {
		state := started[course.ID]
		if state == nil {
			version, err := a.Courses.Version(v.UserContext(), course.VersionID)
			if err != nil {
				return err
			}
			state = &learning.CourseState{Version: version}
		}
		if fits(state.Version, page.Language, page.Length) {
			page.Courses = append(page.Courses, show.CourseCard(v, state, v.P.Lang()))
		}
	}
	return nil
}

// chosen are the courses with these ids, in their order.
func chosen(courses []content.Course, ids []uuid.UUID) []content.Course {
	kept := make([]content.Course, 0, len(ids))
	for _, id := range ids {
		if i := slices.IndexFunc(courses, func(c content.Course) bool { return c.ID == id }); i >= 0 {
			kept = append(kept, courses[i])
		}
	}
	return kept
}

// fits reports whether a course has the language, and takes the time, that were asked for; what is none of ours limits nothing.
func fits(version *content.Version, language, length string) bool {
	if i18n.Known(language) && !slices.Contains(version.Languages, language) {
		return false
	}
	limits, limited := lengths[length]
	return !limited || limits.from <= version.Minutes() && version.Minutes() < limits.below
}

// everyTrack are the tracks with the reader's own progress.
func (a *area) everyTrack(v *door.Visit) ([]parts.TrackCard, error) {
	tracks, err := a.Tracks.Tracks(v.UserContext())
	if err != nil {
		return nil, err
	}
	own := map[uuid.UUID]learning.TrackProgress{}
	if v.Actor.LoggedIn() {
		overview, err := a.Progress.Overview(v.UserContext(), v.Actor)
		if err != nil {
			return nil, err
		}
		for _, progress := range overview.Tracks {
			own[progress.Track.ID] = progress
		}
	}
	for i, track := range tracks {
		if progress, enrolled := own[track.ID]; enrolled {
			tracks[i] = progress.Track // the version that holds for this person
		}
	}
	cards, err := a.trackCards(v, tracks)
	if err != nil {
		return nil, err
	}
	for i, track := range tracks {
		if progress, enrolled := own[track.ID]; enrolled {
			shown := show.TrackProgress(v, progress)
			cards[i].Progress = &shown
		}
	}
	return cards, nil
}
