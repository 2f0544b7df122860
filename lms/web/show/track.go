package show

import (
	"net/url"

	"vatra/assessment"
	"vatra/lms/i18n"
	"vatra/lms/learning"
	"vatra/lms/tracks"
	"vatra/lms/web/door"
	"vatra/lms/web/views/parts"
)

// TrackURL is the address of a track's page.
func TrackURL(code string) string { return tracks.Path + url.PathEscape(code) }

// TrackCard is a track in a list, in the reader's language.
func TrackCard(v *door.Visit, track tracks.Track) parts.TrackCard {
	return parts.TrackCard{
		Code: track.Code, URL: TrackURL(track.Code), Courses: len(track.CourseCodes), Closed: !track.Open,
		Name:    v.Title(track.Names, track.Code, v.P.Lang(), []string{i18n.Fallback}),
		Summary: v.Title(track.Summaries, "", v.P.Lang(), []string{i18n.Fallback}),
	}
}

// TrackWork is how long a track takes. courses are those of the track that are published, in the versions that hold for
// the reader, and may hold others too.
func TrackWork(v *door.Visit, track tracks.Track, courses []*learning.CourseState) parts.TrackWork {
	var own []*learning.CourseState
	for _, course := range courses {
		if track.Requires(course.Version.Code) {
			own = append(own, course)
		}
	}
	work := learning.WorkOf(own)
	shown := parts.TrackWork{
		Total: work.Minutes(), Reading: work.Reading, Exercises: work.Exercises, Exams: work.Exams, Stated: track.Stated * 60,
		Reason: v.Title(track.Reasons, "", v.P.Lang(), []string{i18n.Fallback}),
	}
	for _, course := range own {
		version := course.Version
		shown.Courses = append(shown.Courses, parts.CourseVersion{
			Title: v.Title(version.Titles, version.Code, v.P.Lang(), version.Languages), Number: version.Number,
		})
	}
	return shown
}

// TrackProgress is how far somebody is in a track, and what to do next. It shows no mark before the first exam.
func TrackProgress(v *door.Visit, progress learning.TrackProgress) parts.TrackProgress {
	shown := parts.TrackProgress{
		EnrolledAt: progress.EnrolledAt, CompletedAt: progress.CompletedAt,
		Done: progress.LessonsDone, Lessons: progress.LessonsTotal,
		Passed: progress.ExamsPassed, Exams: progress.ExamsTotal,
		Next: parts.TrackStep{Kind: string(progress.Next.Kind)},
	}
	if progress.ExamsTaken > 0 { // before that, a mean says nothing
		shown.Mark = assessment.Rounded(progress.Mark).String()
	}
	if course := progress.Next.Course; course != nil {
		shown.Next.Step = LessonLink(v, course, progress.Next.Lesson, v.P.Lang())
	}
	return shown
}

// LearningTracks are the tracks that somebody is enrolled in.
func LearningTracks(v *door.Visit, overview learning.Overview) []parts.LearningTrack {
	tracks := make([]parts.LearningTrack, 0, len(overview.Tracks))
	for _, progress := range overview.Tracks {
		card := TrackCard(v, progress.Track)
		track := parts.LearningTrack{URL: card.URL, Name: card.Name, Progress: TrackProgress(v, progress)}
		if minimum := progress.Track.Rules.MinimumMark; minimum.IsPositive() {
			track.MinimumMark = minimum.String()
		}
		tracks = append(tracks, track)
	}
	return tracks
}
