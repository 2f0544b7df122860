package lms_test

import (
	"testing"

	"vatra/assessment"
	"vatra/lms"
	"vatra/lms/fault"
)

func TestTrainerSeesHowEachLearnerStands(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	course := s.installStarter().Code
	trainer := s.person("tudor@primarie.example", lms.RoleTrainer)
	good, bad := s.person("ana@primarie.example", lms.RoleLearner), s.person("dan@primarie.example", lms.RoleLearner)
	s.study(good, course)
	s.sit(good, course, true)
	s.sit(bad, course, false)

	list, err := s.learning.Learners(t.Context(), trainer, course, 7)
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
	all, err := s.learning.AllLearners(t.Context(), trainer, course)
	if err != nil || len(all.Learners) != 2 {
		t.Errorf("%d on one page, %v", len(all.Learners), err)
	}
	_, err = s.learning.Learners(t.Context(), good, course, 1)
	wants(t, err, fault.Forbidden, "people.forbidden")
	_, err = s.learning.Learners(t.Context(), trainer, "nowhere", 1)
	wants(t, err, fault.NotFound, "content.course_not_found")
}

func TestOnlyAdministratorsTouchCertificatesOfOthers(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	trainer := s.person("tudor@primarie.example", lms.RoleTrainer)
	for _, act := range []func() error{
		func() error { _, err := s.learning.FindCertificates(t.Context(), trainer, "", 1); return err },
		func() error { _, err := s.learning.IssuedCertificate(t.Context(), trainer, "x"); return err },
		func() error { return s.learning.RevokeCertificate(t.Context(), trainer, "x", "no") },
		func() error { return s.learning.ReinstateCertificate(t.Context(), trainer, "x", "no") },
		func() error { _, err := s.learning.TrackCounts(t.Context(), trainer); return err },
		func() error { _, err := s.learning.EnrolByEmail(t.Context(), trainer, "a@b.example", "x"); return err },
	} {
		wants(t, act(), fault.Forbidden, "people.forbidden")
	}
}
