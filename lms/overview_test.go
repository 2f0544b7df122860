package lms_test

import (
	"testing"

	"vatra/assessment/exam"
	"vatra/lms"
)

// easyCourse is the course of the first track, with an exam that passes below the track's minimum.
func easyCourse() map[string]string {
	return map[string]string{
		"course.yaml": `vatra: 1
code: digital-literacy-basics
title: {en: "Easy"}
languages: [en]
licence: CC0-1.0
modules:
  - {folder: 01-all, title: {en: "All"}}
quizzes:
  - {key: final, file: quizzes/final, title: {en: "Final"}, after: 01-all, pass_mark: 40}
`,
		"01-all/01-first.en.md":  "# First\n\nOne.\n",
		"01-all/02-second.en.md": "# Second\n\nTwo.\n",
		"quizzes/final.en.md":    "**Two and two?** {#sum}\n\n- [ ] Three\n- [x] Four\n\n**A blue sky?** {#sky}\n\n- [ ] Never\n- [x] At times\n",
	}
}

func (s *school) next(learner lms.Actor) (kind lms.StepKind, lesson string) {
	s.t.Helper()
	progress, enrolled, err := s.learning.Progress(s.t.Context(), learner.UserID, "digital-literacy")
	if err != nil || !enrolled {
		s.t.Fatalf("enrolled %v, %v", enrolled, err)
	}
	return progress.Next.Kind, progress.Next.Lesson.Key
}

func TestTheNextStepLeadsToTheCertificate(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	learner := s.person("ana@primarie.example", lms.RoleLearner)
	if _, enrolled, err := s.learning.Progress(ctx, learner.UserID, "digital-literacy"); err != nil || enrolled {
		t.Fatalf("enrolled %v before enrolling, %v", enrolled, err)
	}
	s.enrol(learner)
	expect := func(when string, kind lms.StepKind, lesson string) {
		t.Helper()
		if gotKind, gotLesson := s.next(learner); gotKind != kind || gotLesson != lesson {
			t.Errorf("%s: %s %q, not %s %q", when, gotKind, gotLesson, kind, lesson)
		}
	}
	expect("before the course is there", lms.StepWaiting, "")
	s.install(folder(t, easyCourse()))
	expect("at the beginning", lms.StepLesson, "first")
	if _, err := s.learning.OpenLesson(ctx, "digital-literacy-basics", "second", learner.UserID); err != nil {
		t.Fatal(err)
	}
	expect("where it was left", lms.StepLesson, "second")
	s.study(learner, "digital-literacy-basics")
	expect("after the lessons", lms.StepExam, "final")
	s.sit(learner, "digital-literacy-basics", false)
	expect("after failing", lms.StepExam, "final")

	attempt, err := s.learning.StartQuiz(ctx, "digital-literacy-basics", "final", learner.UserID)
	if err != nil {
		t.Fatal(err)
	}
	half := exam.Save{
		AttemptID: attempt.ID, LearnerID: learner.UserID, Slot: 1, Seq: 1, Response: attempt.Slots[0].Question.RightResponse(),
	}
	if _, err := s.quizzes.Save(ctx, half); err != nil {
		t.Fatal(err)
	}
	if _, err := s.learning.SubmitQuiz(ctx, attempt.ID, learner.UserID); err != nil {
		t.Fatal(err)
	}
	expect("passed, below the minimum of the track", lms.StepMark, "final")
	s.sit(learner, "digital-literacy-basics", true)
	expect("when all is done", lms.StepNone, "")
	if awards := s.awardsOf(learner); len(awards) != 1 {
		t.Errorf("%d certificates", len(awards))
	}
}

func TestOverviewSaysWhatTheRulesSee(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	s.install(folder(t, easyCourse()))
	s.install(folder(t, map[string]string{
		"course.yaml":       "vatra: 1\ncode: other\ntitle: {en: Other}\nlanguages: [en]\nlicence: CC0-1.0\n",
		"01-a/01-one.en.md": "# One\n\nOne.\n",
	}))
	learner := s.person("ana@primarie.example", lms.RoleLearner)
	stranger := s.person("ion@primarie.example", lms.RoleLearner)
	s.enrol(learner)
	s.study(learner, "digital-literacy-basics")
	s.sit(learner, "digital-literacy-basics", false)
	s.study(learner, "other")

	overview, err := s.learning.Overview(ctx, learner.UserID)
	if err != nil {
		t.Fatal(err)
	}
	track := overview.Tracks[0]
	standing, err := s.learning.Standing(ctx, learner.UserID, track.Track)
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
	none, err := s.learning.Overview(ctx, stranger.UserID)
	if err != nil || len(none.Tracks)+len(none.Started)+len(none.Exams) > 0 {
		t.Errorf("somebody who has begun nothing learns %+v, %v", none, err)
	}
}
