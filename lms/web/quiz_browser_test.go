//go:build whole

package web_test

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"vatra/lms/access"
	"vatra/lms/browsertest"
	"vatra/lms/i18n"
	"vatra/lms/web/webtest"
)

// sitAt logs a learner in and begins the quiz in a browser.
func sitAt(s *webtest.Site, b *browsertest.Browser, email string) {
	s.T.Helper()
	words := i18n.For(b.Language())
	b.Open(s.URL + "/login?next=" + url.QueryEscape("/courses/quizzed/lessons/final"))
	logInBy(b, words, email)
	b.Click(words.T("quiz_intro.start"))
	b.MustContain(words.T("quiz.question", "Number", 1, "Of", 6))
}

// sums and capitals are two questions of the quiz, as readers of a language meet them: there is a Romanian and an English text.
var (
	sums     = map[string][]string{"en": {"Two and two?", "Three", "Four"}, "ro": {"Doi și cu doi?", "Trei", "Patru"}}
	capitals = map[string]string{"en": "The capital of France?", "ro": "Capitala Franței?"}
)

// sitting is a site whose learner Ana has begun the quiz, which has the options besides, in a browser.
func sitting(t *testing.T, options string, browser browsertest.Options) (*webtest.Site, *browsertest.Browser) {
	t.Helper()
	s := webtest.New(t)
	s.InstallFiles(webtest.QuizCourse(options))
	s.Person("ana@example.org", access.RoleLearner, browser.Language)
	b := browsertest.New(t, browser)
	sitAt(s, b, "ana@example.org")
	return s, b
}

// eventually waits for something outside of the page.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for range 150 {
		if holds() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%s: not within fifteen seconds", what)
}

func TestAnswersAreSavedAsTheyAreGiven(t *testing.T) {
	t.Parallel()
	s, b := sitting(t, ", time_limit: 30m", browsertest.Options{Width: 360, Language: "en"})
	b.MustContain("Answered: 0 of 6")
	b.In("Two and two?").Choose("Four")
	b.MustContain("✓ saved")
	b.In("Which are colours?").Check("Red")
	b.In("Which are colours?").Check("Blue")
	b.In("The capital of France?").Fill("Your answer", "Paris")
	b.In("Who says what?").Select("Cat", "miaow")
	b.In("Who says what?").Select("Dog", "woof")
	b.In("Is water wet?").Choose("True")
	b.In("How many per cent is a half?").Fill("Your answer", "fifty")
	b.MustContain("“fifty” is not a number")
	b.Overflow()
	b.Axe()
	b.Validate()
	b.Screenshot("attempt")
	b.In("How many per cent is a half?").Fill("Your answer", "50")
	b.MustContain("Answered: 6 of 6")
	b.MustVanish("is not a number")
	eventually(t, "all answers are in the journal", func() bool {
		var slots int
		webtest.Must(t, s.DB.Pool.QueryRow(t.Context(), `SELECT count(DISTINCT slot) FROM answers`).Scan(&slots))
		return slots == 6
	})
	b.Reload()
	b.MustContain("Answered: 6 of 6")
	if got := b.In("The capital of France?").Value("Your answer"); got != "Paris" {
		t.Errorf("after reloading the answer is %q", got)
	}
	b.MustWeigh(pageWeight)
	b.Click("Hand in")
	b.MustContain("You have answered all questions.")
	b.Axe()
	b.Validate()
	b.Click("Hand in now")
	b.MustContain("Passed", "100%")
	b.Overflow()
	b.Axe()
	b.Validate()
	b.Screenshot("result")
	b.Click("Receipts for your answers")
	b.MustContain("Receipt")
	b.Overflow()
	b.Axe()
	b.Validate()
	b.Screenshot("receipts")
}

