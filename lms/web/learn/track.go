package learn

import (
	"slices"

	"github.com/google/uuid"

	"vatra/lms/learning"
	"vatra/lms/tracks"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/learn"
	"vatra/lms/web/views/ui"
)

// showTracks lists the tracks, with the reader's own progress.
func (a *area) showTracks(v *door.Visit) error {
	tracks, err := a.Tracks.Tracks(v.UserContext())
	if err != nil {
		return err
	}
	own := map[uuid.UUID]learning.TrackProgress{}
	if v.Actor.LoggedIn() {
		overview, err := a.Progress.Overview(v.UserContext(), v.Actor)
		if err != nil {
			return err
		}
		for _, progress := range overview.Tracks {
			own[progress.Track.ID] = progress
		}
	}
	page := views.TracksPage{Base: a.Base(v, v.P.T("nav.tracks"))}
	page.Description = v.P.T("track.list_lead")
	for _, track := range tracks {
		progress, enrolled := own[track.ID]
		if enrolled {
			track = progress.Track // the version that holds for this person
		}
		card := show.TrackCard(v, track)
		if enrolled {
			shown := show.TrackProgress(v, progress)
			card.Progress = &shown
		}
		page.Tracks = append(page.Tracks, card)
	}
	return a.Render(v, views.Tracks(page))
}

// showTrack is one track: learners who are enrolled see the version that holds for them, all others the newest.
func (a *area) showTrack(v *door.Visit) error {
	code := v.Params("code")
	track, err := a.Tracks.Track(v.UserContext(), code)
	if err != nil {
		return err
	}
	var page views.TrackPage
	var required []*learning.CourseState
	enrolled := false
	if v.Actor.LoggedIn() {
		var progress learning.TrackProgress
		if progress, enrolled, err = a.Progress.Track(v.UserContext(), v.Actor, code); err != nil {
			return err
		}
		if enrolled {
			track, required = progress.Track, progress.Required
			shown := show.TrackProgress(v, progress)
			page.Track.Progress = &shown
		}
	}
	if !enrolled {
		if required, err = a.requiredCourses(v, track); err != nil {
			return err
		}
	}
	a.fillTrack(v, &page, track, required)
	return a.Render(v, views.Track(page))
}

func (a *area) fillTrack(v *door.Visit, page *views.TrackPage, track tracks.Track, required []*learning.CourseState) {
	progress := page.Track.Progress
	page.Track = show.TrackCard(v, track)
	page.Track.Progress = progress
	page.Base = a.Base(v, page.Track.Name.Text)
	page.Description = page.Track.Summary.Text
	page.Crumbs = []ui.Link{{Text: v.P.T("nav.tracks"), URL: "/tracks"}}
	page.AllLessons, page.AllQuizzes = track.Rules.LessonsCompleted, track.Rules.QuizzesPassed
	if track.Rules.MinimumMark.IsPositive() {
		page.MinimumMark = track.Rules.MinimumMark.String()
	}
	for _, course := range required {
		page.Required = append(page.Required, show.CourseCard(v, course, v.P.Lang()))
	}
	page.ToCome = len(track.CourseCodes) - len(required)
	page.EnrolURL = page.Track.URL + "/enrol"
	if progress != nil && !progress.CompletedAt.IsZero() {
		page.Certificates = "/certificates"
	}
}

// requiredCourses are the published courses of a track in its order.
func (a *area) requiredCourses(v *door.Visit, track tracks.Track) ([]*learning.CourseState, error) {
	courses, err := a.Progress.Courses(v.UserContext(), v.Actor, track.CourseCodes)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(courses, func(a, b *learning.CourseState) int {
		return slices.Index(track.CourseCodes, a.Version.Code) - slices.Index(track.CourseCodes, b.Version.Code)
	})
	return courses, nil
}

// enrol puts the visitor into a track. Whoever had met its rules before finds their certificate.
func (a *area) enrol(v *door.Visit) error {
	code := v.Params("code")
	enrolled, err := a.Enrolment.Enrol(v.UserContext(), v.Actor, code)
	if err != nil {
		return err
	}
	if a.tellSettled(v, enrolled.Settled, "lesson.track_completed") {
		return a.Redirect(v, "/certificates")
	}
	if enrolled.Fresh {
		a.Flash(v, ui.ToneSuccess, "track.enrolled")
	}
	return a.Redirect(v, show.TrackURL(code))
}
