package teaching_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/pg"
	"vatra/lms/schooltest"
	"vatra/lms/teaching"
)

func TestTrainerSeesHowEachLearnerStands(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	course := s.InstallShort().Code
	trainer := s.Person("tudor@primarie.example", access.RoleTrainer)
	s.Train(trainer, course)
	good, bad := s.Person("ana@primarie.example", access.RoleLearner), s.Person("dan@primarie.example", access.RoleLearner)
	s.Study(good, course)
	s.Sit(good, course, true)
	s.Sit(bad, course, false)

	list, err := s.Teaching.Learners(t.Context(), trainer, course, 7)
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
	if all, err := everybody(t, s, trainer, course); err != nil || len(all.Learners) != 2 {
		t.Errorf("all are %d, %v", len(all.Learners), err)
	}
	_, err = s.Teaching.Learners(t.Context(), good, course, 1)
	schooltest.Wants(t, err, fault.Forbidden, "people.forbidden")
	_, err = s.Teaching.Learners(t.Context(), trainer, "nowhere", 1)
	schooltest.Wants(t, err, fault.NotFound, "content.course_not_found")
}

// everybody goes through all learners.
func everybody(t *testing.T, s *schooltest.School, actor access.Actor, code string) (teaching.Learners, error) {
	t.Helper()
	course, all, err := s.Teaching.AllLearners(t.Context(), actor, code)
	list := teaching.Learners{Course: course}
	if err != nil {
		return list, err
	}
	for learner, err := range all {
		if err != nil {
			return list, err
		}
		list.Learners = append(list.Learners, learner)
	}
	return list, nil
}

func TestAllLearnersAreGoneThroughOnceEach(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	course := s.InstallShort().Code
	const people = 1203 // three batches; every third has the name of another
	s.Exec(`INSERT INTO users (id, email, name, search, role, locale, password_hash, confirmed_at)
		SELECT gen_random_uuid(), 'p' || n || '@primarie.example', 'Ana ' || n / 3, 'ana ' || n / 3, 'learner', 'ro', '', now()
		FROM generate_series(1, 1203) n`)
	s.Exec(`INSERT INTO course_enrolments (user_id, course_id, version_id)
		SELECT u.id, n.course_id, n.version_id FROM users u, newest_versions n WHERE u.email LIKE 'p%@primarie.example'`)
	list, err := everybody(t, s, access.Operator(), course)
	if err != nil {
		t.Fatal(err)
	}
	_, slowly, err := s.Teaching.AllLearners(t.Context(), access.Operator(), course)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range slowly { // whoever takes their time over a row keeps no statement open meanwhile, and no connection
		if err != nil {
			t.Fatal(err)
		}
		if held := s.DB.Stats().InUse; held > 0 {
			t.Fatalf("%d connections are held between two rows", held)
		}
	}
	seen := map[string]bool{}
	for _, learner := range list.Learners {
		seen[learner.Email] = true
	}
	if len(list.Learners) != people || len(seen) != people {
		t.Errorf("%d learners, %d of them different", len(list.Learners), len(seen))
	}
}

func TestTrainersSeeTheirOwnCoursesOnly(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	starter := s.InstallShort().Code
	s.Install(packtest.Folder(t, townCourse))
	here, elsewhere, nowhere := s.Person("tudor@primarie.example", access.RoleTrainer),
		s.Person("zef@bashkia.example", access.RoleTrainer), s.Person("nou@primarie.example", access.RoleTrainer)
	s.Train(here, starter)
	s.Train(elsewhere, "town")
	s.Study(s.Person("ana@primarie.example", access.RoleLearner), starter)

	for _, c := range []struct {
		actor access.Actor
		want  string
	}{{here, starter}, {elsewhere, "town"}, {nowhere, ""}, {access.Operator(), starter + " town"}} {
		courses, err := s.Teaching.Courses(t.Context(), c.actor)
		var codes []string
		for _, course := range courses {
			codes = append(codes, course.Code)
			if want := map[string]int{starter: 1}[course.Code]; course.Learners != want || course.Completed != 0 || course.Titles["en"] == "" {
				t.Errorf("%s: %+v", course.Code, course)
			}
		}
		if err != nil || strings.Join(codes, " ") != c.want {
			t.Errorf("%s sees %v, want %s, %v", c.actor.Role, codes, c.want, err)
		}
	}
	for _, ask := range []func(access.Actor) (teaching.Learners, error){
		func(a access.Actor) (teaching.Learners, error) {
			return s.Teaching.Learners(t.Context(), a, starter, 1)
		},
		func(a access.Actor) (teaching.Learners, error) {
			return everybody(t, s, a, starter)
		},
	} {
		for _, actor := range []access.Actor{elsewhere, nowhere} {
			list, err := ask(actor)
			schooltest.Wants(t, err, fault.Forbidden, "people.forbidden_here")
			if len(list.Learners) > 0 {
				t.Errorf("a trainer of another course was told %+v", list.Learners)
			}
		}
		for _, actor := range []access.Actor{here, access.Operator()} {
			if list, err := ask(actor); err != nil || len(list.Learners) != 1 {
				t.Errorf("%s: %d learners, %v", actor.Role, len(list.Learners), err)
			}
		}
	}
	learner := s.Person("dan@primarie.example", access.RoleLearner)
	_, err := s.Teaching.Courses(t.Context(), learner)
	schooltest.Wants(t, err, fault.Forbidden, "people.forbidden")
}

