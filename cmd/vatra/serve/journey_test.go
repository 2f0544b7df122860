//go:build whole

package serve_test

import (
	"context"
	"os/exec"
	"path"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/content"
	"vatra/content/starter"
	"vatra/lms/access"
	"vatra/lms/browsertest"
	"vatra/lms/learning"
	"vatra/lms/people/links"
)

const (
	starterTrack  = "digital-literacy"
	starterCourse = "digital-literacy-basics"
)

// TestFromRegistrationToVerifiedCertificate is the whole of what Vatra is for, through its pages: in Romanian and in a
// Cyrillic language, each with scripts and without any, on a phone and on a desk. Two of the four look closely at every
// page that they come by.
func TestFromRegistrationToVerifiedCertificate(t *testing.T) {
	t.Parallel()
	s := run(t, configured(t))
	s.administrator(t, browsertest.Options{Width: 1280, Language: "ro"}).importPackage(starterZip(t))
	const phone, desk = 360, 1280
	for what, person := range map[string]struct {
		name    string
		options browsertest.Options
		quick   bool
	}{
		"ro, scripts, phone":   {"Ștefania Țurcanu-Brătianu", browsertest.Options{Width: phone, Language: "ro"}, false},
		"bg, no scripts, desk": {"Йорданка Щерева-Ъглова", browsertest.Options{Width: desk, Language: "bg", NoScript: true}, false},
		"ro, no scripts, desk": {"Iancu Șerbănescu", browsertest.Options{Width: desk, Language: "ro", NoScript: true}, true},
		"bg, scripts, phone":   {"Щилян Юруков", browsertest.Options{Width: phone, Language: "bg"}, true},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			learner := &learner{
				visitor: s.visitor(t, person.options), name: person.name, email: uuid.NewString() + "@primarie.example",
				track: starterTrack, code: starterCourse,
			}
			learner.quick = person.quick
			learner.openAccount()
			learner.enrol()
			learner.read()
			learner.sitFinal()
			paper := learner.fetchCertificate()

			// The employer has never been here and holds nothing but the paper; their screen is the other size.
			options := person.options
			options.Width, options.NoScript = phone+desk-options.Width, !options.NoScript
			employer := s.visitor(t, options)
			employer.quick = person.quick
			employer.verify(paper, person.name)
			employer.mistype(paper)
		})
	}
}

// TestEveryTrackLeadsToItsCertificate by the course that comes with Vatra: its first lesson and its quiz in a browser.
func TestEveryTrackLeadsToItsCertificate(t *testing.T) {
	t.Parallel()
	s := run(t, configured(t))
	admin := s.administrator(t, browsertest.Options{Width: 1280, Language: "ro"})
	for track, one := range map[string]struct {
		folder, code string
		options      browsertest.Options
	}{
		"digitalisation-expert": {
			starter.DigitalisationExpert, "digitalisation-expert-basics", browsertest.Options{Width: 360, Language: "ro"},
		},
		"participatory-governance": {
			starter.ParticipatoryGovernance, "participatory-governance-basics",
			browsertest.Options{Width: 1280, Language: "en", NoScript: true},
		},
	} {
		admin.importPackage(zipped(t, one.folder, starter.Course(one.folder)))
		t.Run(track, func(t *testing.T) {
			t.Parallel()
			learner := &learner{
				visitor: s.visitor(t, one.options), name: "Ștefania Țurcanu", email: uuid.NewString() + "@primarie.example",
				track: track, code: one.code, readsOne: true,
			}
			learner.openAccount()
			learner.enrol()
			learner.read()
			learner.sitFinal()
			learner.fetchCertificate()
		})
	}
}

// learner is somebody who takes a starter course.
type learner struct {
	*visitor
	name, email string
	track, code string
	readsOne    bool // in the browser; the other lessons are completed without
}

