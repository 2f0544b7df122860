package learning_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/lang"
	"vatra/lms/learning"
	"vatra/lms/schooltest"
	"vatra/lms/tracks"
)

// toRead is a course without an exam, under the code that the seeded track requires.
func toRead(code string) map[string]string {
	return map[string]string{
		"course.yaml":       "vatra: 1\ncode: " + code + "\ntitle: {en: Reading}\nlanguages: [en]\nlicence: CC0-1.0\n",
		"01-a/01-one.en.md": "# One\n\nOne.\n",
	}
}

// newTrack makes a track that anybody can enrol in.
func newTrack(t *testing.T, s *schooltest.School, code string, rules tracks.Rules, courses ...string) error {
	_, err := s.Tracks.Create(t.Context(), access.Operator(), code, tracks.Change{
		Names: lang.Texts{"en": code, "ro": code}, CourseCodes: courses, Rules: rules,
	})
	return err
}

func TestAMinimumMarkIsNotReachedWithoutAnExam(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.Install(packtest.Folder(t, toRead("digital-literacy-basics")))
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	s.Enrol(learner) // its rules ask for a mean of 70
	s.Study(learner, "digital-literacy-basics")
	if awards := s.AwardsOf(learner); len(awards) > 0 {
		t.Errorf("a certificate that asks for a mark, without any: %+v", awards[0].Record)
	}
	if kind, _ := next(t, s, learner); kind != learning.StepWaiting {
		t.Errorf("the learner is told %q", kind)
	}
	err := newTrack(t, s, "quizzes", tracks.Rules{QuizzesPassed: true, LessonsCompleted: true}, "digital-literacy-basics")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Enrolment.Enrol(t.Context(), learner, "quizzes"); err != nil {
		t.Fatal(err)
	}
	if awards := s.AwardsOf(learner); len(awards) != 1 || awards[0].Record.TrackCode != "quizzes" || awards[0].Record.Mark.Valid {
		t.Errorf("of no quizzes all are passed: %+v", awards)
	}
}

func TestTrackWhoseMarkNobodyCanReachIsRefused(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.Install(packtest.Folder(t, toRead("reading")))
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	mark := tracks.Rules{LessonsCompleted: true, MinimumMark: decimal.NewFromInt(70)}
	schooltest.Wants(t, newTrack(t, s, "one", mark, "reading"), fault.Invalid, "minimum_mark: track.mark_without_exam")
	for code, courses := range map[string][]string{
		"two": {"reading", "digital-literacy-basics"}, "three": {"reading", "still-to-come"}, "four": nil,
	} {
		if err := newTrack(t, s, code, mark, courses...); err != nil {
			t.Errorf("%v: %v", courses, err)
		}
	}
	change := tracks.Change{CourseCodes: []string{"reading"}, Rules: mark}
	_, err := s.Tracks.Change(t.Context(), access.Operator(), "two", change)
	schooltest.Wants(t, err, fault.Invalid, "minimum_mark: track.mark_without_exam")

	// What counts is the newest version.
	s.Install(packtest.Folder(t, toRead("digital-literacy-basics")))
	schooltest.Wants(t, newTrack(t, s, "five", mark, "digital-literacy-basics"), fault.Invalid, "minimum_mark: track.mark_without_exam")
}

// TestCertificateHasNoMarkWhereNoExamWasSat takes a version from before a rule was asked for.
func TestCertificateHasNoMarkWhereNoExamWasSat(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	const ruleless = `WITH v AS (INSERT INTO track_versions (id, track_id, number, names, summaries,
			lessons_completed, minimum_mark, quizzes_passed)
		SELECT gen_random_uuid(), id, 2, '{"en": "Old"}', '{}', false, 0, false FROM tracks WHERE code = 'digital-literacy'
		RETURNING id)
		INSERT INTO track_courses (track_version_id, position, course_code) SELECT id, 1, 'digital-literacy-basics' FROM v`
	if _, err := s.DB.NewRaw(ruleless).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	if _, err := s.Sitting.StartQuiz(t.Context(), learner, "digital-literacy-basics", "final"); err != nil {
		t.Fatal(err)
	}
	s.Enrol(learner)
	if awards := s.AwardsOf(learner); len(awards) != 1 || awards[0].Record.Mark.Valid {
		t.Errorf("no exam was handed in: %+v", awards)
	}
}
