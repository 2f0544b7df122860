//go:build whole

package serve_test

import (
	"archive/zip"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vatra/assessment/exam"
	"vatra/content"
	"vatra/content/starter"
	"vatra/lms/access"
	"vatra/lms/browsertest"
	"vatra/lms/people/links"
)

// TestStaffRunTheSchool is what administrators and trainers do, through their pages, and what others see of it.
func TestStaffRunTheSchool(t *testing.T) {
	t.Parallel()
	s := run(t, configured(t))
	administrator := s.administrator(t, browsertest.Options{Width: 1280, Language: "en"})

	administrator.importPackage(starterZip(t))
	administrator.look("imported")
	administrator.MustContain("Primăria digitală, pas cu pas", administrator.say("staff.import_no_warnings"))
	administrator.extendTrack()
	administrator.importPackage(starterZip(t))
	administrator.see("staff.import_unchanged")
	administrator.menu("nav.imports")
	administrator.look("imports")

	trainer := administrator.inviteTrainer(browsertest.Options{Width: 360, Language: "sr", NoScript: true})
	administrator.giveCourse("Зорица Његовановић", "The digital town hall, step by step")
	graduate := s.graduate(t, "gheorghe@primarie.example", "Gheorghe Mureșan")
	administrator.enrolList(graduate)
	administrator.browsePeople(graduate)
	trainer.follow(graduate)

	employer := s.visitor(t, browsertest.Options{Width: 360, Language: "mk"})
	employer.Open(s.BaseURL + "/verify/" + graduate.code)
	employer.see("verify.valid")
	const reason = "Issued to the wrong person by mistake."
	administrator.revoke(graduate, reason)
	employer.Reload()
	employer.see("verify.revoked", "verify.event_revoked")
	employer.MustContain(reason)
	employer.MustNotContain(employer.say("verify.valid"))
	employer.look("revoked")

	holder := s.visitor(t, browsertest.Options{Width: 360, Language: "ro", Dark: true})
	holder.enter(graduate.email)
	holder.menu("nav.certificates")
	holder.MustContain(reason)
	holder.look("revoked-own")
}

// administrator is logged in and on the home page.
func (s *site) administrator(t *testing.T, options browsertest.Options) *visitor {
	t.Helper()
	s.person("maria@vatra.example", "Maria Administrator", access.RoleAdministrator, options.Language)
	v := s.visitor(t, options)
	v.enter("maria@vatra.example")
	v.MustContain("Maria Administrator")
	return v
}

// starterZip is the starter course as somebody would upload it.
func starterZip(t *testing.T) string {
	t.Helper()
	return zipped(t, "starter", starter.Course(starter.DigitalLiteracy))
}

// zipped packs files as their author would upload them, under a name.
func zipped(t *testing.T, name string, files fs.FS) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name+".zip")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	archive := zip.NewWriter(file)
	if err := archive.AddFS(files); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

// importPackage uploads a package and waits on the page of its import until it is done.
func (v *visitor) importPackage(file string) {
	v.t.Helper()
	v.menu("nav.imports")
	v.Upload(v.say("staff.import_file"), file)
	v.click("staff.import_send")
	v.see("staff.import_report")
	v.In("main").MustContain(v.say("staff.import_done"))
}

// extendTrack puts the imported course into a second track, as the import offers it.
func (v *visitor) extendTrack() {
	v.t.Helper()
	v.click("staff.put_into_track")
	v.look("tracks")
	v.Click("Digitalisation expert")
	v.look("track-form")
	v.Fill(v.say("staff.track_hours_stated"), "a lot")
	v.click("staff.track_save", "Number", 2)
	v.see("shell.form_problem")
	v.lookAtRefusal("track-refused")
	v.Fill(v.say("staff.track_hours_stated"), "44")
	v.Fill("Why another figure (English)", "With two days of meeting each other.")
	v.click("staff.track_save", "Number", 2)
	v.MustContain(v.say("staff.track_saved", "Number", 2))
	v.Open(v.s.BaseURL + "/tracks/digitalisation-expert")
	v.MustContain("44 hours", "With two days of meeting each other.", "The digital town hall, step by step")
}

// inviteTrainer invites a trainer, who opens their account by the mail.
func (v *visitor) inviteTrainer(options browsertest.Options) *visitor {
	v.t.Helper()
	const email = "zorica@skola.example"
	v.menu("nav.people")
	v.click("staff.invite")
	v.look("invite")
	v.Fill(v.say("account.email"), email)
	v.Select(v.say("staff.role"), v.say("people.role.trainer"))
	v.Select(v.say("staff.invite_language"), "Српски")
	v.click("staff.invite_send")
	v.MustContain(v.say("staff.invited", "Email", email))
	v.look("invited")

	trainer := v.s.visitor(v.t, options)
	trainer.Open(v.s.link(v.t, v.s.letter(v.t, email), links.PathInvitation))
	trainer.MustContain(email, trainer.say("people.role.trainer"))
	trainer.look("invitation")
	trainer.Fill(trainer.say("account.name"), "Зорица Његовановић")
	trainer.Fill(trainer.say("account.password"), password)
	trainer.click("register.button")
	trainer.see("register.confirm_done")
	return trainer
}

