package learning_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/assessment/exam"
	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/learning"
	"vatra/lms/pgtest"
	"vatra/lms/schooltest"
	"vatra/lms/tracks"
)

// complete completes a lesson of the easy course and tells what that settled.
func complete(t *testing.T, s *schooltest.School, learner access.Actor, key string) learning.Settled {
	t.Helper()
	_, settled, err := s.Reading.CompleteLesson(t.Context(), learner, "digital-literacy-basics", key)
	if err != nil {
		t.Fatal(err)
	}
	return settled
}

func nothing(settled learning.Settled) bool {
	return settled.Lesson == uuid.Nil && len(settled.Courses)+len(settled.Tracks)+len(settled.Awards) == 0
}

func TestTheLastLessonSaysWhatItSettlesAndOnlyOnce(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	s.Enrol(learner)
	passed := s.Sit(learner, "digital-literacy-basics", true)
	first := complete(t, s, learner, "first")
	if first.Lesson == uuid.Nil || len(first.Courses)+len(first.Tracks)+len(first.Awards) > 0 {
		t.Errorf("a lesson in the middle settles %+v", first)
	}
	last := complete(t, s, learner, "second")
	if last.Lesson == uuid.Nil || len(last.Courses) != 1 || last.Courses[0].Code != "digital-literacy-basics" ||
		len(last.Tracks) != 1 || last.Tracks[0].Code != "digital-literacy" ||
		len(last.Awards) != 1 || last.Awards[0].Code != s.AwardsOf(learner)[0].Code {
		t.Errorf("the last lesson settles %+v", last)
	}
	if again := complete(t, s, learner, "second"); !nothing(again) {
		t.Errorf("completing again settles %+v", again)
	}
	if _, again, err := s.Sitting.SubmitQuiz(t.Context(), learner, passed.Attempt.ID); err != nil || !nothing(again) {
		t.Errorf("handing in again settles %+v, %v", again, err)
	}
	if again, err := s.Enrolment.Enrol(t.Context(), learner, "digital-literacy"); err != nil || again.Fresh || !nothing(again.Settled) {
		t.Errorf("enrolling again settles %+v, %v", again, err)
	}
	if by := completedBy(t, s, learner); by != uuid.Nil {
		t.Errorf("a lesson completed the track, and attempt %s takes it for its own", by)
	}
}

func TestHandingInSaysWhatItSettles(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	s.Enrol(learner)
	s.Study(learner, "digital-literacy-basics")
	s.Sit(learner, "digital-literacy-basics", false)
	last := s.Sit(learner, "digital-literacy-basics", true)
	if by := completedBy(t, s, learner); by != last.Attempt.ID {
		t.Errorf("attempt %s completed the track, and %s is on record", last.Attempt.ID, by)
	}
}

// answered has somebody in the middle of the exam, with everything answered and the time over.
func answered(t *testing.T) (*schooltest.School, access.Actor) {
	t.Helper()
	s := schooltest.New(t)
	course := schooltest.EasyCourse()
	course["course.yaml"] = strings.Replace(course["course.yaml"], "pass_mark: 40", "pass_mark: 40, time_limit: 1h", 1)
	s.Install(packtest.Folder(t, course))
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	s.Enrol(learner)
	s.Study(learner, "digital-literacy-basics")
	first, err := s.Sitting.StartQuiz(t.Context(), learner, "digital-literacy-basics", "final")
	if err != nil {
		t.Fatal(err)
	}
	for _, slot := range first.Slots {
		if _, err := s.Quizzes.Save(t.Context(), exam.Save{
			AttemptID: first.ID, LearnerID: learner.UserID, Slot: slot.Number, Seq: 1, Response: slot.Question.RightResponse(),
		}); err != nil {
			t.Fatal(err)
		}
	}
	s.Exec("UPDATE attempts SET started_at = started_at - interval '2 hours', deadline = deadline - interval '2 hours'")
	return s, learner
}

func TestStartingAgainAfterTheDeadlineSettlesWhatWasAnswered(t *testing.T) {
	t.Parallel()
	s, learner := answered(t)
	second, err := s.Sitting.StartQuiz(t.Context(), learner, "digital-literacy-basics", "final")
	if err != nil || second.Number != 2 {
		t.Fatalf("the second attempt: %+v, %v", second, err)
	}
	if awards := s.AwardsOf(learner); len(awards) != 1 {
		t.Errorf("%d certificates for an attempt that the clock has ended", len(awards))
	}
}

