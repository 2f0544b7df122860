//go:build whole

package web_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/content/starter"
	"vatra/lms/access"
	"vatra/lms/browsertest"
	"vatra/lms/i18n"
	"vatra/lms/web/webtest"
)

// enter logs in by hand.
func enter(b *browsertest.Browser, s *webtest.Site, p *i18n.Printer, email string) {
	b.Open(s.URL + "/login")
	b.Fill(p.T("account.email"), email)
	b.Fill(p.T("account.password"), webtest.Password)
	b.In("main").Click(p.T("login.button"))
}

// TestPagesOfLearning looks at every page of a learner and of an employer, as a guest sees them and as somebody in the
// middle of a course does: each in two languages, once on a phone and once on a desk, once light and once dark.
func TestPagesOfLearning(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallStarter()
	s.InstallFiles(webtest.LittleCourse())
	award := s.Award(uuid.Must(uuid.NewV7()))
	revoked := s.Award(uuid.Must(uuid.NewV7()))
	webtest.Must(t, s.Awards.Revoke(t.Context(), s.DB, string(revoked.Code), uuid.Must(uuid.NewV7()), "Certificatul a fost emis din greșeală."))
	public := []string{
		"/courses", "/courses/digital-literacy-basics", "/courses/digital-literacy-basics/credits", "/courses/little/lessons/more?lang=bg",
		"/courses/digital-literacy-basics/lessons/final", "/tracks", "/tracks/digital-literacy", "/tracks/digitalisation-expert", "/competences", "/verify", "/verify?code=VT7K", "/verify/list",
		"/verify/" + award.Code.Printed(), "/verify/" + revoked.Code.Printed(),
		"/verify/0000-0000-0000-0000", // can be one, and is none
	}
	own := []string{
		"/", "/learning", "/certificates", "/tracks", "/tracks/digital-literacy", "/tracks/digital-literacy/leave", "/tracks/digitalisation-expert",
		"/courses", "/courses/digital-literacy-basics",
		"/courses/digital-literacy-basics/lessons/final", "/courses/little/lessons/start",
		"/courses/little/lessons/start/ask", "/questions",
		"/account", "/account/address", "/account/letters", "/account/data", "/account/delete",
	}
	for i, l := range i18n.Languages() {
		t.Run(l.Tag, func(t *testing.T) {
			t.Parallel()
			p := i18n.For(l.Tag)
			options := browsertest.Options{Width: 360, Language: l.Tag, Dark: i%2 == 1}
			if i >= 3 {
				options.Width = 1280
			}
			b := browsertest.New(t, options)
			look := func(who string, paths []string) {
				for at, path := range paths {
					if at%3 != i%3 {
						continue // two others look at it
					}
					b.Open(s.URL + path)
					glance(b, options, who+path)
				}
			}
			look("guest", public)
			email := l.Tag + "@example.org"
			holder := s.Person(email, access.RoleLearner, l.Tag)
			enter(b, s, p, email)
			look("new", []string{"/", "/learning", "/certificates"})
			b.Open(s.URL + "/tracks/digital-literacy")
			b.Click(p.T("track.enrol"))
			s.Award(holder.UserID)
			studyALittle(s, holder)
			look("own", own)
		})
	}
}

// studyALittle leaves somebody in the middle of the little course, with an attempt that failed.
func studyALittle(s *webtest.Site, learner access.Actor) {
	s.T.Helper()
	ctx := s.T.Context()
	for _, key := range []string{"start", "more"} {
		_, _, err := s.Reading.CompleteLesson(ctx, learner, "little", key)
		webtest.Must(s.T, err)
	}
	attempt, err := s.Sitting.StartQuiz(ctx, learner, "little", "final")
	webtest.Must(s.T, err)
	_, _, err = s.Sitting.SubmitQuiz(ctx, learner, attempt.ID)
	webtest.Must(s.T, err)
	course, err := s.Reading.Course(ctx, learner, "digital-literacy-basics")
	webtest.Must(s.T, err)
	_, err = s.Reading.OpenLesson(ctx, learner, "digital-literacy-basics", course.Version.Lessons()[0].Key)
	webtest.Must(s.T, err)
}

