package learning_test

import (
	"testing"
	"time"

	"vatra/certificates"
	"vatra/content"
	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/lang"
	"vatra/lms/learning"
	"vatra/lms/schooltest"
	"vatra/lms/tracks"
)

// declared is the course of the first track, of two hours and twenty minutes.
func declared() map[string]string {
	return map[string]string{
		"course.yaml": `vatra: 1
code: digital-literacy-basics
title: {en: "Declared", ro: "Declarat"}
languages: [en, ro]
licence: CC0-1.0
quizzes:
  - {key: final, file: quizzes/final, title: {en: "Final"}, pass_mark: 40, time_limit: 20m}
`,
		"01-all/01-first.en.md":  "---\ntitle: First\nminutes: 30\n---\n\nOne.\n",
		"01-all/01-first.ro.md":  "---\ntitle: Întâi\nminutes: 5\n---\n\nUnu.\n",
		"01-all/02-second.en.md": "---\ntitle: Second\nminutes: 90\nkind: practice\n---\n\nTwo.\n",
		"quizzes/final.en.md":    "**Two and two?** {#sum}\n\n- [ ] Three\n- [x] Four\n",
	}
}

func TestTheWorkOfACourseIsWhatItsLessonsDeclare(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.Install(packtest.Folder(t, declared()))
	courses, err := s.Progress.Courses(t.Context(), access.Guest("ro"), []string{"digital-literacy-basics", "none"})
	if err != nil {
		t.Fatal(err)
	}
	if work := learning.WorkOf(courses); work != (content.Work{Reading: 30, Exercises: 90, Exams: 20}) || work.Minutes() != 140 {
		t.Errorf("the work is %+v", work)
	}
}

func TestTheCertificateSpeaksOfNoMoreStudyThanWasDone(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]struct {
		stated         int // hours
		rules          tracks.Rules
		readsAll       bool
		hours, minutes int
	}{
		"reckoned":                  {0, tracks.Rules{LessonsCompleted: true, QuizzesPassed: true}, true, 2, 20},
		"more was stated":           {24, tracks.Rules{LessonsCompleted: true, QuizzesPassed: true}, true, 2, 20},
		"less was stated":           {1, tracks.Rules{LessonsCompleted: true, QuizzesPassed: true}, true, 1, 0},
		"only the exam was sat":     {0, tracks.Rules{QuizzesPassed: true}, false, 0, 20},
		"stated above what was sat": {2, tracks.Rules{QuizzesPassed: true}, false, 0, 20},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := schooltest.New(t)
			s.Install(packtest.Folder(t, declared()))
			change := tracks.Change{Stated: one.stated, CourseCodes: []string{"digital-literacy-basics"}, Rules: one.rules}
			if one.stated > 0 {
				change.Reasons = lang.Texts{"en": "Because."}
			}
			if _, err := s.Tracks.Change(t.Context(), access.Operator(), "digital-literacy", change); err != nil {
				t.Fatal(err)
			}
			learner := s.Person("ana@primarie.example", access.RoleLearner)
			s.Enrol(learner)
			if one.readsAll {
				s.Study(learner, "digital-literacy-basics")
			}
			s.Sit(learner, "digital-literacy-basics", true)
			if record := onlyRecord(t, s, learner); record.Hours != one.hours || record.Minutes != one.minutes {
				t.Errorf("it says %d hours %d minutes", record.Hours, record.Minutes)
			}
		})
	}
}

// onlyRecord is that of the one certificate that somebody has.
func onlyRecord(t *testing.T, s *schooltest.School, learner access.Actor) certificates.Record {
	t.Helper()
	awards := s.AwardsOf(learner)
	if len(awards) != 1 {
		t.Fatalf("%d certificates", len(awards))
	}
	return awards[0].Record
}

// The version that was taken counts, and the period begins with the first opening.
func TestTheCertificateSpeaksOfTheVersionAndTheDaysOfItsHolder(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.Install(packtest.Folder(t, declared()))
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	if _, err := s.Reading.OpenLesson(t.Context(), learner, "digital-literacy-basics", "first"); err != nil {
		t.Fatal(err)
	}
	s.Exec("UPDATE course_enrolments SET started_at = '2026-03-04T12:00:00Z'")
	longer := declared()
	longer["01-all/03-third.en.md"] = "---\ntitle: Third\nminutes: 600\n---\n\nThree.\n"
	s.Install(packtest.Folder(t, longer))
	s.Enrol(learner)
	s.Study(learner, "digital-literacy-basics")
	s.Sit(learner, "digital-literacy-basics", true)
	record := onlyRecord(t, s, learner)
	if record.StudyMinutes() != 140 || record.Courses[0].Version != 1 || record.CompletedOn != record.AwardedOn ||
		record.StartedOn != (certificates.Date{Year: 2026, Month: time.March, Day: 4}) {
		t.Errorf("the record says %+v", record)
	}
}