func TestAnAttemptWhoseClosingGotLostIsClosedAllTheSame(t *testing.T) {
	t.Parallel()
	s, learner := answered(t)
	s.Exec("DELETE FROM river_job WHERE kind = 'close_attempt'")
	if err := s.Sitting.CloseOverdue(t.Context(), access.Operator()); err != nil {
		t.Fatal(err)
	}
	if awards := s.AwardsOf(learner); len(awards) != 1 {
		t.Errorf("%d certificates for an attempt that the clock has ended", len(awards))
	}
}

func completedBy(t *testing.T, s *schooltest.School, learner access.Actor) uuid.UUID {
	t.Helper()
	enrolments, err := s.Tracks.Enrolments(t.Context(), learner)
	if err != nil || len(enrolments) != 1 || enrolments[0].CompletedAt.IsZero() {
		t.Fatalf("enrolled %+v, %v", enrolments, err)
	}
	return enrolments[0].CompletedBy
}

func TestEnrollingSaysWhatItSettles(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	s.Study(learner, "digital-literacy-basics")
	s.Sit(learner, "digital-literacy-basics", true)
	enrolled, err := s.Enrolment.Enrol(t.Context(), learner, "digital-literacy")
	if err != nil || !enrolled.Fresh || len(enrolled.Settled.Tracks) != 1 || len(enrolled.Settled.Awards) != 1 ||
		len(enrolled.Settled.Courses) != 0 {
		t.Errorf("enrolling settles %+v, %v", enrolled, err)
	}
}

func TestAnAttemptIsNobodyElses(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	ana, ion := s.Person("ana@primarie.example", access.RoleLearner), s.Person("ion@primarie.example", access.RoleLearner)
	attempt, err := s.Sitting.StartQuiz(t.Context(), ana, "digital-literacy-basics", "final")
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = s.Sitting.SubmitQuiz(t.Context(), ion, attempt.ID)
	schooltest.Wants(t, err, fault.NotFound, "assessment.attempt_not_found")
	_, err = s.Sitting.CloseAttempt(t.Context(), ion, attempt.ID)
	schooltest.Wants(t, err, fault.NotFound, "assessment.attempt_not_found")
	guest := access.Guest("en")
	_, _, err = s.Sitting.SubmitQuiz(t.Context(), guest, attempt.ID)
	schooltest.Wants(t, err, fault.Unauthenticated, "people.login_needed")
	_, _, err = s.Reading.CompleteLesson(t.Context(), guest, "digital-literacy-basics", "first")
	schooltest.Wants(t, err, fault.Unauthenticated, "people.login_needed")
	_, err = s.Progress.OverviewOf(t.Context(), ion, ana.UserID)
	schooltest.Wants(t, err, fault.Forbidden, "people.forbidden")
}

// beside lets act run into a lock that the statement takes, does what it is told meanwhile, and lets it go.
func beside(t *testing.T, s *schooltest.School, lock string, act func() error, meanwhile func(bun.Tx) error) {
	t.Helper()
	acted := make(chan error, 1)
	err := s.DB.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewRaw(lock).Exec(ctx); err != nil {
			return err
		}
		go func() { acted <- act() }()
		if err := pgtest.AwaitLock(t.Context(), s.DB); err != nil {
			return err
		}
		return meanwhile(tx)
	})
	if err != nil {
		t.Errorf("beside it: %v", err)
	}
	if err := <-acted; err != nil {
		t.Error(err)
	}
}

func TestACoursePublishedMeanwhileCounts(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.Install(packtest.Folder(t, toRead("reading")))
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	if err := newTrack(t, s, "both", tracks.Rules{LessonsCompleted: true}, "reading", "later"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Enrolment.Enrol(t.Context(), learner, "both"); err != nil {
		t.Fatal(err)
	}
	later := packtest.Folder(t, toRead("later"))
	beside(t, s, "SELECT FROM users FOR NO KEY UPDATE", func() error {
		_, _, err := s.Reading.CompleteLesson(t.Context(), learner, "reading", "one")
		return err
	}, func(bun.Tx) error {
		s.Install(later)
		return nil
	})
	_, settled, err := s.Reading.CompleteLesson(t.Context(), learner, "later", "one")
	if err != nil || len(settled.Tracks) != 1 || len(settled.Awards) != 1 {
		t.Errorf("the last course settles %+v, %v", settled, err)
	}
}
