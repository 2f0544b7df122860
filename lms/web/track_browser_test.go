//go:build whole

package web_test

import (
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/browsertest"
	"vatra/lms/i18n"
	"vatra/lms/web/webtest"
)

// TestAReaderLeavesATrackComesBackAndAsksToBeToldOfAClosedOne is a Bulgarian reader on a phone without scripts, and a Serbian
// one on a desk with them.
func TestAReaderLeavesATrackComesBackAndAsksToBeToldOfAClosedOne(t *testing.T) {
	t.Parallel()
	for _, options := range []browsertest.Options{
		{Width: 360, NoScript: true, Language: "bg"}, {Width: 1280, Dark: true, Language: "sr"},
	} {
		t.Run(options.Language, func(t *testing.T) {
			t.Parallel()
			leaves(t, options)
		})
	}
}

func leaves(t *testing.T, options browsertest.Options) {
	const email = "ivan@example.org"
	s, words := webtest.New(t), i18n.For(options.Language)
	s.InstallFiles(webtest.ReadingCourse())
	s.LessonsOnly()
	s.Person(email, access.RoleLearner, options.Language)
	nameOf := func(code string) string {
		track, err := s.Tracks.Track(t.Context(), code)
		webtest.Must(t, err)
		return track.Names[options.Language]
	}
	b := browsertest.New(t, options)
	look := func(picture string) {
		t.Helper()
		b.Axe()
		glance(b, options, picture)
	}
	b.Open(s.URL + "/tracks/digital-literacy")
	b.MustContain(words.T("track.work_total", "Time", words.Minutes(2), "Parts", words.T("track.work_reading", "Time", words.Minutes(2))))
	look("track")
	b.Click(words.T("track.login_to_enrol"))
	b.Fill(words.T("account.email"), email)
	b.Fill(words.T("account.password"), webtest.Password)
	b.In("main").Click(words.T("login.button"))
	b.In("main").Click(words.T("track.enrol"))
	b.Click(words.T("track.next_lesson"))
	b.Click(words.T("lesson.read_go_on"))
	b.Open(s.URL + "/tracks/digital-literacy")
	b.Click(words.T("track.leave"))
	b.MustContain(words.T("track.leave_list", "Page", words.T("nav.learning")), words.T("track.leave_done"), words.T("track.leave_award"))
	look("leave")
	b.In("main").Click(words.T("track.leave_now"))
	b.MustContain(words.T("track.left"), words.T("shell.progress", "Done", 1, "Total", 2))
	look("away")
	b.Open(s.URL + "/learning")
	if strings.Contains(b.Text(), nameOf("digital-literacy")) {
		t.Error("the track that was left still stands under what is learnt")
	}
	b.Open(s.URL + "/tracks/digital-literacy")
	b.Click(words.T("track.come_back"))
	b.MustContain(words.T("track.back"), words.T("shell.progress", "Done", 1, "Total", 2))

	b.Open(s.URL + "/tracks/digitalisation-expert")
	b.MustContain(words.T("track.closed"), words.T("track.closed_text"))
	b.Click(words.T("track.wish"))
	b.MustContain(words.T("track.wished"))
	look("wished")
	b.Open(s.URL + "/tracks")
	look("tracks")
	course := webtest.ReadingCourse()
	course["course.yaml"] = strings.Replace(course["course.yaml"], "digital-literacy-basics", "digitalisation-expert-basics", 1)
	s.InstallFiles(course)
	if letter := s.Letter(email); !strings.Contains(letter.Subject, nameOf("digitalisation-expert")) {
		t.Errorf("the letter is called %s", letter.Subject)
	}
	b.Open(s.URL + "/tracks/digitalisation-expert")
	b.In("main").Click(words.T("track.enrol"))
	b.MustContain(words.T("track.enrolled"))
}
