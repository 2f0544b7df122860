//go:build real && whole

package serve_test

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/content"
	"vatra/content/markup"
	"vatra/lms/access"
	"vatra/lms/browsertest"
)

// realCourse is a course that nobody here wrote: in VATRA_SHARED, or beside the module.
func realCourse(t *testing.T, name string) string {
	t.Helper()
	shared := os.Getenv("VATRA_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "..", "shared")
	}
	name = filepath.Join(shared, "data", name)
	if _, err := os.Stat(name); err != nil {
		t.Fatalf("there is no real course at %s: VATRA_SHARED names the folder that holds data/", name)
	}
	return name
}

var (
	// boxes is a list of boxes to tick: what the DITAP's authors write a question as when one is ticked. They write [x]
	// and [[x]], with a bullet and without, and leave empty lines between the answers.
	boxes = regexp.MustCompile(`(?m)(?:^ {0,3}(?:[-*+] +)?\[{1,2}[ xX]\]{1,2}[^\n]*\n(?:(?: {2,}[^\n]*|[ \t]*)\n)*)+`)
	// options is the head of a table of answers, which is how they write their two assessments.
	options = regexp.MustCompile(`(?m)^\|[^\n]*Correct/Incorrect[^\n]*\n\|[-| :]+\|`)
	ticked  = regexp.MustCompile(`\[[xX]\]`)
)

// counted is what stands in the source of a course in Markdown, counted without the importer.
type counted struct{ lessons, images, questions int }

