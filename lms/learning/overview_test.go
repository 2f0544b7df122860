package learning_test

import (
	"testing"

	"vatra/assessment/exam"
	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/learning"
	"vatra/lms/schooltest"
)

func next(t *testing.T, s *schooltest.School, learner access.Actor) (kind learning.StepKind, lesson string) {
	t.Helper()
	progress, enrolled, err := s.Learning.Progress(t.Context(), learner.UserID, "digital-literacy")
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
	if _, enrolled, err := s.Learning.Progress(ctx, learner.UserID, "digital-literacy"); err != nil || enrolled {
		t.Fatalf("enrolled %v before enrolling, %v", enrolled, err)
	}
	s.Enrol(learner)
	expect := func(when string, kind learning.StepKind, lesson string) {
		t.Helper()
		if gotKind, gotLesson := next(t, s, learner); gotKind != kind || gotLesson != lesson {
			t.Errorf("%s: %s %q, not %s %q", when, gotKind, gotLesson, kind, lesson)
		}
	}
	expect("before the course is there", learning.StepWaiting, "")
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	expect("at the beginning", learning.StepLesson, "first")
	if _, err := s.Learning.OpenLesson(ctx, "digital-literacy-basics", "second", learner.UserID); err != nil {
		t.Fatal(err)
	}
	expect("where it was left", learning.StepLesson, "second")
	s.Study(learner, "digital-literacy-basics")
	expect("after the lessons", learning.StepExam, "final")
	s.Sit(learner, "digital-literacy-basics", false)
	expect("after failing", learning.StepExam, "final")

	attempt, err := s.Learning.StartQuiz(ctx, "digital-literacy-basics", "final", learner.UserID)
	if err != nil {
		t.Fatal(err)
	}
	half := exam.Save{
		AttemptID: attempt.ID, LearnerID: learner.UserID, Slot: 1, Seq: 1, Response: attempt.Slots[0].Question.RightResponse(),
	}
	if _, err := s.Quizzes.Save(ctx, half); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Learning.SubmitQuiz(ctx, attempt.ID, learner.UserID); err != nil {
		t.Fatal(err)
	}
	expect("passed, below the minimum of the track", learning.StepMark, "final")
	s.Sit(learner, "digital-literacy-basics", true)
	expect("when all is done", learning.StepNone, "")
	if awards := s.AwardsOf(learner); len(awards) != 1 {
		t.Errorf("%d certificates", len(awards))
	}
}

func TestOverviewSaysWhatTheRulesSee(t *testing.T) {
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

	overview, err := s.Learning.Overview(ctx, learner.UserID)
	if err != nil {
		t.Fatal(err)
	}
	track := overview.Tracks[0]
	standing, err := s.Learning.Standing(ctx, learner.UserID, track.Track)
	if err != nil {
		t.Fatal(err)
	}
	if track.LessonsDone != standing.LessonsDone || track.LessonsTotal != standing.LessonsTotal ||
		track.ExamsPassed != standing.ExamsPassed || track.ExamsTotal != standing.ExamsTotal ||
		!track.Mark.Equal(standing.Mark) || track.Complete != standing.Complete || track.LessonsDone != 2 {
		t.Errorf("the overview says %+v, the rules see %+v", track.Standing, standing)
	}
	if len(overview.Started) != 2 || overview.Started[0].Version.Code != "other" || overview.Started[0].CompletedAt.IsZero() {
		t.Errorf("the course last worked at is not first: %+v", overview.Started)
	}
	if len(overview.Exams) != 1 || overview.Exams[0].Outcome.Attempts != 1 || overview.Exams[0].Outcome.Passed {
		t.Errorf("the exams are %+v", overview.Exams)
	}
	none, err := s.Learning.Overview(ctx, stranger.UserID)
	if err != nil || len(none.Tracks)+len(none.Started)+len(none.Exams) > 0 {
		t.Errorf("somebody who has begun nothing learns %+v, %v", none, err)
	}
}