func TestAdministratorsSayWhoTrainsWhat(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.Install(packtest.Folder(t, townCourse))
	boss, trainer := s.Person("maria@primarie.example", access.RoleAdministrator), s.Person("tudor@primarie.example", access.RoleTrainer)
	appoint := func(by access.Actor, whom uuid.UUID, code string) error {
		return s.Teaching.Appoint(t.Context(), by, whom, code)
	}
	dismiss := func(by access.Actor, code string) error {
		return s.Teaching.Dismiss(t.Context(), by, trainer.UserID, code)
	}
	trains := func() int {
		t.Helper()
		courses, err := s.Teaching.TrainedBy(t.Context(), boss, trainer.UserID)
		if err != nil {
			t.Fatal(err)
		}
		return len(courses)
	}
	granted := func() (by []uuid.UUID) {
		t.Helper()
		if err := s.DB.NewRaw(`SELECT granted_by FROM grants`).Scan(t.Context(), &by); err != nil {
			t.Fatal(err)
		}
		return by
	}

	schooltest.Wants(t, appoint(trainer, trainer.UserID, "town"), fault.Forbidden, "people.forbidden")
	schooltest.Wants(t, appoint(boss, trainer.UserID, "nowhere"), fault.Invalid, "course: content.course_not_found")
	schooltest.Wants(t, appoint(boss, boss.UserID, "town"), fault.Conflict, "people.not_of_role")
	schooltest.Wants(t, dismiss(boss, "town"), fault.NotFound, "people.no_such_grant")
	_, err := s.Teaching.TrainedBy(t.Context(), trainer, trainer.UserID)
	schooltest.Wants(t, err, fault.Forbidden, "people.forbidden")

	for _, by := range []access.Actor{boss, access.Operator()} { // the second time changes nothing
		if err := appoint(by, trainer.UserID, "town"); err != nil || trains() != 1 {
			t.Fatalf("trains %d, %v", trains(), err)
		}
	}
	if by := granted(); len(by) != 1 || by[0] != boss.UserID {
		t.Errorf("granted by %v, and it was %s", by, boss.UserID)
	}
	schooltest.Wants(t, dismiss(trainer, "town"), fault.Forbidden, "people.forbidden")
	if err := dismiss(boss, "town"); err != nil || trains() != 0 {
		t.Errorf("trains %d, %v", trains(), err)
	}
	for _, event := range []audit.Event{audit.TrainerAppointed, audit.TrainerDismissed} {
		if n := s.Count(`SELECT count(*) FROM security_events WHERE event = ? AND actor_id = ? AND account_id = ? AND target = 'town'`,
			event, boss.UserID, trainer.UserID); n != 1 {
			t.Errorf("the security log tells %d times of %s", n, event)
		}
	}
}

// A grant is of the role held: it goes with the role, and no haste leaves one behind.
func TestWithTheRoleGoTheCourses(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.Install(packtest.Folder(t, townCourse))
	trainer := s.Person("tudor@primarie.example", access.RoleTrainer)
	role := func(role access.Role) {
		t.Helper()
		if err := s.People.SetRole(t.Context(), access.Operator(), trainer.UserID, role); err != nil {
			t.Fatal(err)
		}
	}
	s.Train(trainer, "town")
	role(access.RoleLearner)
	role(access.RoleTrainer)
	if courses, err := s.Teaching.Courses(t.Context(), trainer); err != nil || len(courses) > 0 {
		t.Errorf("the role came back with %v, %v", courses, err)
	}

	// Lowered between the grant and its commit.
	err := s.DB.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		if _, err := access.Grant(ctx, tx, access.Operator(), trainer.UserID, access.RoleTrainer, access.Course(uuid.New())); err != nil {
			return err
		}
		role(access.RoleLearner)
		return nil
	})
	if !pg.Violates(err, "grants_are_of_the_role_held") {
		t.Errorf("a learner was left a trainer: %v", err)
	}
}

// townCourse has one lesson.
var townCourse = map[string]string{
	"course.yaml":        "vatra: 1\ncode: town\ntitle: {en: \"Town\"}\nlanguages: [en]\nlicence: CC0-1.0\n",
	"01-a/01-hall.en.md": "# The hall\n\nOne.\n",
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