func count(t *testing.T, folder string) counted {
	t.Helper()
	var found counted
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		switch strings.ToLower(filepath.Ext(name)) {
		case ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp":
			found.images++
		case ".md":
			if name == "LICENSE.md" {
				return nil
			}
			found.lessons++
			text, err := os.ReadFile(filepath.Join(folder, name))
			if err != nil {
				return err
			}
			for _, list := range boxes.FindAllString(strings.ReplaceAll(string(text)+"\n", "\r", ""), -1) {
				if ticked.MatchString(list) {
					found.questions++
				}
			}
			found.questions += len(options.FindAllString(string(text), -1))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestRealCourseFromImportToCertificate has an administrator make a track of the DITAP course, and a learner take it.
func TestRealCourseFromImportToCertificate(t *testing.T) {
	t.Parallel()
	folder := realCourse(t, "ditap-digital-services-en")
	source := count(t, folder)
	if source != (counted{lessons: 67, images: 63, questions: 68}) {
		t.Errorf("the source has %+v", source)
	}
	s := run(t, configured(t))
	s.person("maria@vatra.example", "Maria Administrator", access.RoleAdministrator, "en")
	administrator := s.textReader(t, "maria@vatra.example", "en")
	administrator.importPackage(zipped(t, filepath.Base(folder), os.DirFS(folder)))
	say := administrator.words
	administrator.mustSee(
		fmt.Sprint(say.T("staff.lessons"), " ", source.lessons), fmt.Sprint(say.T("staff.import_assets"), " ", source.images),
		say.T("staff.import_warnings_table"), "Contract Management and Problem Resolution.md",
		"no choice is marked as right with [x]. It was kept as text",
	)
	code := administrator.makeTrack("ditap", "Digital IT acquisition")

	s.person("ion@primarie.example", "Ion Țăranu", access.RoleLearner, "ro")
	learner := s.textReader(t, "ion@primarie.example", "ro")
	learner.open("/tracks/ditap")
	learner.send(learner.words.T("track.enrol"), nil)
	learner.mustSee(learner.words.T("track.enrolled"))
	learner.takeCourse(code, source)

	learner.open("/certificates")
	learner.mustSee("Achiziții digitale", learner.words.T("certificates.download"))
	awards, err := s.Awards.Awards(t.Context(), s.idOf(t, "ion@primarie.example"))
	if err != nil || len(awards) != 1 {
		t.Fatalf("the learner has %d certificates: %v", len(awards), err)
	}
	number := awards[0].Code.Printed()
	file := filepath.Join(t.TempDir(), "certificate.pdf")
	if err := os.WriteFile(file, learner.fetch("/certificates/"+number+"/pdf", "application/pdf"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"Ion Țăranu", "Achiziții digitale", "Digital IT acquisition", number} {
		if text := printed(t, file); !strings.Contains(text, words) {
			t.Errorf("%q is not on the certificate:\n%s", words, text)
		}
	}
	learner.open("/verify/" + number)
	learner.mustSee(learner.words.T("verify.valid"), "Ion Țăranu")
	if text := learner.text(); strings.Contains(text, "%") {
		t.Errorf("the course has no exam, and the certificate shows a mark:\n%s", text)
	}
}

func (s *site) idOf(t *testing.T, email string) uuid.UUID {
	t.Helper()
	person, err := s.People.PersonByEmail(t.Context(), access.Operator(), email)
	if err != nil {
		t.Fatal(err)
	}
	return person.ID
}

// makeTrack makes a track of the only course there is, as the page of its import offers.
func (r *textReader) makeTrack(code, name string) (course string) {
	r.t.Helper()
	course = strings.TrimPrefix(r.linkTo(r.words.T("staff.open_course")), "/courses/")
	r.open("/admin/tracks/new")
	r.send(r.words.T("staff.track_create"), url.Values{
		"code": {code}, "name_en": {name}, "name_ro": {"Achiziții digitale"}, "summary_en": {"For who buys digital services."}, "hours": {"60"}, "reason_en": {"With practice at work."},
		"course": {course}, "lessons": {"on"}, "minimum_mark": {""},
	})
	r.mustSee(r.words.T("staff.track_created"))
	return course
}

// takeCourse reads every lesson in order, answers every question that is in it, and looks at every picture.
func (r *textReader) takeCourse(code string, source counted) {
	r.t.Helper()
	state, err := r.s.Reading.Course(r.t.Context(), access.Guest("en"), code)
	if err != nil {
		r.t.Fatal(err)
	}
	lessons, questions, pictures := state.Version.Lessons(), 0, map[string]bool{}
	for i, lesson := range lessons {
		r.open(markup.LessonURL(code, lesson.Key))
		r.mustSee(lesson.Titles["en"], r.words.T("lesson.place", "Place", i+1, "Of", len(lessons)))
		for _, picture := range r.all("img") {
			pictures[attribute(picture, "src")] = true
		}
		if asked := r.answerLesson(lesson); asked > 0 {
			questions += asked
			continue
		}
		button := "lesson.read_go_on"
		if i == len(lessons)-1 {
			button = "lesson.read_finish"
		}
		r.send(r.words.T(button), nil)
	}
	if len(lessons) != source.lessons || questions != source.questions {
		r.t.Errorf("the course has %d lessons and %d questions, its source %+v", len(lessons), questions, source)
	}
	for picture := range pictures {
		r.fetch(picture, "image/")
	}
	if len(pictures) < source.images/2 || len(pictures) > source.images {
		r.t.Errorf("the lessons show %d pictures of %d", len(pictures), source.images)
	}
}

// answerLesson answers the questions of the lesson that is open, each in the form that the page has for it.
func (r *textReader) answerLesson(lesson content.Lesson) int {
	r.t.Helper()
	if lesson.QuizID == uuid.Nil {
		return 0
	}
	quiz, err := r.s.Quizzes.Quiz(r.t.Context(), lesson.QuizID)
	if err != nil {
		r.t.Fatal(err)
	}
	r.mustSee(r.words.T("lesson.by_answering")) // where else the button would be that one has read it
	for _, question := range quiz.Questions {
		forms := r.forms()
		i := slices.IndexFunc(forms, func(f form) bool { return f.values.Get("question") == question.Key })
		if i < 0 {
			r.t.Fatalf("%s does not ask %q:\n%s", r.at, bare(question.Texts["en"].Prompt), r.text())
		}
		one, right := forms[i], question.RightResponse()
		one.values[one.names[len(one.names)-1]] = right.Choices
		r.post(one)
		r.mustSee(r.words.T("quiz.state_right"))
	}
	r.mustSee(r.words.T("lesson.done"))
	return len(quiz.Questions)
}

// fetch gets what is no page.
func (r *textReader) fetch(address, mediaType string) []byte {
	r.t.Helper()
	status, kind, body := r.get(address)
	if status != http.StatusOK || len(body) == 0 || !strings.HasPrefix(kind, mediaType) {
		r.t.Errorf("%s answers %d with %d bytes of %s", address, status, len(body), kind)
	}
	return body
}

// TestRealCourseChangesLanguageMidLesson reads one lesson in three languages and stays at the same heading.
func TestRealCourseChangesLanguageMidLesson(t *testing.T) {
	t.Parallel()
	folder := realCourse(t, "security101-en-ro-bg")
	s := run(t, configured(t))
	s.person("maria@vatra.example", "Maria Administrator", access.RoleAdministrator, "en")
	administrator := s.textReader(t, "maria@vatra.example", "en")
	administrator.importPackage(zipped(t, filepath.Base(folder), os.DirFS(folder)))
	administrator.mustSee(fmt.Sprint(administrator.words.T("staff.lessons"), " 32"), "English, Bulgarian, Romanian")

	const lesson = "/courses/security101-en-ro-bg/lessons/common-cybersecurity-threats"
	titles := map[string]string{}
	for _, tag := range []string{"en", "ro", "bg"} {
		titles[tag] = firstLine(t, filepath.Join(folder, tag, "1.2 Common cybersecurity threats.md"))
	}
	s.person("ion@primarie.example", "Ion Țăranu", access.RoleLearner, "en")
	reader := s.visitor(t, browsertest.Options{Width: 360, Language: "en"})
	reader.enter("ion@primarie.example")
	reader.Open(s.BaseURL + lesson)
	const third = `(() => { const h = [...document.querySelectorAll(".prose :is(h2, h3, h4)")]; h[3].scrollIntoView(); return h.length })()`
	headings := reader.Eval(third)
	if headings == "0" {
		t.Fatalf("the lesson has no headings:\n%s", reader.Text())
	}
	for _, next := range []struct{ tag, name, title string }{
		{"ro", "Română", titles["ro"]},
		{"bg", "Български", titles["bg"]},
		{"en", "English", titles["en"]},
	} {
		// A click by coordinates would first scroll to the link.
		reader.Eval(`document.querySelector('.reading a[hreflang=` + next.tag + `]').click()`)
		reader.MustContain(next.title)
		const place = `(() => { const h = [...document.querySelectorAll(".prose :is(h2, h3, h4)")];
			return h.findLastIndex((e) => e.getBoundingClientRect().top < innerHeight / 2) + " of " + h.length })()`
		if at := reader.Eval(place); at != `"3 of `+headings+`"` {
			t.Errorf("after changing to %s the reader is at heading %s", next.name, at)
		}
		reader.inspect("in-" + next.tag)
	}
	reader.Eval(`document.querySelector('.reading a[hreflang=bg]').click()`)
	reader.MustContain(titles["bg"])
	reader.Open(s.BaseURL + "/courses/security101-en-ro-bg")
	reader.click("course.resume")
	if !strings.HasSuffix(reader.URL(), lesson) {
		t.Errorf("the course goes on at %s", reader.URL())
	}
	reader.MustContain(titles["bg"])
}

// firstLine is the heading that a file of Markdown begins with.
func firstLine(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if heading, ok := strings.CutPrefix(line, "# "); ok {
			return strings.TrimSpace(heading)
		}
	}
	t.Fatalf("%s has no heading", file)
	return ""
}

// TestRealCartridgeComesWithItsReport imports what Canvas exported.
func TestRealCartridgeComesWithItsReport(t *testing.T) {
	t.Parallel()
	file := realCourse(t, "common-cartridge-ally/allyworkshop.imscc")
	s := run(t, configured(t))
	s.person("maria@vatra.example", "Maria Administrator", access.RoleAdministrator, "bg")
	administrator := s.textReader(t, "maria@vatra.example", "bg")
	administrator.importPackage(file)
	say := administrator.words
	administrator.mustSee("Ally: Accessibility Workshop", say.T("staff.format_cartridge"), say.T("staff.lessons")+" 17",
		say.T("staff.import_assets")+" 26", "wiki_content/ally-explained-video.html", say.T("content.page_unpublished"),
		"iccb5899acefc1f50d070cb40a9349ad0.xml", say.T("content.lti"))
	administrator.open(administrator.linkTo(say.T("staff.open_course")))
	administrator.mustSee("Ally: Accessibility Workshop", "CC BY-SA 4.0", say.N("course.lessons", 17))
	for _, link := range administrator.all("a") {
		if href := attribute(link, "href"); strings.Contains(href, "/lessons/") {
			administrator.open(href)
		}
	}
}
