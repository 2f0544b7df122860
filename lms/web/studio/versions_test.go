package studio_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

// twice is an author whose course was published, corrected and published once more.
func twice(t *testing.T) *author {
	t.Helper()
	a := newAuthor(t)
	a.lesson()
	a.Follow(a.send(a.pieceOfLesson(), "do", "add-block"))
	block := "/pieces/" + a.blocks()[0]
	a.Follow(a.send(block, "text", "Whoever asks may reed it.", "do", "save"))
	a.Get(a.draft + "/publish")
	a.Follow(a.send("/publish", "note", "The <first> one"))
	a.lesson()
	a.Follow(a.send(block, "text", "Whoever asks may read it.", "do", "save"))
	a.Get(a.draft + "/publish")
	a.Follow(a.send("/publish", "note", "A word put right")).Check(t, http.StatusOK, []string{"Version 2 of the course is public."}, nil)
	return a
}

func TestVersionsAreListedAndCompared(t *testing.T) {
	t.Parallel()
	a := twice(t)
	a.Get(a.draft).Check(t, http.StatusOK, []string{`href="` + a.draft + `/versions"`}, []string{"this draft was not made of it"})
	a.Get(a.draft+"/versions").Check(t, http.StatusOK, []string{
		"Version 2", "public now", "A word put right", "The &lt;first&gt; one", "0 people are in the middle of it.", "Publish version 1 again",
	}, []string{"Publish version 2 again"})
	link := regexp.MustCompile(`/studio/[^"]*/versions/compare\?[^"]*`).FindString(a.Last.Body)
	a.Get(strings.ReplaceAll(link, "&amp;", "&")).Check(t, http.StatusOK,
		[]string{"From version 1 to version 2", "First lesson", "<del>reed </del>", "<ins>read </ins>"}, nil)
	a.Get(a.draft+"/versions/compare?from=1&to=1").Check(t, http.StatusOK, []string{"Nothing is different in this language."}, nil)
	a.Get(a.draft+"/versions/compare?from=x&to=7").Check(t, http.StatusNotFound, nil, nil)
}

func TestAnOlderVersionIsPublishedAgainAndTheDraftIsToldOf(t *testing.T) {
	t.Parallel()
	a := twice(t)
	a.Get(a.draft + "/versions")
	action, fields := a.form("/versions", "do", "again")
	a.Follow(a.Post(action, fields)).Check(t, http.StatusOK, []string{"Version 3 of the course is public.", "This is version 1 once more."}, nil)
	// Who has looked before that, is told.
	a.Post(action, fields).Check(t, http.StatusConflict, []string{"Somebody else has published version 3 meanwhile."}, nil)
	for _, page := range []string{"", "/publish", "/versions"} {
		a.Get(a.draft+page).Check(t, http.StatusOK, []string{"Version 3 is public, and this draft was not made of it."}, nil)
	}
	old := a.draft
	begun := a.Post(a.draft+"/versions", webtest.Form("do", "anew"))
	a.draft = begun.Header.Get("Location")
	a.Follow(begun).Check(t, http.StatusOK, []string{"This is a new draft", "First lesson"}, []string{"was not made of it"})
	if a.draft == old || a.Get(old).Status != http.StatusNotFound {
		t.Errorf("the draft %s is still %s", old, a.draft)
	}
	a.Get(a.draft+"/versions").Check(t, http.StatusOK, []string{"Drafts that were set aside", "Take it up again"}, nil)
	aside := strings.TrimPrefix(old, "/studio/")
	a.Follow(a.Post(a.draft+"/versions", webtest.Form("do", "take-up", "aside", aside))).Check(t, http.StatusOK,
		[]string{"This is the draft that was set aside.", "was not made of it"}, nil)
	a.draft = old
	a.Follow(a.Post(old+"/versions", webtest.Form("do", "keep-on", "newest", "3"))).Check(t, http.StatusOK, nil, []string{"was not made of it"})
	a.Post(old+"/versions", webtest.Form("do", "nonsense")).Check(t, http.StatusUnprocessableEntity, nil, nil)
}

