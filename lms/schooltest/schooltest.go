// Package schooltest furnishes a whole school for tests: the one that the program wires, on a database and an object store
// of its own, with the acts that tests begin with.
package schooltest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"vatra/assessment/exam"
	"vatra/certificates"
	"vatra/content"
	"vatra/content/blobs"
	"vatra/content/importers"
	"vatra/content/starter"
	"vatra/lms"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/intake"
	"vatra/lms/mail"
	"vatra/lms/people"
	"vatra/lms/people/password"
	"vatra/lms/people/roll"
	"vatra/lms/pgtest"
	"vatra/lms/sessions"
	"vatra/lms/site"
)

// What every school for tests has.
const (
	Address  = "https://vatra.example"
	Password = "patru cai albi pe deal"
)

// lightly is what keeping a password costs here, where nobody guesses: at the recommended cost this was three quarters of
// all that the tests of accounts did.
var lightly = password.Cost{KiB: 64, Passes: 1}

// Secret signs what a school for tests signs.
var Secret = []byte("a secret of thirty-two bytes, yes")

// School is a whole one. Mails and other jobs wait in the queue, which nobody works: that is where tests read them.
type School struct {
	*lms.School
	Objects string // the folder of its object store
	t       testing.TB
}

// New furnishes a school at Address.
func New(t testing.TB) *School { return At(t, Address) }

// At furnishes a school at an address, with what else is changed of its configuration.
func At(t testing.TB, url string, change ...func(*lms.Config)) *School {
	t.Helper()
	dir := t.TempDir()
	objects, err := blobs.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := on(t, objects, url, change...)
	s.Objects = dir
	return s
}

// On furnishes a school at Address whose objects are in the store.
func On(t testing.TB, objects blobs.Store) *School { return on(t, objects, Address) }

func on(t testing.TB, objects blobs.Store, url string, change ...func(*lms.Config)) *School {
	t.Helper()
	conf := lms.Config{BaseURL: url, Secret: Secret, PasswordCost: lightly}
	for _, one := range change {
		one(&conf)
	}
	school, err := lms.NewSchool(pgtest.New(t), objects, conf)
	if err != nil {
		t.Fatal(err)
	}
	s := &School{School: school, t: t}
	s.Demand(site.SecondStepNobody)
	return s
}