// openAccount registers, confirms by the mail, leaves and logs in again.
func (l *learner) openAccount() {
	l.t.Helper()
	l.Open(l.s.BaseURL + "/")
	l.look("home")
	l.click("register.title")
	l.look("register")
	l.Fill(l.say("account.name"), l.name)
	l.Fill(l.say("account.email"), l.email)
	l.Fill(l.say("account.password"), password)
	l.click("register.button")
	l.see("register.sent.title")
	l.look("sent")

	l.Open(l.s.link(l.t, l.s.letter(l.t, l.email), links.PathConfirm))
	l.see("register.confirm_title")
	l.look("confirm")
	l.Fill(l.say("account.password"), password)
	l.click("register.confirm_button")
	l.see("register.confirm_done")
	l.look("welcome")

	l.menu("nav.logout")
	l.see("login.out_done")
	l.menu("nav.login")
	l.look("login")
	l.Fill(l.say("account.email"), l.email)
	l.Fill(l.say("account.password"), password)
	l.click("login.button")
	l.see("learning.begin")
}

// enrol chooses the track of the starter course.
func (l *learner) enrol() {
	l.t.Helper()
	track, err := l.s.Tracks.Track(l.t.Context(), l.track)
	if err != nil {
		l.t.Fatal(err)
	}
	l.menu("nav.courses")
	l.look("tracks")
	l.Click(track.Names[l.lang])
	l.look("track")
	l.click("track.enrol")
	l.see("track.enrolled")
	l.look("enrolled")
	l.menu("nav.learning")
	l.look("learning")
}

// course is the course as the learner stands in it.
func (l *learner) course() *learning.CourseState {
	l.t.Helper()
	state, err := l.s.Reading.Course(l.t.Context(), access.Actor{UserID: l.id(), Role: access.RoleLearner}, l.code)
	if err != nil {
		l.t.Fatal(err)
	}
	return state
}

func (l *learner) id() uuid.UUID {
	l.t.Helper()
	person, err := l.s.People.PersonByEmail(l.t.Context(), access.Operator(), l.email)
	if err != nil {
		l.t.Fatal(err)
	}
	return person.ID
}

// read goes through all lessons from the course's page on, answering what they ask, until the final quiz is next.
func (l *learner) read() {
	l.t.Helper()
	version := l.course().Version
	title, _ := version.Titles.In(l.lang, version.Languages...)
	l.menu("nav.courses")
	l.look("courses")
	l.Click(title)
	l.lookWithin("course", courseBudget)
	l.click("course.start")
	for at, lesson := range version.Lessons() {
		title, _ := lesson.Titles.In(l.lang, version.Languages...)
		if !l.readsOne || at == 0 {
			l.MustContain(title)
		}
		if lesson.Kind == "quiz" {
			break
		}
		if l.readsOne && at > 0 {
			l.completeBeside(version.Lessons()[at:])
			break
		}
		l.lookWithin("lesson-"+lesson.Key, lessonBudget)
		questions := l.questions(lesson)
		if lesson.Completion == content.ByReading {
			l.check(version, questions[:min(1, len(questions))])
			l.click("lesson.read_go_on")
			continue
		}
		l.check(version, questions)
		l.see("lesson.done")
		if at < 2 { // the others are like these
			l.inspect("answered-" + lesson.Key)
		}
		l.click("lesson.next")
	}
	l.Open(l.s.BaseURL + "/courses/" + l.code)
	l.lookWithin("course-read", courseBudget)
	done := len(version.Lessons()) - 1
	l.MustContain(l.say("shell.progress", "Done", done, "Total", done+1))
	l.click("course.resume")
}

// completeBeside completes lessons up to the quiz without their pages.
func (l *learner) completeBeside(lessons []content.Lesson) {
	l.t.Helper()
	actor := access.Actor{UserID: l.id(), Role: access.RoleLearner}
	for _, lesson := range lessons {
		switch lesson.Completion {
		case content.ByReading:
			if _, _, err := l.s.Reading.CompleteLesson(l.t.Context(), actor, l.code, lesson.Key); err != nil {
				l.t.Fatal(err)
			}
		case content.ByQuestion:
			for _, question := range l.questions(lesson) {
				_, _, err := l.s.Sitting.CheckAnswer(
					l.t.Context(), actor, l.code, lesson.Key, question.Key, question.RightResponse(), l.lang)
				if err != nil {
					l.t.Fatal(err)
				}
			}
		}
	}
}

