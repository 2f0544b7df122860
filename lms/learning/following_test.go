package learning_test

import (
	"testing"

	"vatra/assessment"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/schooltest"
)

func TestTrainerSeesHowEachLearnerStands(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	course := s.InstallStarter().Code
	trainer := s.Person("tudor@primarie.example", access.RoleTrainer)
	good, bad := s.Person("ana@primarie.example", access.RoleLearner), s.Person("dan@primarie.example", access.RoleLearner)
	s.Study(good, course)
	s.Sit(good, course, true)
	s.Sit(bad, course, false)

	list, err := s.Learning.Learners(t.Context(), trainer, course, 7)
	if err != nil {
		t.Fatal(err)
	}
	if list.Page != 1 || list.Pages != 1 || list.Course.Learners != 2 || list.Course.Completed != 1 || len(list.Learners) != 2 {
		t.Fatalf("page %d of %d, %+v, %d rows", list.Page, list.Pages, list.Course, len(list.Learners))
	}
	for _, learner := range list.Learners {
		outcome := learner.Outcomes[learner.Exams[0].QuizID]
		well := learner.UserID == good.UserID
		if outcome.Attempts != 1 || outcome.Passed != well || well != (assessment.Rounded(outcome.Mark).String() == "100") {
			t.Errorf("%s: %+v", learner.Email, outcome)
		}
		if done := learner.LessonsDone == learner.LessonsTotal; done != well || learner.CompletedAt.IsZero() == well || learner.SeenAt.IsZero() {
			t.Errorf("%s: %d of %d, seen %v, completed %v", learner.Email, learner.LessonsDone, learner.LessonsTotal,
				learner.SeenAt, learner.CompletedAt)
		}
	}
	all, err := s.Learning.AllLearners(t.Context(), trainer, course)
	if err != nil || len(all.Learners) != 2 {
		t.Errorf("%d on one page, %v", len(all.Learners), err)
	}
	_, err = s.Learning.Learners(t.Context(), good, course, 1)
	schooltest.Wants(t, err, fault.Forbidden, "people.forbidden")
	_, err = s.Learning.Learners(t.Context(), trainer, "nowhere", 1)
	schooltest.Wants(t, err, fault.NotFound, "content.course_not_found")
}

func TestOnlyAdministratorsTouchCertificatesOfOthers(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	trainer := s.Person("tudor@primarie.example", access.RoleTrainer)
	for _, act := range []func() error{
		func() error { _, err := s.Registrar.Find(t.Context(), trainer, "", 1); return err },
		func() error { _, err := s.Registrar.Issued(t.Context(), trainer, "x"); return err },
		func() error { return s.Registrar.Revoke(t.Context(), trainer, "x", "no") },
		func() error { return s.Registrar.Reinstate(t.Context(), trainer, "x", "no") },
		func() error { _, err := s.Tracks.Counts(t.Context(), trainer); return err },
		func() error { _, err := s.Enrolment.EnrolByEmail(t.Context(), trainer, "a@b.example", "x"); return err },
	} {
		schooltest.Wants(t, act(), fault.Forbidden, "people.forbidden")
	}
}
