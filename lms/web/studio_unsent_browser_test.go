//go:build whole

package web_test

import (
	"strings"
	"testing"

	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/browsertest"
)

func TestATextOfWhoIsNotLoggedInAnyMoreWaits(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	b := w.write("maria@scoala.example", browsertest.Options{Language: "en"})
	w.NobodyIsLoggedIn()
	b.In("Text 1").Fill("Text 1", "Still here.")
	b.MustContain("you are not logged in any more", "Log in (in a new window)")
	b.Axe()
	b.Screenshot("logged-out")
	b.Problems() // the browser's own remark on the refusal
	if strings.Contains(w.says(), "Still") {
		t.Fatal("a text of nobody was saved")
	}
	w.enter(b, "maria@scoala.example", w.lessonAt("en"))
	eventually(t, "the text is saved", func() bool { return w.says() == "Still here." })
	b.In("Text 1").MustContain("Saved ")
	b.Problems()
}

// What one person could not send stays theirs, on a computer that many use.
func TestWhatOnePersonCouldNotSendIsNotAnothers(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	w.Person("admin@scoala.example", access.RoleAdministrator)
	b := w.write("maria@scoala.example", browsertest.Options{Language: "en"})
	before := w.says()
	b.Eval(`window.fetch = () => Promise.reject(new TypeError("no line")), 0`)
	b.In("Text 1").Fill("Text 1", "Only Maria's.")
	b.MustContain("Not saved yet")
	w.NobodyIsLoggedIn()
	w.enter(b, "admin@scoala.example", w.lessonAt("en"))
	if got := b.In("Text 1").Value("Text 1"); got != before {
		t.Errorf("the next person is shown %q", got)
	}
	b.In("Text 2").Fill("Text 2", "The office's.")
	b.In("Text 2").MustContain("Saved ")
	if w.says() != before {
		t.Errorf("the next person has sent %q", w.says())
	}
	w.NobodyIsLoggedIn()
	w.enter(b, "maria@scoala.example", w.lessonAt("en"))
	eventually(t, "her text is offered and saved", func() bool { return w.says() == "Only Maria's." })
	if got := b.In("Text 1").Value("Text 1"); got != "Only Maria's." {
		t.Errorf("she is shown %q", got)
	}
	b.Problems()
}

// An answer that gets lost is no conflict with oneself, and titles are saved as they are written, too.
func TestWhoseAnswerGetsLostWritesOn(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	b := w.write("maria@scoala.example", browsertest.Options{Language: "en"})
	b.Eval(`(() => {
		const real = window.fetch;
		window.fetch = (...all) => real(...all).then(() => { window.fetch = real; throw new TypeError("lost"); });
		return 0;
	})()`)
	b.In("Text 1").Fill("Text 1", "Saved without an answer.")
	eventually(t, "the text has arrived", func() bool { return w.says() == "Saved without an answer." })
	b.In("Text 1").Fill("Text 1", "Saved without an answer, and written on.")
	eventually(t, "the rest has arrived", func() bool { return w.says() == "Saved without an answer, and written on." })
	b.In("Text 1").MustContain("Saved ")
	b.MustNotContain("has written")
	b.In("About the lesson").Fill("Title of the lesson", "Who may copy")
	title := func() bool { return w.now().Piece(w.lesson).Text(studio.Title, "en") == "Who may copy" }
	eventually(t, "the title is saved", title)
	b.In("About the lesson").MustContain("Saved ")
	b.MustContain("Everything is saved by itself as you write.")
	b.Problems()
}
