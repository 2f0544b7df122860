package learning_test

import (
	"testing"

	"vatra/assessment/exam"
	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/schooltest"
)

func TestCertificateFollowsFromTheLastThingMissing(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	report := s.InstallStarter()
	if len(report.Warnings) > 0 {
		t.Errorf("the starter course imports with warnings: %v", report.Warnings)
	}
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	s.Enrol(learner)

	s.Study(learner, "digital-literacy-basics")
	if awards := s.AwardsOf(learner); len(awards) > 0 {
		t.Fatal("a certificate before the exam")
	}
	if s.Sit(learner, "digital-literacy-basics", false).Attempt.Passed {
		t.Fatal("an empty exam was passed")
	}
	if awards := s.AwardsOf(learner); len(awards) > 0 {
		t.Fatal("a certificate for an exam that was failed")
	}
	if !s.Sit(learner, "digital-literacy-basics", true).Attempt.Passed {
		t.Fatal("a right exam was failed")
	}
	awards := s.AwardsOf(learner)
	if len(awards) != 1 {
		t.Fatalf("%d certificates", len(awards))
	}
	course, err := s.Reading.Course(t.Context(), learner, "digital-literacy-basics")
	if err != nil {
		t.Fatal(err)
	}
	record := awards[0].Record
	if record.HolderName != "Ana Ștefănescu" || record.TrackCode != "digital-literacy" || record.StudyMinutes() != course.Version.Minutes() ||
		record.Mark.String() != "100" || len(record.Courses) != 1 || record.Issuer.URL != schooltest.Address {
		t.Errorf("the record says %+v", record)
	}
	if n := s.Count("SELECT count(*) FROM river_job WHERE kind = 'print_paper'"); n != 1 {
		t.Errorf("%d jobs print the certificate", n)
	}
	paper, _, err := s.Papers.Paper(t.Context(), &awards[0])
	if err != nil {
		t.Fatal(err)
	}
	_ = paper.Close()
}

func TestTrackMetBeforeEnrollingIsCompletedAtOnce(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.InstallShort()
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	s.Study(learner, "digital-literacy-basics")
	s.Sit(learner, "digital-literacy-basics", true)
	s.Enrol(learner)
	if awards := s.AwardsOf(learner); len(awards) != 1 {
		t.Fatalf("%d certificates", len(awards))
	}
	s.Enrol(learner)
	if awards := s.AwardsOf(learner); len(awards) != 1 {
		t.Fatalf("%d certificates after enrolling twice", len(awards))
	}
}

func TestAttemptClosedAtItsDeadlineCounts(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.InstallShort()
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	s.Enrol(learner)
	s.Study(learner, "digital-literacy-basics")
	course, err := s.Reading.Course(t.Context(), learner, "digital-literacy-basics")
	if err != nil {
		t.Fatal(err)
	}
	lessons := course.Version.Lessons()
	last := lessons[len(lessons)-1]
	attempt, err := s.Sitting.StartQuiz(t.Context(), learner, "digital-literacy-basics", last.Key)
	if err != nil {
		t.Fatal(err)
	}
	for _, slot := range attempt.Slots {
		save := exam.Save{
			AttemptID: attempt.ID, LearnerID: learner.UserID, Slot: slot.Number, Response: slot.Question.RightResponse(),
		}
		if _, err := s.Quizzes.Save(t.Context(), save); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Sitting.CloseAttempt(t.Context(), learner, attempt.ID); err != nil {
		t.Fatal(err)
	}
	if awards := s.AwardsOf(learner); len(awards) > 0 {
		t.Fatal("the attempt was closed before its deadline")
	}
	s.Exec("UPDATE attempts SET started_at = started_at - interval '2 hours', deadline = deadline - interval '2 hours'")
	if _, err := s.Sitting.CloseAttempt(t.Context(), learner, attempt.ID); err != nil {
		t.Fatal(err)
	}
	if awards := s.AwardsOf(learner); len(awards) != 1 {
		t.Fatalf("%d certificates after the deadline", len(awards))
	}
}

func TestLearnersKeepTheVersionTheyStarted(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	first := map[string]string{
		"course.yaml":            "vatra: 1\ncode: salut\ntitle: {ro: Salut}\nlanguages: [ro]\nlicence: CC0-1.0\n",
		"01-unu/01-lectia.ro.md": "---\ntitle: Lecția veche\n---\nText vechi.\n",
	}
	s.Install(packtest.Folder(t, first))
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	if _, err := s.Reading.OpenLesson(t.Context(), learner, "salut", firstLesson(t, s, "salut", learner)); err != nil {
		t.Fatal(err)
	}
	first["01-unu/01-lectia.ro.md"] = "---\ntitle: Lecția nouă\n---\nText nou.\n"
	s.Install(packtest.Folder(t, first))

	kept, err := s.Reading.Course(t.Context(), learner, "salut")
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := s.Reading.Course(t.Context(), access.Guest("en"), "salut")
	if err != nil {
		t.Fatal(err)
	}
	if kept.Version.Lessons()[0].Titles["ro"] != "Lecția veche" || fresh.Version.Lessons()[0].Titles["ro"] != "Lecția nouă" {
		t.Errorf("kept %v, fresh %v", kept.Version.Lessons()[0].Titles, fresh.Version.Lessons()[0].Titles)
	}
}

func firstLesson(t *testing.T, s *schooltest.School, code string, who access.Actor) string {
	t.Helper()
	course, err := s.Reading.Course(t.Context(), who, code)
	if err != nil {
		t.Fatal(err)
	}
	return course.Version.Lessons()[0].Key
}

func TestLessonWithQuestionsIsNotCompletedByReading(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.InstallShort()
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	key := firstLesson(t, s, "digital-literacy-basics", learner)
	_, _, err := s.Reading.CompleteLesson(t.Context(), learner, "digital-literacy-basics", key)
	schooltest.Wants(t, err, fault.Conflict, "lesson.completed_by_answering")
}
