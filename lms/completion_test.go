package lms_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"vatra/lms"
	"vatra/lms/fault"
	"vatra/lms/lang"
)

// toRead is a course without an exam, under the code that the seeded track requires.
func toRead(code string) map[string]string {
	return map[string]string{
		"course.yaml":       "vatra: 1\ncode: " + code + "\ntitle: {en: Reading}\nlanguages: [en]\nlicence: CC0-1.0\n",
		"01-a/01-one.en.md": "# One\n\nOne.\n",
	}
}

// newTrack makes a track that anybody can enrol in.
func (s *school) newTrack(code string, rules lms.Rules, courses ...string) error {
	_, err := s.tracks.Create(s.t.Context(), lms.Operator(), code, lms.TrackChange{
		Names: lang.Texts{"en": code, "ro": code}, Hours: 3, CourseCodes: courses, Rules: rules,
	})
	return err
}

func TestAMinimumMarkIsNotReachedWithoutAnExam(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.install(folder(t, toRead("digital-literacy-basics")))
	learner := s.person("ana@primarie.example", lms.RoleLearner)
	s.enrol(learner) // its rules ask for a mean of 70
	s.study(learner, "digital-literacy-basics")
	if awards := s.awardsOf(learner); len(awards) > 0 {
		t.Errorf("a certificate that asks for a mark, without any: %+v", awards[0].Record)
	}
	if kind, _ := s.next(learner); kind != lms.StepWaiting {
		t.Errorf("the learner is told %q", kind)
	}
	err := s.newTrack("quizzes", lms.Rules{QuizzesPassed: true, LessonsCompleted: true}, "digital-literacy-basics")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.learning.Enrol(t.Context(), learner, "quizzes"); err != nil {
		t.Fatal(err)
	}
	if awards := s.awardsOf(learner); len(awards) != 1 || awards[0].Record.TrackCode != "quizzes" || awards[0].Record.Mark.Valid {
		t.Errorf("of no quizzes all are passed: %+v", awards)
	}
}

func TestTrackWhoseMarkNobodyCanReachIsRefused(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.install(folder(t, toRead("reading")))
	s.install(folder(t, easyCourse()))
	mark := lms.Rules{LessonsCompleted: true, MinimumMark: decimal.NewFromInt(70)}
	wants(t, s.newTrack("one", mark, "reading"), fault.Invalid, "minimum_mark: track.mark_without_exam")
	for code, courses := range map[string][]string{
		"two": {"reading", "digital-literacy-basics"}, "three": {"reading", "still-to-come"}, "four": nil,
	} {
		if err := s.newTrack(code, mark, courses...); err != nil {
			t.Errorf("%v: %v", courses, err)
		}
	}
	change := lms.TrackChange{Hours: 3, CourseCodes: []string{"reading"}, Rules: mark}
	_, err := s.tracks.Change(t.Context(), lms.Operator(), "two", change)
	wants(t, err, fault.Invalid, "minimum_mark: track.mark_without_exam")

	// What counts is the newest version.
	s.install(folder(t, toRead("digital-literacy-basics")))
	wants(t, s.newTrack("five", mark, "digital-literacy-basics"), fault.Invalid, "minimum_mark: track.mark_without_exam")
}

// TestCertificateHasNoMarkWhereNoExamWasSat takes a version from before a rule was asked for.
func TestCertificateHasNoMarkWhereNoExamWasSat(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.install(folder(t, easyCourse()))
	const ruleless = `WITH v AS (INSERT INTO track_versions (id, track_id, number, names, summaries, hours,
			lessons_completed, minimum_mark, quizzes_passed)
		SELECT gen_random_uuid(), id, 2, '{"en": "Old"}', '{}', 3, false, 0, false FROM tracks WHERE code = 'digital-literacy'
		RETURNING id)
		INSERT INTO track_courses (track_version_id, position, course_code) SELECT id, 1, 'digital-literacy-basics' FROM v`
	if _, err := s.db.NewRaw(ruleless).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	learner := s.person("ana@primarie.example", lms.RoleLearner)
	if _, err := s.learning.StartQuiz(t.Context(), "digital-literacy-basics", "final", learner.UserID); err != nil {
		t.Fatal(err)
	}
	s.enrol(learner)
	if awards := s.awardsOf(learner); len(awards) != 1 || awards[0].Record.Mark.Valid {
		t.Errorf("no exam was handed in: %+v", awards)
	}
}
