package learning_test

import (
	"testing"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/learning"
	"vatra/lms/schooltest"
)

const townHall = "digital-literacy-basics"

// presence is a learner whose last visit to the course was long ago.
func presence(t *testing.T) (s *schooltest.School, learner access.Actor, seen func() bool) {
	t.Helper()
	s = schooltest.New(t)
	s.InstallShort()
	learner = s.Person("ana@primarie.example", access.RoleLearner)
	if _, err := s.Reading.OpenLesson(t.Context(), learner, townHall, firstLesson(t, s, townHall, learner)); err != nil {
		t.Fatal(err)
	}
	away(s)
	return s, learner, func() bool {
		return s.Count(`SELECT count(*) FROM course_enrolments WHERE seen_at > now() - interval '1 minute'`) == 1
	}
}

func away(s *schooltest.School) {
	s.Exec(`UPDATE course_enrolments SET seen_at = now() - interval '3 days'`)
}

func TestWhoeverReadsTheSameLessonAgainIsSeen(t *testing.T) {
	t.Parallel()
	s, learner, seen := presence(t)
	open := func() {
		t.Helper()
		if _, err := s.Reading.OpenLesson(t.Context(), learner, townHall, firstLesson(t, s, townHall, learner)); err != nil {
			t.Fatal(err)
		}
	}
	if open(); !seen() {
		t.Error("a lesson was read again, and its reader counts as away")
	}
	s.Exec(`UPDATE course_enrolments SET seen_at = now() - interval '10 minutes'`)
	if open(); seen() {
		t.Error("each reading of the same lesson is written down")
	}
}

func TestWhoeverCompletesOrHandsInIsSeen(t *testing.T) {
	t.Parallel()
	s, learner, seen := presence(t)
	attempt, err := s.Sitting.StartQuiz(t.Context(), learner, townHall, "final")
	if err != nil || !seen() {
		t.Fatalf("an exam was started, and its learner counts as away: %v", err)
	}
	away(s)
	if _, _, err := s.Sitting.SubmitQuiz(t.Context(), learner, attempt.ID); err != nil || !seen() {
		t.Errorf("an exam was handed in, and its learner counts as away: %v", err)
	}
	s.Install(packtest.Folder(t, toRead("salut")))
	if _, err := s.Reading.OpenLesson(t.Context(), learner, "salut", "one"); err != nil {
		t.Fatal(err)
	}
	s.Exec(`UPDATE course_enrolments SET seen_at = now() - interval '10 minutes'`)
	if _, _, err := s.Reading.CompleteLesson(t.Context(), learner, "salut", "one"); err != nil || !seen() {
		t.Errorf("a lesson was completed, and its reader counts as away: %v", err)
	}
}

// An attempt that the clock ends is nobody's visit.
func TestADeadlineIsNoVisit(t *testing.T) {
	t.Parallel()
	s, learner, seen := presence(t)
	attempt, err := s.Sitting.StartQuiz(t.Context(), learner, townHall, "final")
	if err != nil {
		t.Fatal(err)
	}
	away(s)
	s.Exec(`UPDATE attempts SET started_at = started_at - interval '2 hours', deadline = deadline - interval '2 hours'`)
	if _, err := s.Sitting.CloseAttempt(t.Context(), access.Operator(), attempt.ID); err != nil || seen() {
		t.Errorf("an exam ended by itself, and its learner counts as present: %v", err)
	}
}

func TestTheCourseLastWorkedAtComesFirst(t *testing.T) {
	t.Parallel()
	s, learner, _ := presence(t)
	s.Install(packtest.Folder(t, toRead("salut")))
	for _, code := range []string{"salut", townHall} {
		if _, err := s.Reading.OpenLesson(t.Context(), learner, code, firstLesson(t, s, code, learner)); err != nil {
			t.Fatal(err)
		}
		overview, err := s.Progress.Overview(t.Context(), learner)
		if err != nil || len(overview.Started) != 2 || overview.Started[0].Version.Code != code {
			t.Errorf("%s does not come first of %v: %v", code, codesOf(overview.Started), err)
		}
	}
}

func codesOf(courses []*learning.CourseState) (codes []string) {
	for _, course := range courses {
		codes = append(codes, course.Version.Code)
	}
	return codes
}