// Demand says of whom a second step is demanded. In a school for tests that is nobody, until a test is about it.
func (s *School) Demand(who site.SecondStep) {
	s.t.Helper()
	settings, err := s.House.Settings(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	settings.SecondStep = who
	if err := s.House.ChangeSettings(s.t.Context(), access.Operator(), settings); err != nil {
		s.t.Fatal(err)
	}
}

var addresses atomic.Int64

// Visitor is somebody at an address that nobody else has.
func Visitor() sessions.Visitor {
	n := addresses.Add(1)
	return sessions.Visitor{Address: fmt.Sprintf("10.%d.%d.%d", n>>16&255, n>>8&255, n&255), Agent: "Firefox"}
}

// Newcomer is somebody who opens an account with the address.
func Newcomer(email string) roll.Newcomer {
	return roll.Newcomer{Email: email, Name: "Ana Ștefănescu", Password: Password, Locale: "ro"}
}

// Person has a confirmed account with the role.
func (s *School) Person(email string, role access.Role) access.Actor {
	s.t.Helper()
	person, err := s.People.Add(s.t.Context(), access.Operator(), Newcomer(email), role)
	if err != nil {
		s.t.Fatal(err)
	}
	return access.Actor{UserID: person.ID, Role: person.Role, Name: person.Name, Locale: person.Locale}
}

// Train makes somebody a trainer of the courses.
func (s *School) Train(trainer access.Actor, codes ...string) {
	s.t.Helper()
	for _, code := range codes {
		if err := s.Teaching.Appoint(s.t.Context(), access.Operator(), trainer.UserID, code); err != nil {
			s.t.Fatal(err)
		}
	}
}

// Register opens an account that waits to be confirmed.
func (s *School) Register(n roll.Newcomer) {
	s.t.Helper()
	if err := s.People.Register(s.t.Context(), n, Visitor()); err != nil {
		s.t.Fatal(err)
	}
}

// Reset asks for a new password, and works the job that answers.
func (s *School) Reset(email, locale string) {
	s.t.Helper()
	if err := s.People.RequestReset(s.t.Context(), email, locale, Visitor()); err != nil {
		s.t.Fatal(err)
	}
	var args []byte
	const newest = `SELECT args FROM river_job WHERE kind = 'people.reset' ORDER BY id DESC LIMIT 1`
	if err := s.DB.NewRaw(newest).Scan(s.t.Context(), &args); err != nil {
		s.t.Fatal(err)
	}
	var asked people.SendReset
	if err := json.Unmarshal(args, &asked); err != nil {
		s.t.Fatal(err)
	}
	if err := s.People.SendReset(s.t.Context(), asked); err != nil {
		s.t.Fatal(err)
	}
}

// LogIn logs somebody in.
func (s *School) LogIn(email, password string) sessions.Session {
	s.t.Helper()
	session, err := s.People.LogIn(s.t.Context(), email, password, Visitor())
	if err != nil {
		s.t.Fatal(err)
	}
	return session
}

// LoggedIn reports whether the session still is one.
func (s *School) LoggedIn(session sessions.Session) bool {
	s.t.Helper()
	_, err := s.Sessions.Current(s.t.Context(), session.Token)
	if err != nil && !fault.Is(err, fault.Unauthenticated) {
		s.t.Fatal(err)
	}
	return err == nil
}

// Letters are the mails to an address, the oldest first.
func (s *School) Letters(to string) []mail.Message {
	s.t.Helper()
	var texts [][]byte
	const query = `SELECT m.message FROM mails m JOIN river_job j ON j.kind = 'mail.send' AND j.args->>'id' = m.id::text
		WHERE m.message->>'to' = ? ORDER BY j.id`
	if err := s.DB.NewRaw(query, to).Scan(s.t.Context(), &texts); err != nil {
		s.t.Fatal(err)
	}
	letters := make([]mail.Message, 0, len(texts))
	for _, text := range texts {
		var letter mail.Message
		if err := json.Unmarshal(text, &letter); err != nil {
			s.t.Fatal(err)
		}
		letters = append(letters, letter)
	}
	return letters
}

// Letter is the newest mail to an address.
func (s *School) Letter(to string) mail.Message {
	s.t.Helper()
	letters := s.Letters(to)
	if len(letters) == 0 {
		s.t.Fatalf("%s got no mail", to)
	}
	return letters[len(letters)-1]
}

// LetterAbout is the newest mail to an address whose subject begins with these words, whatever came after it.
func (s *School) LetterAbout(to, subject string) mail.Message {
	s.t.Helper()
	for _, letter := range slices.Backward(s.Letters(to)) {
		if strings.HasPrefix(letter.Subject, subject) {
			return letter
		}
	}
	s.t.Fatalf("%s got no mail about %q", to, subject)
	return mail.Message{}
}

var anyLink = regexp.MustCompile(regexp.QuoteMeta(Address) + `(/[a-z]+/)(\S+)`)

// Token is that of the link in the newest mail to an address; it must lead to the path.
func (s *School) Token(to, path string) string {
	s.t.Helper()
	text := s.Letter(to).Text
	found := anyLink.FindStringSubmatch(text)
	if found == nil || found[1] != path {
		s.t.Fatalf("no link to %s in\n%s", path, text)
	}
	return found[2]
}

// Exec runs a statement.
func (s *School) Exec(statement string, args ...any) {
	s.t.Helper()
	if _, err := s.DB.ExecContext(s.t.Context(), statement, args...); err != nil {
		s.t.Fatal(err)
	}
}

// Count is the number that a query gives.
func (s *School) Count(query string, args ...any) int {
	s.t.Helper()
	var n int
	if err := s.DB.NewRaw(query, args...).Scan(s.t.Context(), &n); err != nil {
		s.t.Fatal(err)
	}
	return n
}

// SetRegistration says who may open an account.
func (s *School) SetRegistration(registration site.Registration) {
	s.t.Helper()
	settings, err := s.House.Settings(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	settings.Registration = registration
	if err := s.House.ChangeSettings(s.t.Context(), access.Operator(), settings); err != nil {
		s.t.Fatal(err)
	}
}

// InstallStarter brings in the first of the starter courses.
func (s *School) InstallStarter() intake.Report {
	s.t.Helper()
	return s.InstallStarterOf(starter.DigitalLiteracy)
}

// InstallStarterOf brings in the starter course of a folder.
func (s *School) InstallStarterOf(folder string) intake.Report {
	s.t.Helper()
	dir := filepath.Join(s.t.TempDir(), folder)
	if err := os.CopyFS(dir, starter.Course(folder)); err != nil {
		s.t.Fatal(err)
	}
	return s.Install(dir)
}

// Enrol enrols in the first of the seeded tracks.
func (s *School) Enrol(learner access.Actor) {
	s.t.Helper()
	if _, err := s.Enrolment.Enrol(s.t.Context(), learner, "digital-literacy"); err != nil {
		s.t.Fatal(err)
	}
}

// Study completes every lesson of a course but its exams.
func (s *School) Study(learner access.Actor, code string) {
	s.t.Helper()
	ctx := s.t.Context()
	course, err := s.Reading.Course(ctx, learner, code)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, lesson := range course.Version.Lessons() {
		switch lesson.Completion {
		case content.ByReading:
			_, _, err = s.Reading.CompleteLesson(ctx, learner, code, lesson.Key)
		case content.ByQuestion:
			err = s.AnswerChecks(learner, code, lesson)
		}
		if err != nil {
			s.t.Fatalf("%s: %v", lesson.Key, err)
		}
	}
}

// AnswerChecks answers every question of a lesson rightly.
func (s *School) AnswerChecks(learner access.Actor, code string, lesson content.Lesson) error {
	ctx := s.t.Context()
	quiz, err := s.Quizzes.Quiz(ctx, lesson.QuizID)
	if err != nil {
		return err
	}
	for _, question := range quiz.Questions {
		_, _, err := s.Sitting.CheckAnswer(ctx, learner, code, lesson.Key, question.Key, question.RightResponse(), "ro")
		if err != nil {
			return err
		}
	}
	return nil
}

// Sit takes the exam of a course; every answer is right for a good sitting, and none is given for a bad one.
func (s *School) Sit(learner access.Actor, code string, good bool) *exam.Result {
	s.t.Helper()
	ctx := s.t.Context()
	course, err := s.Reading.Course(ctx, learner, code)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, lesson := range course.Version.Lessons() {
		if lesson.Kind != content.KindQuiz {
			continue
		}
		attempt, err := s.Sitting.StartQuiz(ctx, learner, code, lesson.Key)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, slot := range attempt.Slots {
			if !good {
				break
			}
			if _, err := s.Quizzes.Save(ctx, exam.Save{
				AttemptID: attempt.ID, LearnerID: learner.UserID, Slot: slot.Number, Seq: 1, Response: slot.Question.RightResponse(),
			}); err != nil {
				s.t.Fatal(err)
			}
		}
		result, _, err := s.Sitting.SubmitQuiz(ctx, learner, attempt.ID)
		if err != nil {
			s.t.Fatal(err)
		}
		return result
	}
	s.t.Fatalf("%s has no exam", code)
	return nil
}

// AwardsOf are the awards of a learner.
func (s *School) AwardsOf(learner access.Actor) []certificates.Award {
	s.t.Helper()
	awards, err := s.Awards.Awards(s.t.Context(), learner.UserID)
	if err != nil {
		s.t.Fatal(err)
	}
	return awards
}

// Install brings in the course of a folder, published.
func (s *School) Install(dir string) intake.Report {
	s.t.Helper()
	pkg, err := importers.Open(s.t.Context(), dir)
	if err != nil {
		s.t.Fatal(err)
	}
	defer pkg.Close()
	report, err := s.Installer.Install(s.t.Context(), pkg, uuid.Nil, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return report
}

// Wants fails unless err is the fault with the kind and key, or has a field with the key.
func Wants(t testing.TB, err error, kind fault.Kind, key string) {
	t.Helper()
	told, ok := errors.AsType[*fault.Error](err)
	if !ok || told.Kind != kind {
		t.Errorf("got %v, want %s %s", err, kind, key)
		return
	}
	if told.Key == key {
		return
	}
	for field, message := range told.Fields {
		if field+": "+message.Key == key {
			return
		}
	}
	t.Errorf("got %v, want %s %s", err, kind, key)
}

// AtOnce calls f from several goroutines together and counts those that went well; the others must give the key.
func AtOnce(t testing.TB, callers int, key string, f func(ctx context.Context, caller int) error) (went int) {
	t.Helper()
	start, done := make(chan struct{}), make(chan error)
	for caller := range callers {
		go func() {
			<-start
			done <- f(t.Context(), caller)
		}()
	}
	close(start)
	for range callers {
		err := <-done
		told, isFault := errors.AsType[*fault.Error](err)
		switch {
		case err == nil:
			went++
		case !isFault || told.Key != key:
			t.Errorf("got %v, want %s", err, key)
		}
	}
	return went
}

// EasyCourse is the course of the first track, with an exam that passes below the track's minimum.
func EasyCourse() map[string]string {
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
