package intake

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"

	"vatra/content"
	"vatra/lms/fault"
)

// versionBefore is the published version of the course that the version took the place of.
const versionBefore = `SELECT before.id FROM course_versions made
	JOIN course_versions before ON before.course_id = made.course_id AND before.number < made.number
		AND before.status = 'published'
	WHERE made.id = ? ORDER BY before.number DESC LIMIT 1`

// compare tells in the report which version was made, and warns of each lesson and quiz that the one before it had and
// it has not. These come before the other warnings: who brings in a course by mistake under the code of another sees it
// at once.
func (s *Installer) compare(ctx context.Context, report *Report, made uuid.UUID) error {
	now, err := s.courses.Version(ctx, made)
	if err != nil {
		return err
	}
	report.Version = now.Number
	var id uuid.UUID
	if err := s.db.NewRaw(versionBefore, made).Scan(ctx, &id); errors.Is(err, sql.ErrNoRows) {
		return nil
	} else if err != nil {
		return err
	}
	before, err := s.courses.Version(ctx, id)
	if err != nil {
		return err
	}
	report.Warnings = append(missing(before, now), report.Warnings...)
	return nil
}

// missing are the lessons and quizzes of one version that another has not, known by their keys.
func missing(before, now *content.Version) []fault.Warning {
	type step struct {
		key  string
		quiz bool
	}
	stepOf := func(l content.Lesson) step { return step{key: l.Key, quiz: l.Kind == content.KindQuiz} }
	kept := map[step]bool{}
	for _, lesson := range now.Lessons() {
		kept[stepOf(lesson)] = true
	}
	var gone []fault.Warning
	for _, lesson := range before.Lessons() {
		if kept[stepOf(lesson)] {
			continue
		}
		title, _ := lesson.Titles.In(now.Languages[0], before.Languages...)
		if title == "" {
			title = lesson.Key
		}
		warning := fault.Warning{Entry: title, Key: "import.lesson_gone", Args: map[string]any{"Number": before.Number}}
		if lesson.Kind == content.KindQuiz {
			warning.Key = "import.quiz_gone"
		}
		gone = append(gone, warning)
	}
	return gone
}