func TestAnswersOutliveTheLine(t *testing.T) {
	t.Parallel()
	s, b := sitting(t, "", browsertest.Options{Language: "en"})
	b.In("Two and two?").Choose("Three")
	b.MustContain("✓ saved")

	b.Offline(true)
	b.In("Two and two?").Choose("Four")
	b.In("The capital of France?").Fill("Your answer", "Paris")
	b.MustContain("not saved yet: it will be sent when the connection is back")
	b.Screenshot("offline")
	b.Click("Hand in")
	b.MustContain("Some answers have not been sent yet.")
	if got := b.In("The capital of France?").Value("Your answer"); got != "Paris" {
		t.Fatalf("what was typed has become %q", got)
	}
	if s.Journal() != 1 {
		t.Fatalf("%d entries while the line is away", s.Journal())
	}
	b.Problems() // the browser's own remarks on requests without a line

	b.Offline(false)
	b.MustVanish("not saved yet")
	eventually(t, "the answers have arrived", func() bool { return s.Journal() == 3 })
	b.Reload()
	if got := b.In("The capital of France?").Value("Your answer"); got != "Paris" || !b.In("Two and two?").Checked("Four") {
		t.Errorf("after reloading the answers are %q and %v", got, b.In("Two and two?").Checked("Four"))
	}
	if left := b.Eval(`Object.keys(localStorage).filter((key) => key.startsWith("answer/")).length`); left != "0" {
		t.Errorf("%s answers are left behind in the browser", left)
	}
	b.Problems()
}

func TestAnAnswerOfAnotherWindowIsToldAndNothingIsLost(t *testing.T) {
	t.Parallel()
	s, b := sitting(t, "", browsertest.Options{Language: "en"})
	_, err := s.DB.Pool.Exec(t.Context(), `INSERT INTO answers (attempt_id, slot, seq, response, saved_at)
		SELECT id, 4, 7, '{"text": "Rome"}', now() FROM attempts`)
	webtest.Must(t, err)
	counting := func() string {
		var text string
		webtest.Must(t, s.DB.Pool.QueryRow(t.Context(), `SELECT response->>'text' FROM answers ORDER BY seq DESC LIMIT 1`).Scan(&text))
		return text
	}
	b.In("The capital of France?").Fill("Your answer", "Paris")
	b.MustContain("Another window has saved another answer")
	b.Axe()
	b.Problems() // the browser's own remark on the refusal
	b.Reload()
	b.MustContain("Another window has saved another answer")
	if got := b.In("The capital of France?").Value("Your answer"); got != "Paris" || counting() != "Rome" {
		t.Fatalf("what was typed has become %q, and %q counts", got, counting())
	}
	b.Click("Save question 4")
	b.MustVanish("Another window has saved another answer")
	eventually(t, "the reader's own answer counts", func() bool { return counting() == "Paris" })
	b.Problems()
}

func TestUnsentAnswersOutliveThePage(t *testing.T) {
	t.Parallel()
	s, b := sitting(t, "", browsertest.Options{Language: "en"})
	// The server cannot be reached as the page is closed, and can be when it is opened again.
	b.Eval(`window.fetch = () => Promise.reject(new TypeError("no line"))`)
	b.In("The capital of France?").Fill("Your answer", "Paris")
	b.In("Two and two?").Choose("Four")
	b.MustContain("not saved yet")
	if s.Journal() != 0 {
		t.Fatalf("%d answers went through", s.Journal())
	}
	b.Eval(`window.addEventListener("beforeunload", (e) => e.stopImmediatePropagation(), true)`)
	address := b.URL()
	b.Open(s.URL + "/receipts")
	b.Open(address)
	eventually(t, "the answers have arrived", func() bool { return s.Journal() == 2 })
	b.MustContain("Answered: 2 of 6")
	if got := b.In("The capital of France?").Value("Your answer"); got != "Paris" {
		t.Errorf("the answer is %q", got)
	}
	b.Problems()
}

func TestTheTimeHandsIn(t *testing.T) {
	t.Parallel()
	s, b := sitting(t, ", time_limit: 30m", browsertest.Options{Language: "en"})
	if shown := b.Eval(`/^(30:00|29:[0-5]\d)$/.test(document.getElementById("left").textContent)`); shown != "true" {
		t.Errorf("the clock does not show 29 minutes and some seconds")
	}
	_, err := s.DB.Pool.Exec(t.Context(), `UPDATE attempts SET deadline = now() + interval '4 seconds'`)
	webtest.Must(t, err)
	b.Reload()
	b.In("Two and two?").Choose("Four")
	b.MustContain("Result of the quiz", "points: 1 of 8")
}