func TestOfTwoPublishersTheSecondLooksOnceMore(t *testing.T) {
	t.Parallel()
	a := twice(t)
	a.lesson()
	a.Follow(a.send("/pieces/"+a.blocks()[0], "text", "Whoever asks may copy it.", "do", "save"))
	a.Post(a.draft+"/publish", webtest.Form("base", "1", "note", "Typed by me")).Check(t, http.StatusConflict,
		[]string{"Somebody else has published version 2 meanwhile.", ">Typed by me</textarea>", `name="base" value="2"`}, nil)
	a.Post(a.draft+"/publish", webtest.Form("base", "2", "note", strings.Repeat("ж", 1001))).Check(t, http.StatusUnprocessableEntity,
		[]string{"This is too long: at most 1,000 characters.", "жжж</textarea>"}, nil)
}

func TestLearnersAreMovedByChoiceAndToldOnce(t *testing.T) {
	t.Parallel()
	a := twice(t)
	a.Get(a.draft+"/versions").Check(t, http.StatusOK, nil, []string{"Move learners to the new version"})
	s := a.Site
	ion := s.Person("ion@primarie.example", access.RoleLearner)
	a.Exec(`INSERT INTO course_enrolments (user_id, course_id, version_id) SELECT ?, course_id, id FROM course_versions WHERE number = 1`, ion.UserID)
	a.Get(a.draft+"/versions").Check(t, http.StatusOK, []string{"1 person is in the middle of it.", "/versions/move?from=1"}, nil)
	a.Get(a.draft+"/versions/move?from=1").Check(t, http.StatusOK, []string{
		"From version 1 to version 2", "1 person is in the middle of the old version, and can be moved.", "1 lesson stays:",
	}, nil)
	action, fields := a.form("/move")
	a.Follow(a.Post(action, fields)).Check(t, http.StatusOK, []string{"1 person was moved to the new version."}, nil)
	a.Get(a.draft+"/versions/move?from=1").Check(t, http.StatusOK, []string{"There is nobody to move just now."}, nil)
	a.Post(action, webtest.Form("from", "2", "newest", "2")).Check(t, http.StatusConflict, nil, nil)
	learner := s.As("ion@primarie.example")
	learner.Post("/language", webtest.Form("locale", "en"))
	const told = "This course was corrected. What you have done is kept."
	for _, page := range []string{"/courses/open-registers", "/courses/open-registers/lessons/lesson-1"} {
		a.Exec(`UPDATE course_enrolments SET moved_at = now()`)
		learner.Get(page).Check(t, http.StatusOK, []string{told}, nil)
		learner.Get(page).Check(t, http.StatusOK, nil, []string{told})
	}
}

func TestASlipOfThePenIsAKindOfChange(t *testing.T) {
	t.Parallel()
	a := twice(t)
	a.lesson()
	block := "/pieces/" + a.blocks()[0]
	a.Follow(a.send(block, "text", "Nobody but a clerk with a key may ever see any of it.", "do", "save"))
	a.Get(a.draft+"/publish").Check(t, http.StatusOK, []string{"What kind of change it is"}, nil)
	a.Post(a.draft+"/publish", webtest.Form("base", "2", "kind", "typo", "note", "Mine")).Check(t, http.StatusUnprocessableEntity, []string{
		"more than a few words have changed", ">Mine</textarea>", `value="typo" checked`,
	}, nil)
	a.lesson()
	a.Follow(a.send(block, "text", "Whoever asks may read them.", "do", "save"))
	a.Get(a.draft + "/publish")
	a.Follow(a.Post(a.draft+"/publish", webtest.Form("base", "2", "kind", "typo"))).Check(t, http.StatusOK,
		[]string{"Version 3 of the course is public. Moved to it: 0. Still taking a quiz: 0."}, nil)
}
