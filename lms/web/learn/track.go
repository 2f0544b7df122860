package learn

import (
	"slices"

	"github.com/google/uuid"

	"vatra/content/competences"
	"vatra/lms/access"
	"vatra/lms/learning"
	"vatra/lms/tracks"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/learn"
	"vatra/lms/web/views/parts"
	"vatra/lms/web/views/ui"
)

// showTracks lists the tracks, with the reader's own progress.
func (a *area) showTracks(v *door.Visit) error {
	page := views.TracksPage{Base: a.Base(v, v.P.T("nav.tracks"))}
	page.Description = v.P.T("track.list_lead")
	page.Crumbs = []ui.Link{{Text: v.P.T("course.list_title"), URL: "/courses"}}
	cards, err := a.everyTrack(v)
	if err != nil {
		return err
	}
	page.Tracks = cards
	return a.Render(v, views.Tracks(page))
}

// trackCards are tracks in a list, with the work of their courses and what the reader wishes to be told of.
func (a *area) trackCards(v *door.Visit, listed []tracks.Track) ([]parts.TrackCard, error) {
	var codes []string
	for _, track := range listed {
		codes = append(codes, track.CourseCodes...)
	}
	courses, err := a.Progress.Courses(v.UserContext(), v.Actor, codes)
	if err != nil {
		return nil, err
	}
	wishes, err := a.wishes(v, listed)
	cards := make([]parts.TrackCard, 0, len(listed))
	for _, track := range listed {
		card := show.TrackCard(v, track)
		card.Work, card.Wished = show.TrackWork(v, track, courses), wishes[track.ID]
		cards = append(cards, card)
	}
	return cards, err
}

// wishes are those of the reader, where any of the tracks has not opened yet.
func (a *area) wishes(v *door.Visit, listed []tracks.Track) (map[uuid.UUID]bool, error) {
	closed := func(track tracks.Track) bool { return !track.Open }
	if !v.Actor.Can(access.Learn) || !slices.ContainsFunc(listed, closed) {
		return nil, nil //nolint:nilnil // nobody wishes anything
	}
	return a.Tracks.Wishes(v.UserContext(), v.Actor)
}

// showTrack is one track: learners who are enrolled, or have left, see the version that holds for them, all others the
// newest.
func (a *area) showTrack(v *door.Visit) error {
	code := v.Params("code")
	track, err := a.Tracks.Track(v.UserContext(), code)
	if err != nil {
		return err
	}
	var page views.TrackPage
	var required []*learning.CourseState
	known := false
	if v.Actor.LoggedIn() {
		var progress learning.TrackProgress
		if progress, known, err = a.Progress.Track(v.UserContext(), v.Actor, code); err != nil {
			return err
		}
		if known {
			track, required = progress.Track, progress.Required
			shown := show.TrackProgress(v, progress)
			page.Track.Progress, page.Left = &shown, progress.EndedAt
		}
	}
	if !known {
		if required, err = a.requiredCourses(v, track); err != nil {
			return err
		}
	}
	wishes, err := a.wishes(v, []tracks.Track{track})
	if err != nil {
		return err
	}
	a.fillTrack(v, &page, track, required)
	page.Track.Wished = wishes[track.ID]
	return a.Render(v, views.Track(page))
}

func (a *area) fillTrack(v *door.Visit, page *views.TrackPage, track tracks.Track, required []*learning.CourseState) {
	progress := page.Track.Progress
	page.Track = show.TrackCard(v, track)
	page.Track.Progress, page.Track.Work = progress, show.TrackWork(v, track, required)
	page.Base = a.Base(v, page.Track.Name.Text)
	page.TitleLang, page.Description, page.SummaryLang = page.Track.Name.Lang, page.Track.Summary.Text, page.Track.Summary.Lang
	page.Crumbs = []ui.Link{{Text: v.P.T("nav.tracks"), URL: "/tracks"}}
	page.AllLessons, page.AllQuizzes = track.Rules.LessonsCompleted, track.Rules.QuizzesPassed
	if track.Rules.MinimumMark.IsPositive() {
		page.MinimumMark = track.Rules.MinimumMark.String()
	}
	for _, course := range required {
		card := show.CourseCard(v, course, v.P.Lang())
		card.Alone = progress != nil && len(track.CourseCodes) == 1
		page.Required = append(page.Required, card)
		page.Competences = append(page.Competences, card.Competences...)
	}
	page.Competences = competences.Sorted(page.Competences)
	page.Robots.Preview, page.Robots.Data = true, show.TrackData(a.Door, v, page.Base, page.Track, page.Required)
	page.ToCome = len(track.CourseCodes) - len(required)
	page.EnrolURL, page.LeaveURL = page.Track.URL+"/enrol", page.Track.URL+"/leave"
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
		return a.backToTrack(v, code, err)
	}
	if a.tellSettled(v, enrolled.Settled, "lesson.track_completed") {
		return a.Redirect(v, "/certificates")
	}
	switch {
	case enrolled.Back:
		a.Flash(v, ui.ToneSuccess, "track.back")
	case enrolled.Fresh:
		a.Flash(v, ui.ToneSuccess, "track.enrolled")
	}
	return a.Redirect(v, show.TrackURL(code))
}