// TestTheClockOfTheDeviceDecidesNothing lets the device's clock jump: the page shows what the server says, and hands nothing in. A
// page without scripts shows no clock, and asks the device for none.
func TestTheClockOfTheDeviceDecidesNothing(t *testing.T) {
	t.Parallel()
	for _, options := range []browsertest.Options{{Width: 1280, Language: "en"}, {Width: 360, Language: "ro"}} {
		t.Run(options.Language, func(t *testing.T) {
			t.Parallel()
			jumps(t, options)
		})
	}
}

func jumps(t *testing.T, options browsertest.Options) {
	s, b := sitting(t, ", time_limit: 30m", options)
	sum := sums[options.Language]
	const asked = `String(performance.getEntriesByName(page.dataset.url.replace(/^/, location.origin) + "/time").length)`
	b.Eval(`window.realNow = Date.now.bind(Date), 0`)
	for jumps, by := range []int{2400000, -2400000, 0} {
		b.Eval(fmt.Sprintf(`Date.now = () => realNow() + %d, 0`, by))
		eventually(t, "the page asks the server", func() bool { return b.Eval(asked) == strconv.Quote(strconv.Itoa(jumps+1)) })
		eventually(t, "the page shows what is left", func() bool {
			return b.Eval(`/^(30:00|2[89]:[0-5]\d)$/.test(document.getElementById("left").textContent)`) == "true"
		})
		b.In(sum[0]).Choose(sum[1+(jumps+1)%2])
		eventually(t, "the answer is saved", func() bool { return s.Journal() == jumps+1 })
	}
	if shown := b.URL(); strings.HasSuffix(shown, "/result") {
		t.Errorf("the page has gone on to %s", shown)
	}
	var open int
	webtest.Must(t, s.DB.Pool.QueryRow(t.Context(), `SELECT count(*) FROM attempts WHERE submitted_at IS NULL`).Scan(&open))
	if open != 1 || s.Journal() != 3 {
		t.Errorf("%d attempts are open, with %d answers", open, s.Journal())
	}

	// What the server says counts, whatever the page thought: time that was given is shown with the next answer.
	_, err := s.DB.Pool.Exec(t.Context(), `UPDATE attempts SET deadline = now() + interval '45 minutes'`)
	webtest.Must(t, err)
	b.In(capitals[options.Language]).Fill(i18n.For(options.Language).T("quiz.your_answer"), "Paris")
	eventually(t, "the page shows the time of the answer", func() bool {
		return b.Eval(`/^4[45]:/.test(document.getElementById("left").textContent)`) == "true"
	})
}

func TestALateAnswerIsNotSilentlyLost(t *testing.T) {
	t.Parallel()
	s, b := sitting(t, ", time_limit: 30m", browsertest.Options{Language: "en"})
	s.TimeIsOver()
	b.In("The capital of France?").Fill("Your answer", "Paris")
	b.MustContain("before this answer arrived", "See the result")
	if got := b.In("The capital of France?").Value("Your answer"); got != "Paris" {
		t.Errorf("what was typed has become %q", got)
	}
	b.Problems()
	b.Click("See the result")
	b.MustContain("Not passed yet", "because the time was over")
	b.Axe()
	b.Screenshot("late")
}