// giveCourse makes a person a trainer of a course.
func (v *visitor) giveCourse(name, course string) {
	v.t.Helper()
	v.menu("nav.people")
	v.Click(name)
	v.see("staff.trains_none")
	v.Select(v.say("staff.trains_too"), course)
	v.click("staff.trains_add")
	v.see("staff.trains_added")
	v.MustContain(course)
	v.look("trainer")
}

// graduated is somebody who has completed the starter course and holds its certificate.
type graduated struct {
	name, email, code string
}

// graduate lets somebody learn without pages.
func (s *site) graduate(t *testing.T, email, name string) graduated {
	t.Helper()
	person := s.person(email, name, access.RoleLearner, "ro")
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.Enrolment.Enrol(t.Context(), person, starterTrack)
	check(err)
	course, err := s.Reading.Course(t.Context(), person, starterCourse)
	check(err)
	for _, lesson := range course.Version.Lessons() {
		switch lesson.Completion {
		case content.ByReading:
			_, _, err := s.Reading.CompleteLesson(t.Context(), person, starterCourse, lesson.Key)
			check(err)
		case content.ByQuiz:
			check(s.pass(t, person, lesson))
		default:
			quiz, err := s.Quizzes.Quiz(t.Context(), lesson.QuizID)
			check(err)
			for _, question := range quiz.Questions {
				_, _, err := s.Sitting.CheckAnswer(t.Context(), person, starterCourse, lesson.Key, question.Key,
					question.RightResponse(), "ro")
				check(err)
			}
		}
	}
	awards, err := s.Awards.Awards(t.Context(), person.UserID)
	check(err)
	if len(awards) != 1 {
		t.Fatalf("%s has completed all and holds %d certificates", name, len(awards))
	}
	return graduated{name: name, email: email, code: awards[0].Code.Printed()}
}

// pass sits an exam of the starter course with right answers.
func (s *site) pass(t *testing.T, person access.Actor, lesson content.Lesson) error {
	t.Helper()
	attempt, err := s.Sitting.StartQuiz(t.Context(), person, starterCourse, lesson.Key)
	if err != nil {
		return err
	}
	for _, slot := range attempt.Slots {
		answer := exam.Save{
			AttemptID: attempt.ID, LearnerID: person.UserID, Slot: slot.Number, Response: slot.Question.RightResponse(),
		}
		if _, err := s.Quizzes.Save(t.Context(), answer); err != nil {
			return err
		}
	}
	_, _, err = s.Sitting.SubmitQuiz(t.Context(), person, attempt.ID)
	return err
}

// enrolList enrols a list in which one address is wrong.
func (v *visitor) enrolList(known graduated) {
	v.t.Helper()
	v.menu("nav.staff_tracks")
	v.In("Digitalisation expert").Click(v.say("staff.enrol_people"))
	v.look("roster")
	v.Fill(v.say("staff.roster_paste"), "name,email\nGheorghe,"+known.email+"\nNobody,nobody@nowhere.example\n")
	v.click("staff.enrol_list")
	v.see("staff.roster_report", "staff.roster_taken", "roster.unknown_address")
	v.inspect("roster-report")
}

// browsePeople finds a person and what they have reached.
func (v *visitor) browsePeople(known graduated) {
	v.t.Helper()
	v.menu("nav.people")
	v.look("people")
	v.Fill(v.say("staff.people_search"), "mureșan")
	v.click("staff.search")
	v.Click(known.name)
	v.MustContain(known.email, known.code, "Digitalisation expert")
	v.look("person")
}

// follow is a trainer's look at the course and its learners.
func (v *visitor) follow(known graduated) {
	v.t.Helper()
	v.menu("nav.teaching")
	v.look("teach")
	v.Click("Дигитална општина, корак по корак")
	v.MustContain(known.name, v.words.Percent("100"))
	v.look("learners")
	list := v.Download(v.say("staff.download_list"))
	if !strings.Contains(string(list.Data), known.email) {
		v.t.Errorf("the list to download does not have the learner:\n%s", list.Data)
	}
}

// revoke revokes a certificate, first without saying why.
func (v *visitor) revoke(known graduated, reason string) {
	v.t.Helper()
	v.menu("nav.staff_certificates")
	v.look("issued")
	v.Fill(v.say("staff.certificates_search"), known.code)
	v.click("staff.search")
	v.Click(known.code)
	v.look("certificate")
	v.click("staff.revoke")
	v.click("staff.revoke_now")
	v.see("certificate.reason_missing")
	v.lookAtRefusal("revoke-refused")
	v.Fill(v.say("verify.reason"), reason)
	v.click("staff.revoke_now")
	v.see("staff.revoked")
	v.MustContain(reason)
	v.look("certificate-revoked")
}