// TestCoursePagesAreLight weighs the page of every course that comes with Vatra, in every language that a guest may meet it in.
func TestCoursePagesAreLight(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	var paths []string
	for _, folder := range starter.Folders() {
		paths = append(paths, "/courses/"+s.InstallStarterOf(folder).Code)
	}
	for _, l := range i18n.Languages() {
		t.Run(l.Tag, func(t *testing.T) {
			t.Parallel()
			b := browsertest.New(t, browsertest.Options{Language: l.Tag})
			for _, path := range paths {
				b.Open(s.URL + path)
				b.MustWeigh(homeWeight)
			}
		})
	}
}

func TestLearningPagesAreLight(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallStarter()
	award := s.Award(uuid.Must(uuid.NewV7()))
	weigh(s, map[string]int{
		"/courses": pageWeight, "/tracks/digital-literacy": pageWeight,
		"/courses/digital-literacy-basics/lessons/final": pageWeight, "/verify/" + award.Code.Printed(): pageWeight, "/verify/list": pageWeight,
	})
}

func TestChangingTheLanguageInTheMiddleOfALessonKeepsThePlace(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallStarter()
	b := browsertest.New(t, browsertest.Options{Width: 360, Language: "ro"})
	b.Open(s.URL + "/courses/digital-literacy-basics/lessons/files")
	b.MustContain("Documente ușor de găsit")
	const third = `document.querySelectorAll(".prose h2")[2]`
	b.Eval(third + `.scrollIntoView({behavior: "instant"})`)
	b.Eval(`document.querySelector(".reading [lang=en]").click()`) // a hand that does not scroll to it first
	b.MustContain("Documents you can find again")
	// In the upper half of the window, below the bar with the languages.
	if seen := b.Eval(third + `.getBoundingClientRect().top >= 0 && ` + third + `.getBoundingClientRect().top < innerHeight / 2`); seen != "true" {
		t.Errorf("the heading that was at the top has gone to %s of %s", b.Eval(third+`.getBoundingClientRect().top`), b.Eval(`innerHeight`))
	}
	b.Open(s.URL + "/courses/digital-literacy-basics/lessons/email")
	if top := b.Eval(`scrollY`); top != "0" {
		t.Errorf("another lesson begins at %s", top)
	}
}

func TestReadingAndCheckingWithoutScriptsOnAPhone(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	s.LessonsOnly()
	s.Person("ana@example.org", access.RoleLearner, "ro")
	b := browsertest.New(t, browsertest.Options{Width: 360, NoScript: true, Language: "ro"})
	b.Open(s.URL + "/tracks/digital-literacy")
	b.Click("Intrați în cont ca să vă înscrieți")
	b.Fill("Adresa de e‑mail", "ana@example.org")
	b.Fill("Parola", webtest.Password)
	b.In("main").Click("Intrați în cont")
	b.Click("Înscrieți‑vă")
	b.MustContain("V‑ați înscris", "0 din 2")
	b.Click("Continuați")
	b.MustContain("First")
	b.Click("Am citit, continui")
	b.MustContain("Second")
	b.Click("Am citit, închei")
	b.MustContain("Felicitări! Ați încheiat programul „Alfabetizare digitală”", "Descărcați certificatul (PDF)")
	if file := b.Download("Descărcați certificatul (PDF)"); !strings.HasSuffix(file.Name, ".pdf") {
		t.Errorf("the file is called %s", file.Name)
	}
	link := b.Value("Adresa de verificare")

	employer := browsertest.New(t, browsertest.Options{Width: 360, NoScript: true, Language: "sr"})
	employer.Open(s.URL + "/verify")
	employer.Fill("Код сертификата", strings.ToLower(link[strings.LastIndex(link, "/")+1:]))
	employer.Press("Enter")
	employer.MustContain("Важећи", "Ana Ștefănescu", "Дигитална писменост", "2 минута наставе")
}