// questions are those that a lesson asks.
func (l *learner) questions(lesson content.Lesson) []*assessment.Question {
	l.t.Helper()
	if lesson.QuizID == uuid.Nil {
		return nil
	}
	quiz, err := l.s.Quizzes.Quiz(l.t.Context(), lesson.QuizID)
	if err != nil {
		l.t.Fatalf("the questions of %s: %v", lesson.Key, err)
	}
	return quiz.Questions
}

// answered waits until so many questions of the lesson show that they were answered rightly.
func (l *learner) answered(want int) {
	const shown = `String(document.querySelectorAll(".check:has(.so-right)").length)`
	for tries := 0; tries < 100 && l.Eval(shown) != strconv.Quote(strconv.Itoa(want)); tries++ {
		time.Sleep(20 * time.Millisecond)
	}
}

// check answers questions inside a lesson rightly and reads the feedback.
func (l *learner) check(version *content.Version, questions []*assessment.Question) {
	l.t.Helper()
	for i, question := range questions {
		text, _ := question.Text(l.lang, version.Languages...)
		prompt := bare(text.Prompt)
		l.answer(question, text, prompt)
		// Several questions have a button of the same name; the keyboard is already at the right one.
		if len(question.Lines()) > 0 {
			l.Press("Tab")
		}
		l.Press("Enter")
		l.see("quiz.state_right")
		// The same words may stand at a question before; what follows moves when the feedback comes.
		l.answered(i + 1)
		if told := bare(text.Right); told != "" {
			l.MustContain(told)
		}
	}
}

// answer gives the right answer to the question in the part of the page that has the words.
func (l *learner) answer(question *assessment.Question, text assessment.QuestionText, part string) {
	l.t.Helper()
	place, right := l.In(part), question.RightResponse()
	switch question.Type {
	case assessment.Single, assessment.TrueFalse, assessment.Scale:
		place.Choose(bare(text.Items[right.Choices[0]].Text))
	case assessment.Multiple, assessment.Select:
		for _, id := range right.Choices {
			place.Check(bare(text.Items[id].Text))
		}
	case assessment.Matching:
		for _, pair := range question.Pairs {
			place.Select(bare(text.Items[pair.ID].Text), bare(text.Items[right.Pairs[pair.ID]].Text))
		}
	case assessment.Ordering:
		for _, line := range question.Lines() {
			place.Select(bare(text.Items[line.ID].Text), line.Option)
		}
	case assessment.Matrix:
		for _, row := range question.Pairs {
			l.In(bare(text.Items[row.ID].Text)).Choose(bare(text.Items[row.Option].Text))
		}
	case assessment.Cloze:
		for i, gap := range question.Gaps {
			name := l.say("quiz.gap", "Number", i+1)
			if given := right.Gaps[gap.ID]; len(gap.Choices) > 0 {
				place.Select(name, bare(text.Items[given].Text))
			} else {
				place.Fill(name, given)
			}
		}
	case assessment.ShortText:
		place.Fill(l.say("quiz.your_answer"), right.Text)
	case assessment.Numeric:
		place.Fill(l.say("quiz.your_answer"), right.Number)
	}
}

// sitFinal sits the timed final quiz and hands it in.
func (l *learner) sitFinal() {
	l.t.Helper()
	l.see("quiz_intro.clock")
	l.look("quiz-intro")
	l.click("quiz_intro.start")
	version := l.course().Version
	languages := version.Languages
	title, _ := version.Titles.In(l.lang, languages...)
	l.MustContain(title)
	l.look("quiz")
	attempt := l.attempt()
	for _, slot := range attempt.Slots {
		text, _ := slot.Question.Text(l.lang, languages...)
		l.answer(slot.Question, text, l.say("quiz.question", "Number", slot.Number, "Of", len(attempt.Slots)))
	}
	if !l.plain {
		l.MustContain(l.say("quiz.answered", "Done", len(attempt.Slots), "Of", len(attempt.Slots)))
		l.look("quiz-answered")
	}
	l.click("quiz.hand_in")
	l.see("quiz.all_answered")
	l.look("hand-in")
	l.click("quiz.hand_in_now")
	l.see("result.passed")
	l.MustContain(l.say("result.mark", "Mark", l.words.Percent("100")))
	l.look("result")
	l.click("result.to_certificate")
}

