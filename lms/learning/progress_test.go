package learning_test

import (
	"testing"

	"vatra/assessment/exam"
	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/learning"
	"vatra/lms/schooltest"
)

func next(t *testing.T, s *schooltest.School, learner access.Actor) (kind learning.StepKind, lesson string) {
	t.Helper()
	progress, enrolled, err := s.Progress.Track(t.Context(), learner, "digital-literacy")
	if err != nil || !enrolled {
		t.Fatalf("enrolled %v, %v", enrolled, err)
	}
	return progress.Next.Kind, progress.Next.Lesson.Key
}

func TestTheNextStepLeadsToTheCertificate(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	ctx := t.Context()
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	_, err := s.Enrolment.Enrol(ctx, learner, "digital-literacy")
	schooltest.Wants(t, err, fault.Conflict, "track.being_prepared")
	if _, enrolled, err := s.Progress.Track(ctx, learner, "digital-literacy"); err != nil || enrolled {
		t.Fatalf("enrolled %v before enrolling, %v", enrolled, err)
	}
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	s.Enrol(learner)
	expect := func(when string, kind learning.StepKind, lesson string) {
		t.Helper()
		if gotKind, gotLesson := next(t, s, learner); gotKind != kind || gotLesson != lesson {
			t.Errorf("%s: %s %q, not %s %q", when, gotKind, gotLesson, kind, lesson)
		}
	}
	expect("at the beginning", learning.StepLesson, "first")
	if _, err := s.Reading.OpenLesson(ctx, learner, "digital-literacy-basics", "second"); err != nil {
		t.Fatal(err)
	}
	expect("where it was left", learning.StepLesson, "second")
	s.Study(learner, "digital-literacy-basics")
	expect("after the lessons", learning.StepExam, "final")
	s.Sit(learner, "digital-literacy-basics", false)
	expect("after failing", learning.StepExam, "final")

	attempt, err := s.Sitting.StartQuiz(ctx, learner, "digital-literacy-basics", "final")
	if err != nil {
		t.Fatal(err)
	}
	half := exam.Save{
		AttemptID: attempt.ID, LearnerID: learner.UserID, Slot: 1, Seq: 1, Response: attempt.Slots[0].Question.RightResponse(),
	}
	if _, err := s.Quizzes.Save(ctx, half); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Sitting.SubmitQuiz(ctx, learner, attempt.ID); err != nil {
		t.Fatal(err)
	}
	expect("passed, below the minimum of the track", learning.StepMark, "final")
	s.Sit(learner, "digital-literacy-basics", true)
	expect("when all is done", learning.StepNone, "")
	if awards := s.AwardsOf(learner); len(awards) != 1 {
		t.Errorf("%d certificates", len(awards))
	}
}

func TestOverviewSaysHowFarSomebodyIs(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	ctx := t.Context()
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	s.Install(packtest.Folder(t, map[string]string{
		"course.yaml":       "vatra: 1\ncode: other\ntitle: {en: Other}\nlanguages: [en]\nlicence: CC0-1.0\n",
		"01-a/01-one.en.md": "# One\n\nOne.\n",
	}))
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	stranger := s.Person("ion@primarie.example", access.RoleLearner)
	s.Enrol(learner)
	s.Study(learner, "digital-literacy-basics")
	s.Sit(learner, "digital-literacy-basics", false)
	s.Study(learner, "other")

	overview, err := s.Progress.Overview(ctx, learner)
	if err != nil {
		t.Fatal(err)
	}
	track := overview.Tracks[0]
	if track.LessonsDone != 2 || track.LessonsTotal != 3 || track.ExamsTaken != 1 || track.ExamsPassed != 0 ||
		track.ExamsTotal != 1 || !track.Mark.IsZero() || track.Complete {
		t.Errorf("the overview says %+v", track.Standing)
	}
	if len(overview.Started) != 2 || overview.Started[0].Version.Code != "other" || overview.Started[0].CompletedAt.IsZero() {
		t.Errorf("the course last worked at is not first: %+v", overview.Started)
	}
	if len(overview.Exams) != 1 || overview.Exams[0].Outcome.Attempts != 1 || overview.Exams[0].Outcome.Passed {
		t.Errorf("the exams are %+v", overview.Exams)
	}
	none, err := s.Progress.Overview(ctx, stranger)
	if err != nil || len(none.Tracks)+len(none.Started)+len(none.Exams) > 0 {
		t.Errorf("somebody who has begun nothing learns %+v, %v", none, err)
	}
}