func TestAQuizInTheBrowserWithoutScripts(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.QuizCourse(", time_limit: 30m, attempts: 2"))
	for width, email := range map[int]string{360: "ana@example.org", 1280: "bob@example.org"} {
		s.Person(email, access.RoleLearner)
		b := browsertest.New(t, browsertest.Options{Width: width, NoScript: true, Language: "en", Dark: width == 360})
		sitAt(s, b, email)
		b.In("Two and two?").Choose("Three")
		b.In("The capital of France?").Fill("Your answer", "Paris")
		b.Click("Save question 4")
		b.MustContain("Answered: 2 of 6", "saved ")
		if !strings.HasSuffix(b.URL(), "#q-4") {
			t.Errorf("saving question 4 leads to %s", b.URL())
		}
		b.Overflow()
		b.Axe()
		b.Screenshot("attempt")
		b.In("How many per cent is a half?").Fill("Your answer", "lots")
		b.Press("Enter")
		b.MustContain("“lots” is not a number")
		b.Axe()
		b.Validate()
		b.Screenshot("refused")
		b.In("How many per cent is a half?").Fill("Your answer", "50")
		b.Click("Hand in")
		b.MustContain("3 questions of 6 are not answered")
		b.Overflow()
		b.Axe()
		b.Screenshot("hand-in")
		b.Click("Hand in now")
		b.MustContain("Not passed yet", "Too few.")
		b.Overflow()
		b.Axe()
		b.Validate()
		b.Screenshot("result")
		if width == 360 {
			b.Click("Take the quiz again")
			b.MustContain("Answered: 0 of 6")
		}
	}
}

func TestQuestionsOfALessonInTheBrowser(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.QuizCourse(""))
	s.Person("ana@example.org", access.RoleLearner)
	b := browsertest.New(t, browsertest.Options{Width: 360, Language: "en"})
	b.Open(s.URL + "/courses/quizzed/lessons/learn")
	b.MustContain("Log in to answer")
	b.Overflow()
	b.Axe()
	b.Validate()
	b.Screenshot("guest")
	b.Open(s.URL + "/login?next=/courses/quizzed/lessons/learn")
	b.Fill("E‑mail address", "ana@example.org")
	b.Fill("Password", webtest.Password)
	b.In("main").Click("Log in")
	b.In("Which is a fruit?").Choose("Stone") // answers to other questions stay out of it
	b.In("How many legs has a horse?").Fill("Your answer", " ")
	b.Press("Enter")
	b.MustContain("Write a number first.")
	b.Axe()
	b.Validate()
	b.Problems() // the browser's own remark on the refusal
	b.Eval(`window.stays = true`)
	b.In("How many legs has a horse?").Fill("Your answer", "3")
	b.Press("Enter")
	b.MustContain("Count again.")
	b.In("Which is a fruit?").Choose("Apple")
	b.Eval(`document.getElementById("q-fruit").closest(".check").querySelector("form button").scrollIntoView({ block: "center" }), 0`)
	before := b.Eval(`String(Math.round(scrollY))`)
	b.Click("Check the answer")
	b.MustContain("It grows on a tree.")
	if stays := b.Eval(`String(window.stays)`); stays != `"true"` {
		t.Error("answering a question has loaded the page anew")
	}
	if after := b.Eval(`String(Math.round(scrollY))`); after != before {
		t.Errorf("answering has scrolled from %s to %s", before, after)
	}
	if heard := b.Eval(`document.querySelector(".check:has(#q-fruit) + [role=status]").textContent`); !strings.Contains(heard, "It grows on a tree.") {
		t.Errorf("what is read out is %s", heard)
	}
	if at := b.Eval(`document.activeElement.textContent.trim()`); at != `"Answer again"` {
		t.Errorf("the focus is at %s", at)
	}
	b.Overflow()
	b.Axe()
	b.Validate()
	b.Screenshot("answered")
}

