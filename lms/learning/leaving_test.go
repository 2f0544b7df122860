package learning_test

import (
	"testing"

	"vatra/assessment/exam"
	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/schooltest"
)

func leave(t *testing.T, s *schooltest.School, learner access.Actor, left bool) {
	t.Helper()
	if got, err := s.Tracks.Leave(t.Context(), learner, "digital-literacy"); err != nil || got != left {
		t.Fatalf("left: %v, %v", got, err)
	}
}

func TestWhoLeavesATrackComesBackToWhatWasDone(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	leave(t, s, learner, false)
	s.Enrol(learner)
	complete(t, s, learner, "first")
	leave(t, s, learner, true)
	leave(t, s, learner, false)
	overview, err := s.Progress.Overview(t.Context(), learner)
	if err != nil || len(overview.Tracks) != 0 || len(overview.Started) != 1 {
		t.Errorf("away, they learn %d tracks and %d courses, %v", len(overview.Tracks), len(overview.Started), err)
	}
	away, known, err := s.Progress.Track(t.Context(), learner, "digital-literacy")
	if err != nil || !known || away.EndedAt.IsZero() || away.LessonsDone != 1 {
		t.Errorf("away: %v %+v, %v", known, away, err)
	}
	counts, err := s.Tracks.Counts(t.Context(), access.Operator())
	if err != nil || counts[away.Track.ID].Enrolled != 0 {
		t.Errorf("counted are %+v, %v", counts, err)
	}
	enrolled, err := s.Enrolment.Enrol(t.Context(), learner, "digital-literacy")
	if err != nil || !enrolled.Fresh || !enrolled.Back {
		t.Errorf("coming back: %+v, %v", enrolled, err)
	}
	back, _, err := s.Progress.Track(t.Context(), learner, "digital-literacy")
	if err != nil || !back.EndedAt.IsZero() || back.LessonsDone != 1 || back.ID != away.ID {
		t.Errorf("back: %+v, %v", back, err)
	}
	if n := s.Count("SELECT count(*) FROM enrolments"); n != 1 {
		t.Errorf("%d enrolments", n)
	}
	_, err = s.Tracks.Leave(t.Context(), learner, "nothing")
	schooltest.Wants(t, err, fault.NotFound, "track.not_found")
	_, err = s.Tracks.Leave(t.Context(), access.Guest("en"), "digital-literacy")
	schooltest.Wants(t, err, fault.Unauthenticated, "people.login_needed")
}

// Whoever leaves in the middle of an exam goes on with it. What was passed away from the track counts on coming back.
func TestLeavingWithAnAttemptRunningLetsItGoOn(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	s.Enrol(learner)
	s.Study(learner, "digital-literacy-basics")
	attempt, err := s.Sitting.StartQuiz(t.Context(), learner, "digital-literacy-basics", "final")
	if err != nil {
		t.Fatal(err)
	}
	leave(t, s, learner, true)
	for _, slot := range attempt.Slots {
		if _, err := s.Quizzes.Save(t.Context(), exam.Save{
			AttemptID: attempt.ID, LearnerID: learner.UserID, Slot: slot.Number, Seq: 1, Response: slot.Question.RightResponse(),
		}); err != nil {
			t.Fatal(err)
		}
	}
	result, settled, err := s.Sitting.SubmitQuiz(t.Context(), learner, attempt.ID)
	if err != nil || !result.Attempt.Passed || len(settled.Courses) != 1 || len(settled.Tracks) != 0 {
		t.Errorf("handed in: %+v, %v", settled, err)
	}
	if awards := s.AwardsOf(learner); len(awards) != 0 {
		t.Errorf("%d certificates of a track that they have left", len(awards))
	}
	enrolled, err := s.Enrolment.Enrol(t.Context(), learner, "digital-literacy")
	if err != nil || len(enrolled.Settled.Awards) != 1 {
		t.Errorf("coming back settles %+v, %v", enrolled.Settled, err)
	}
	leave(t, s, learner, true)
	if awards := s.AwardsOf(learner); len(awards) != 1 {
		t.Errorf("%d certificates after leaving", len(awards))
	}
	again, err := s.Enrolment.Enrol(t.Context(), learner, "digital-literacy")
	if err != nil || !again.Back || len(again.Settled.Awards) != 0 || len(s.AwardsOf(learner)) != 1 {
		t.Errorf("coming back to what is complete: %+v, %v", again, err)
	}
}
