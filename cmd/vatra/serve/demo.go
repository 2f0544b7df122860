package serve

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/google/uuid"

	"vatra/assessment/exam"
	"vatra/content"
	"vatra/content/importers"
	"vatra/content/starter"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/people"
	"vatra/lms/people/roll"
	"vatra/lms/site"
)

const (
	demoFile  = "demo.json"              // who can log in; for the operator alone
	paperFile = "sample-certificate.pdf" // the sample certificate

	demoTrack, demoCourse = "digital-literacy", "digital-literacy-basics" // what the starter course is, and where it belongs
)

// Demo is what a demonstration holds: who can log in, and one certificate to check.
type Demo struct {
	Logins     []DemoLogin `json:"logins"`
	SampleCode string      `json:"sample_code"` // as it is printed
	SamplePath string      `json:"-"`
}

// DemoLogin is one account of a demonstration.
type DemoLogin struct {
	Role     access.Role `json:"role"`
	Email    string      `json:"email"`
	Password string      `json:"password"`
	Name     string      `json:"name"`
}

// Furnish makes the demonstration on an empty data folder: the starter courses, an administrator, a trainer of them
// and a learner with fresh passwords, and a certificate that a fourth person has earned by taking the course. A second call
// finds all as it was; one that was cut short is taken up where it stopped; where the database was emptied since, all is
// made anew. On data that somebody else made it does nothing and says so.
func (p *Parts) Furnish(ctx context.Context) (*Demo, error) {
	demo, err := p.readDemo(ctx)
	if err != nil {
		return nil, err
	}
	if demo.SampleCode != "" {
		return demo, nil
	}
	if err := p.demandNoSecondStep(ctx); err != nil {
		return nil, fmt.Errorf("letting people in by password: %w", err)
	}
	courses, err := p.installStarters(ctx)
	if err != nil {
		return nil, fmt.Errorf("importing the starter courses: %w", err)
	}
	for _, login := range demo.Logins {
		person, err := p.admit(ctx, login)
		if err != nil {
			return nil, fmt.Errorf("opening the account of the %s: %w", login.Role, err)
		}
		if login.Role != access.RoleTrainer {
			continue
		}
		for _, course := range courses {
			if err := p.Teaching.Appoint(ctx, access.Operator(), person.UserID, course); err != nil {
				return nil, fmt.Errorf("giving the %s the course %s: %w", login.Role, course, err)
			}
		}
	}
	if err := p.issueSample(ctx, demo); err != nil {
		return nil, fmt.Errorf("issuing the sample certificate: %w", err)
	}
	return demo, p.writeDemo(demo)
}

// demandNoSecondStep lets whoever tries the demonstration in by the password that it prints.
func (p *Parts) demandNoSecondStep(ctx context.Context) error {
	settings, err := p.House.Settings(ctx)
	if err != nil {
		return err
	}
	settings.SecondStep = site.SecondStepNobody
	return p.House.ChangeSettings(ctx, access.Operator(), settings)
}

// errNotEmpty is for a database that holds people whom no demonstration made.
var errNotEmpty = errors.New("--demo is for an empty data folder, and this one has people in it: " +
	"start without --demo, or choose another folder with VATRA_DATA")

// readDemo is the demonstration of this data folder, as far as the database has it. The passwords of a new one are kept
// before the accounts are opened, so that no crash leaves an account that nobody can enter.
func (p *Parts) readDemo(ctx context.Context) (*Demo, error) {
	people, err := p.People.List(ctx, access.Operator(), people.Filter{})
	if err != nil {
		return nil, err
	}
	demo := &Demo{SamplePath: filepath.Join(p.Config.Data, paperFile)}
	name := filepath.Join(p.Config.Data, demoFile)
	text, err := os.ReadFile(name)
	switch {
	case err == nil && people.Total > 0:
		if err := json.Unmarshal(text, demo); err != nil {
			return nil, fmt.Errorf("reading the demonstration of %s: %w", name, err)
		}
		return demo, p.compare(ctx, demo)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, err
	case people.Total > 0:
		return nil, errNotEmpty
	}
	demo.Logins = []DemoLogin{
		{Role: access.RoleAdministrator, Email: "admin@vatra.example", Name: "Ileana Administrator"},
		{Role: access.RoleTrainer, Email: "trainer@vatra.example", Name: "Tudor Formator"},
		{Role: access.RoleLearner, Email: "learner@vatra.example", Name: "Larisa Cursant"},
	}
	for i := range demo.Logins {
		demo.Logins[i].Password = rand.Text()[:16]
	}
	return demo, p.writeDemo(demo)
}

// compare holds what the file says against the database, which may be another since: without the demonstration's
// administrator it is somebody else's, and a sample that it does not have is yet to be issued.
func (p *Parts) compare(ctx context.Context, demo *Demo) error {
	for _, login := range demo.Logins {
		if login.Role != access.RoleAdministrator {
			continue
		}
		if _, err := p.People.PersonByEmail(ctx, access.Operator(), login.Email); fault.Is(err, fault.NotFound) {
			return errNotEmpty
		} else if err != nil {
			return err
		}
	}
	if demo.SampleCode == "" {
		return nil
	}
	_, err := p.Awards.Certificate(ctx, demo.SampleCode)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Invalid) {
		demo.SampleCode = ""
		return nil
	}
	return err
}