// TestTheEndOfTheTimeIsAnnounced moves the deadline to a little more than each announcement, instead of waiting for it.
func TestTheEndOfTheTimeIsAnnounced(t *testing.T) {
	t.Parallel()
	s, b := sitting(t, ", time_limit: 30m", browsertest.Options{Language: "en"})
	if role := b.Eval(`document.getElementById("timer-told").getAttribute("role")`); role != `"status"` {
		t.Errorf("what is announced has the role %s, and nobody hears it", role)
	}
	said := func() string { return b.Eval(`document.getElementById("timer-told").textContent`) }
	if early := said(); early != `""` {
		t.Errorf("with half an hour left it says %s", early)
	}
	for _, one := range []struct {
		seconds int
		says    string
	}{{300, "5 minutes left."}, {60, "1 minute left."}} {
		// The clock of the page begins with what is left when the server draws it; a slow machine may need it drawn again.
		for drawn := "false"; drawn != "true"; drawn = b.Eval(fmt.Sprintf(`Number(page.dataset.left) > %d`, one.seconds)) {
			_, err := s.DB.Pool.Exec(t.Context(), `UPDATE attempts SET deadline = now() + make_interval(secs => $1)`, one.seconds+3)
			webtest.Must(t, err)
			b.Reload()
		}
		eventually(t, one.says, func() bool { return said() == strconv.Quote(one.says) })
		if hidden := b.Eval(`getComputedStyle(document.getElementById("timer-told")).display`); hidden == `"none"` {
			t.Error("what is not shown at all is not read out")
		}
	}
	b.Axe()
}

func TestPassingTheLastQuizLeadsToTheCertificate(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	course := webtest.ReadingCourse()
	course["course.yaml"] += "quizzes:\n  - {key: final, file: quizzes/final, title: {en: \"Final quiz\"}, after: 01-all, pass_mark: 50}\n"
	course["quizzes/final.en.md"] = "**Two and two?** {#sum}\n\n- [ ] Three\n- [x] Four\n"
	s.InstallFiles(course)
	ana := s.Person("ana@example.org", access.RoleLearner)
	_, err := s.Enrolment.Enrol(t.Context(), ana, "digital-literacy")
	webtest.Must(t, err)
	for _, key := range []string{"first", "second"} {
		_, _, err := s.Reading.CompleteLesson(t.Context(), ana, "digital-literacy-basics", key)
		webtest.Must(t, err)
	}
	b := browsertest.New(t, browsertest.Options{Width: 360, Language: "en"})
	b.Open(s.URL + "/login?next=/courses/digital-literacy-basics/lessons/final")
	b.Fill("E‑mail address", "ana@example.org")
	b.Fill("Password", webtest.Password)
	b.In("main").Click("Log in")

	b.Click("Start the quiz")
	b.In("Two and two?").Choose("Three")
	b.MustContain("✓ saved")
	b.Click("Hand in")
	b.Click("Hand in now")
	b.MustContain("Not passed yet")
	b.MustNotContain("Your certificate is ready", "See your certificate")

	b.Click("Take the quiz again")
	b.In("Two and two?").Choose("Four")
	b.MustContain("✓ saved")
	b.Click("Hand in")
	b.Click("Hand in now")
	b.MustContain("Passed", "You have completed the track “Digital literacy”. Your certificate is ready.")
	b.Overflow()
	b.Axe()
	b.Validate()
	b.Screenshot("certified")
	b.Click("See your certificate")
	b.MustContain("Digital literacy", "Mark: 100%")
	paper := b.Download("Download the certificate (PDF)")
	if !strings.HasPrefix(string(paper.Data), "%PDF-") {
		t.Errorf("the certificate is %q and begins with %q", paper.Name, paper.Data[:min(len(paper.Data), 20)])
	}
}

// TestAnswersWaitForADiskThatIsFull lets the database refuse each answer as one does that has no room.
func TestAnswersWaitForADiskThatIsFull(t *testing.T) {
	t.Parallel()
	s, b := sitting(t, "", browsertest.Options{Width: 360, Language: "en"})
	for _, statement := range []string{
		`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
			$$ BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$`,
		`CREATE TRIGGER full_disk BEFORE INSERT ON answers FOR EACH ROW EXECUTE FUNCTION full_disk()`,
	} {
		_, err := s.DB.Pool.Exec(t.Context(), statement)
		webtest.Must(t, err)
	}
	b.In("Two and two?").Choose("Four")
	b.MustContain("not saved yet", "A part of the service does not answer")
	_, err := s.DB.Pool.Exec(t.Context(), `DROP TRIGGER full_disk ON answers`)
	webtest.Must(t, err)
	b.MustContain("✓ saved")
	b.MustVanish("A part of the service does not answer")
	if s.Journal() != 1 {
		t.Errorf("%d answers are in the journal", s.Journal())
	}
}
