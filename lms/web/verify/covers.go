package verify

import (
	"context"
	"io"
	"slices"

	"github.com/a-h/templ"

	"vatra/certificates"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/learning"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	"vatra/lms/web/views/parts"
)

// covers tells an employer what the track of a certificate asks for, by the rules that held for its holder, and what its
// courses teach. A track that is not here any more is not told of.
func (a *area) covers(v *door.Visit, record *certificates.Record) (*parts.Covered, error) {
	track, err := a.Tracks.Version(v.UserContext(), record.TrackCode, record.RulesVersion)
	if fault.Is(err, fault.NotFound) {
		return nil, nil //nolint:nilnil // a certificate outlives its track
	}
	if err != nil {
		return nil, err
	}
	covered := &parts.Covered{
		URL: show.TrackURL(track.Code), AllLessons: track.Rules.LessonsCompleted, AllQuizzes: track.Rules.QuizzesPassed,
		Summary: v.Title(track.Summaries, "", v.P.Lang(), []string{i18n.Fallback}),
	}
	if track.Rules.MinimumMark.IsPositive() {
		covered.MinimumMark = track.Rules.MinimumMark.String()
	}
	codes := make([]string, 0, len(record.Courses))
	for _, course := range record.Courses {
		codes = append(codes, course.Code)
	}
	// As a guest sees them: whoever reads the page, it is the same.
	now, err := a.Progress.Courses(v.UserContext(), access.Guest(v.P.Lang()), codes)
	for _, course := range record.Courses {
		covered.Courses = append(covered.Courses, coveredCourse(v, record, course, now))
	}
	return covered, err
}

// coveredCourse has the topics of the version that the holder took, as long as that is the one which is offered.
func coveredCourse(
	v *door.Visit, record *certificates.Record, course certificates.Course, now []*learning.CourseState,
) parts.CoveredCourse {
	title, tag := course.Titles.In(v.P.Lang(), record.Locale, i18n.Fallback)
	covered := parts.CoveredCourse{Title: v.Words(title, tag)}
	at := slices.IndexFunc(now, func(state *learning.CourseState) bool { return state.Version.Code == course.Code })
	if at < 0 {
		return covered
	}
	version := now[at].Version
	covered.URL = show.CourseURL(version.Code)
	covered.Summary = v.Title(version.Summaries, "", v.P.Lang(), version.Languages)
	if version.Number != course.Version {
		return covered
	}
	covered.Competences = version.Competences
	for _, module := range version.Modules {
		if name := v.Title(module.Titles, "", v.P.Lang(), version.Languages); !name.Empty() {
			covered.Topics = append(covered.Topics, name)
		}
	}
	return covered
}

// failed is a part of a page that cannot be drawn.
func failed(err error) templ.Component {
	return templ.ComponentFunc(func(context.Context, io.Writer) error { return err })
}
