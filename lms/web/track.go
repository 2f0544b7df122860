package web

import (
	"net/url"
	"slices"

	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/lms/i18n"
	"vatra/lms/learning"
	"vatra/lms/tracks"
	"vatra/lms/web/views"
)

func trackURL(code string) string { return "/tracks/" + url.PathEscape(code) }

// showTracks lists the tracks, with the reader's own progress.
func (s *Server) showTracks(v *visit) error {
	tracks, err := s.Tracks.Tracks(v.UserContext())
	if err != nil {
		return err
	}
	own := map[uuid.UUID]learning.TrackProgress{}
	if v.Actor.LoggedIn() {
		overview, err := s.Learning.Overview(v.UserContext(), v.Actor.UserID)
		if err != nil {
			return err
		}
		for _, progress := range overview.Tracks {
			own[progress.Track.ID] = progress
		}
	}
	page := views.TracksPage{Base: s.base(v, v.P.T("nav.tracks"))}
	page.Description = v.P.T("tracks.lead")
	for _, track := range tracks {
		progress, enrolled := own[track.ID]
		if enrolled {
			track = progress.Track // the version that holds for this person
		}
		card := v.trackCard(track)
		if enrolled {
			shown := v.trackProgress(progress)
			card.Progress = &shown
		}
		page.Tracks = append(page.Tracks, card)
	}
	return s.render(v, views.Tracks(page))
}

func (v *visit) trackCard(track tracks.Track) views.TrackCard {
	return views.TrackCard{
		URL: trackURL(track.Code), Hours: track.Hours, Courses: len(track.CourseCodes),
		Name:    v.title(track.Names, track.Code, v.P.Lang(), []string{i18n.Fallback}),
		Summary: v.title(track.Summaries, "", v.P.Lang(), []string{i18n.Fallback}),
	}
}

func (v *visit) trackProgress(progress learning.TrackProgress) views.TrackProgress {
	shown := views.TrackProgress{
		EnrolledAt: progress.EnrolledAt, CompletedAt: progress.CompletedAt,
		Done: progress.LessonsDone, Lessons: progress.LessonsTotal,
		Passed: progress.ExamsPassed, Exams: progress.ExamsTotal,
		Next: views.TrackStep{Kind: string(progress.Next.Kind)},
	}
	if progress.ExamsTaken > 0 { // before that, a mean says nothing
		shown.Mark = assessment.Rounded(progress.Mark).String()
	}
	if course := progress.Next.Course; course != nil {
		shown.Next.Step = v.step(course, progress.Next.Lesson, v.P.Lang())
	}
	return shown
}

// showTrack is one track: for who is enrolled in the version that holds for them, else in the newest.
func (s *Server) showTrack(v *visit) error {
	code := v.Params("code")
	track, err := s.Tracks.Track(v.UserContext(), code)
	if err != nil {
		return err
	}
	var page views.TrackPage
	var required []*learning.CourseState
	enrolled := false
	if v.Actor.LoggedIn() {
		var progress learning.TrackProgress
		if progress, enrolled, err = s.Learning.Progress(v.UserContext(), v.Actor.UserID, code); err != nil {
			return err
		}
		if enrolled {
			track, required = progress.Track, progress.Required
			shown := v.trackProgress(progress)
			page.Track.Progress = &shown
		}
	}
	if !enrolled {
		if required, err = s.requiredCourses(v, track); err != nil {
			return err
		}
	}
	s.fillTrack(v, &page, track, required)
	return s.render(v, views.Track(page))
}

func (s *Server) fillTrack(v *visit, page *views.TrackPage, track tracks.Track, required []*learning.CourseState) {
	progress := page.Track.Progress
	page.Track = v.trackCard(track)
	page.Track.Progress = progress
	page.Base = s.base(v, page.Track.Name.Text)
	page.Description = page.Track.Summary.Text
	page.Crumbs = []views.Link{{Text: v.P.T("nav.tracks"), URL: "/tracks"}}
	page.AllLessons, page.AllQuizzes = track.Rules.LessonsCompleted, track.Rules.QuizzesPassed
	if track.Rules.MinimumMark.IsPositive() {
		page.MinimumMark = track.Rules.MinimumMark.String()
	}
	for _, course := range required {
		page.Required = append(page.Required, s.courseCard(v, course, v.P.Lang()))
	}
	page.ToCome = len(track.CourseCodes) - len(required)
	page.EnrolURL = page.Track.URL + "/enrol"
	if progress != nil && !progress.CompletedAt.IsZero() {
		page.Certificates = "/certificates"
	}
}

// requiredCourses are the published courses of a track in its order.
func (s *Server) requiredCourses(v *visit, track tracks.Track) ([]*learning.CourseState, error) {
	courses, err := s.Learning.Courses(v.UserContext(), v.Actor.UserID, track.CourseCodes)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(courses, func(a, b *learning.CourseState) int {
		return slices.Index(track.CourseCodes, a.Version.Code) - slices.Index(track.CourseCodes, b.Version.Code)
	})
	return courses, nil
}

// enrol puts the visitor into a track.
func (s *Server) enrol(v *visit) error {
	code := v.Params("code")
	fresh, err := s.Learning.Enrol(v.UserContext(), v.Actor, code)
	if err != nil {
		return err
	}
	if fresh {
		s.flash(v, views.ToneSuccess, "track.enrolled")
	}
	return s.redirect(v, trackURL(code))
}