func (p *Parts) writeDemo(demo *Demo) error {
	text, err := json.MarshalIndent(demo, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.Config.Data, demoFile), append(text, '\n'), 0o600)
}

// installStarters gives the codes of the courses.
func (p *Parts) installStarters(ctx context.Context) (codes []string, err error) {
	for _, folder := range starter.Folders() {
		code, err := p.installStarter(ctx, starter.Course(folder))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", folder, err)
		}
		codes = append(codes, code)
	}
	return codes, nil
}

func (p *Parts) installStarter(ctx context.Context, files fs.FS) (code string, err error) {
	dir, err := os.MkdirTemp("", "vatra-starter-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	course := filepath.Join(dir, "course")
	if err := os.CopyFS(course, files); err != nil {
		return "", err
	}
	pkg, err := importers.Open(ctx, course)
	if err != nil {
		return "", err
	}
	defer pkg.Close()
	_, err = p.Installer.Install(ctx, pkg, uuid.Nil, nil)
	return pkg.Code, err
}

// admit opens the account, or finds it open.
func (p *Parts) admit(ctx context.Context, login DemoLogin) (access.Actor, error) {
	person, err := p.People.Add(ctx, access.Operator(),
		roll.Newcomer{Email: login.Email, Name: login.Name, Password: login.Password, Locale: "ro"}, login.Role)
	if fault.Is(err, fault.Conflict) {
		person, err = p.People.PersonByEmail(ctx, access.Operator(), login.Email)
	}
	return access.Actor{UserID: person.ID, Role: person.Role, Name: person.Name, Locale: person.Locale}, err
}

// issueSample has somebody take the whole course, so that the sample is a certificate like any other.
func (p *Parts) issueSample(ctx context.Context, demo *Demo) error {
	holder, err := p.admit(ctx, DemoLogin{
		Role: access.RoleLearner, Email: "sample@vatra.example", Name: "Ana Exemplu-Țărănescu", Password: rand.Text(),
	})
	if err != nil {
		return err
	}
	if _, err := p.Enrolment.Enrol(ctx, holder, demoTrack); err != nil {
		return err
	}
	if err := p.takeCourse(ctx, demoCourse, holder); err != nil {
		return err
	}
	awards, err := p.Awards.Awards(ctx, holder.UserID)
	if err != nil {
		return err
	}
	if len(awards) == 0 {
		return errors.New("the course was completed and gave no certificate")
	}
	paper, _, err := p.Papers.Paper(ctx, &awards[0])
	if err != nil {
		return err
	}
	defer paper.Close()
	pdf, err := io.ReadAll(paper)
	if err != nil {
		return err
	}
	if err := os.WriteFile(demo.SamplePath, pdf, 0o644); err != nil { //nolint:gosec // a sample, for everybody
		return err
	}
	demo.SampleCode = awards[0].Code.Printed()
	return nil
}

// takeCourse completes every lesson and exam with right answers; what is completed already is passed over.
func (p *Parts) takeCourse(ctx context.Context, code string, learner access.Actor) error {
	course, err := p.Reading.Course(ctx, learner, code)
	if err != nil {
		return err
	}
	for _, lesson := range course.Version.Lessons() {
		if course.Done(lesson.ID) {
			continue
		}
		switch lesson.Completion {
		case content.ByQuestion:
			err = p.answerChecks(ctx, code, lesson, learner)
		case content.ByQuiz:
			err = p.passExam(ctx, code, lesson, learner)
		default:
			_, _, err = p.Reading.CompleteLesson(ctx, learner, code, lesson.Key)
		}
		if err != nil {
			return fmt.Errorf("lesson %s: %w", lesson.Key, err)
		}
	}
	return nil
}

func (p *Parts) answerChecks(ctx context.Context, code string, lesson content.Lesson, learner access.Actor) error {
	quiz, err := p.Quizzes.Quiz(ctx, lesson.QuizID)
	if err != nil {
		return err
	}
	for _, question := range quiz.Questions {
		response := question.RightResponse()
		_, _, err := p.Sitting.CheckAnswer(ctx, learner, code, lesson.Key, question.Key, response, learner.Locale)
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *Parts) passExam(ctx context.Context, code string, lesson content.Lesson, learner access.Actor) error {
	attempt, err := p.Sitting.StartQuiz(ctx, learner, code, lesson.Key)
	if err != nil {
		return err
	}
	for _, slot := range attempt.Slots {
		save := exam.Save{
			AttemptID: attempt.ID, LearnerID: learner.UserID, Slot: slot.Number, Response: slot.Question.RightResponse(),
		}
		if _, err := p.Quizzes.Save(ctx, save); err != nil {
			return err
		}
	}
	_, _, err = p.Sitting.SubmitQuiz(ctx, learner, attempt.ID)
	return err
}
