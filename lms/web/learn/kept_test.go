package learn_test

import (
	"bytes"
	"net/http"
	"regexp"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web"
	"vatra/lms/web/views/fixed"
	"vatra/lms/web/webtest"
)

const starterCourse = "digital-literacy-basics"

// varying is what is different each time a page is drawn.
var varying = regexp.MustCompile(`name="csrf" value="[^"]*"`)

// classes are people who stand in the starter course as far as the function brings them.
var classes = map[string]func(*webtest.Site, access.Actor){
	"new": func(*webtest.Site, access.Actor) {},
	"opened": func(s *webtest.Site, who access.Actor) {
		course, err := s.Reading.Course(s.T.Context(), who, starterCourse)
		webtest.Must(s.T, err)
		_, err = s.Reading.OpenLesson(s.T.Context(), who, starterCourse, course.Version.Lessons()[1].Key)
		webtest.Must(s.T, err)
	},
	"studied": func(s *webtest.Site, who access.Actor) { s.Study(who, starterCourse) },
	"passed": func(s *webtest.Site, who access.Actor) {
		s.Enrol(who)
		s.Study(who, starterCourse)
		s.Sit(who, starterCourse, true)
	},
}

// TestWhatIsKeptIsWhatWouldBeDrawn shows pages to many people in turn, on a server that keeps parts of them and on one
// that keeps nothing: nobody sees another's.
func TestWhatIsKeptIsWhatWouldBeDrawn(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.QuizCourse(""))
	s.InstallStarter()
	forgetful := s.With(func(o *web.Options) { o.BaseURL = s.URL }) // pages say it
	forgetful.Server.Fixed = fixed.New(0, func(text []byte) ([]byte, error) { return bytes.Clone(text), nil })

	readers := map[string]*webtest.Reader{}
	for _, language := range []string{"en", "ro", "sq"} {
		guest := s.Guest()
		guest.Header.Set("Accept-Language", language)
		readers["guest "+language] = guest
		for class, prepare := range classes {
			email := class + language + "@example.org"
			prepare(s, s.Person(email, access.RoleLearner, language))
			readers[email] = s.As(email)
		}
	}
	course, err := s.Reading.Course(t.Context(), access.Guest("en"), starterCourse)
	webtest.Must(t, err)
	paths := []string{
		"/", "/courses", "/courses/quizzed", "/courses/quizzed/lessons/final", "/tracks", "/login", "/courses/" + starterCourse,
		"/courses/" + starterCourse + "?lang=en", "/courses/" + starterCourse + "/lessons/final",
	}
	for _, lesson := range course.Version.Lessons()[:2] {
		paths = append(paths, "/courses/"+starterCourse+"/lessons/"+lesson.Key, "/courses/"+starterCourse+"/lessons/"+lesson.Key+"?lang=en")
	}
	for _, path := range paths {
		for who, reader := range readers {
			reader.Get(path) // which may start a course, and then is another page the next time
			kept := reader.Get(path)
			other := forgetful.Guest()
			other.Client, other.Header = reader.Client, reader.Header
			fresh := other.Get(path)
			if kept.Status != http.StatusOK && kept.Status != http.StatusSeeOther {
				t.Errorf("%s for %s: %d", path, who, kept.Status)
			}
			if a, b := varying.ReplaceAllString(kept.Body, ""), varying.ReplaceAllString(fresh.Body, ""); a != b {
				t.Fatalf("%s for %s is\n%s\nand would be\n%s", path, who, a, b)
			}
		}
	}
}

func TestABrowserOfAGuestIsToldThatAPageIsTheSame(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	const path = "/courses/" + starterCourse
	guest := s.Guest()
	guest.Get(path)
	first := guest.Get(path)
	tag := first.Header.Get("ETag")
	asked := func(r *webtest.Reader) webtest.Answer {
		return r.Ask(http.MethodGet, path, http.Header{"If-None-Match": {tag}})
	}
	if again := asked(guest); again.Status != http.StatusNotModified || again.Body != "" {
		t.Fatalf("the same page is %d with %d bytes", again.Status, len(again.Body))
	}
	elsewhere := s.With(func(o *web.Options) { o.BaseURL = s.URL }).Guest()
	elsewhere.Client = guest.Client
	if again := asked(elsewhere); again.Status != http.StatusNotModified {
		t.Errorf("another server of the site says %d", again.Status)
	}
	changed := func(what string, r *webtest.Reader) {
		t.Helper()
		if answer := asked(r); answer.Status != http.StatusOK || answer.Header.Get("ETag") == tag {
			t.Errorf("%s: %d", what, answer.Status)
		}
	}
	changed("another browser", s.Guest())
	guest.Header.Set("Accept-Language", "ro")
	changed("another language", guest)
	guest.Header.Set("Accept-Language", "en")

	files := webtest.ReadingCourse()
	files["01-all/03-third.en.md"] = "# A third lesson\n\nNew.\n"
	s.InstallFiles(files)
	changed("another version", guest)

	tag = guest.Get(path).Header.Get("ETag")
	settings, err := s.House.Settings(t.Context())
	webtest.Must(t, err)
	settings.SiteName = "Another house"
	webtest.Must(t, s.House.ChangeSettings(t.Context(), access.Operator(), settings))
	changed("another setting", guest)

	s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	if answer := ana.Get(path); answer.Header.Get("ETag") != "" || answer.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("who is logged in gets %v", answer.Header)
	}
}