// attempt is the one that the page shows.
func (l *learner) attempt() *exam.Attempt {
	l.t.Helper()
	id, err := uuid.Parse(path.Base(l.URL()))
	if err != nil {
		l.t.Fatalf("the quiz does not begin: %s\n%s", l.URL(), l.Text())
	}
	attempt, err := l.s.Quizzes.Attempt(l.t.Context(), id, l.id())
	if err != nil {
		l.t.Fatal(err)
	}
	return attempt
}

// paper is what an employer holds in their hands.
type paper struct {
	code string
	text string // all that is printed
}

// fetchCertificate downloads the certificate and reads it.
func (l *learner) fetchCertificate() paper {
	l.t.Helper()
	l.see("certificates.lead")
	l.look("certificates")
	awards, err := l.s.Awards.Awards(l.t.Context(), l.id())
	if err != nil || len(awards) != 1 {
		l.t.Fatalf("the learner has %d certificates: %v", len(awards), err)
	}
	code := awards[0].Code.Printed()
	l.MustContain(code)
	file := l.Download(l.say("certificates.download"))
	held := paper{code: code, text: printed(l.t, file.Path)}
	track, err := l.s.Tracks.Track(l.t.Context(), l.track)
	if err != nil {
		l.t.Fatal(err)
	}
	for what, words := range map[string]string{
		"the holder": l.name, "the track": track.Names[l.lang], "the track in English": track.Names["en"], "the code": code,
		"the address to verify it at": strings.TrimPrefix(l.s.BaseURL, "http://") + "/verify/",
	} {
		if !strings.Contains(held.text, words) {
			l.t.Errorf("%s, %q, is not on the certificate:\n%s", what, words, held.text)
		}
	}
	l.menu("nav.learning")
	l.see("learning.certificates")
	l.look("learning-done")
	return held
}

// printed is the text of a PDF, with single spaces.
func printed(t *testing.T, file string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	text, err := exec.CommandContext(ctx, "pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext (of Debian's poppler-utils) cannot read the certificate: %v", err)
	}
	return strings.Join(strings.Fields(string(text)), " ")
}

// verify checks the certificate as the home page offers it, then by the address on the paper.
func (v *visitor) verify(held paper, holder string) {
	v.t.Helper()
	v.Open(v.s.BaseURL + "/")
	v.Fill(v.say("home.verify_code"), strings.ToLower(held.code))
	v.click("home.verify_button")
	v.see("verify.valid", "verify.event_issued")
	v.MustContain(holder, held.code)
	v.look("verdict")

	v.menu("nav.verify")
	v.look("verify")
	v.Fill(v.say("verify.code"), strings.ReplaceAll(held.code, "-", " "))
	v.click("verify.check")
	v.see("verify.valid")
	v.MustContain(holder)

	v.Open(v.s.BaseURL + "/verify/" + held.code)
	v.see("verify.valid")
	v.MustContain(holder)
}

// mistype types the code with two characters in each other's place.
func (v *visitor) mistype(held paper) {
	v.t.Helper()
	wrong := []byte(held.code)
	for i := range len(wrong) - 1 {
		if wrong[i] != wrong[i+1] && wrong[i] != '-' && wrong[i+1] != '-' {
			wrong[i], wrong[i+1] = wrong[i+1], wrong[i]
			break
		}
	}
	v.menu("nav.verify")
	v.Fill(v.say("verify.code"), string(wrong))
	v.click("verify.check")
	v.see("certificate.mistyped")
	if got := v.Value(v.say("verify.code")); got != string(wrong) {
		v.t.Errorf("what was typed, %s, has become %q", wrong, got)
	}
	v.lookAtRefusal("mistyped")
}
