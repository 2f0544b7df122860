package studio_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

// author is a trainer in front of the pages of a course that she has begun.
type author struct {
	*webtest.Reader
	*webtest.Site
	t     *testing.T
	draft string // address
}

var lessonLink = regexp.MustCompile(`/studio/[0-9a-f-]{36}/lessons/[0-9a-f-]{36}\?lang=[a-z]+`)

func newAuthor(t *testing.T) *author {
	t.Helper()
	s := webtest.New(t)
	s.Person("maria@scoala.example", access.RoleTrainer)
	a := &author{Site: s, Reader: s.As("maria@scoala.example"), t: t}
	a.Get("/studio").Check(t, http.StatusOK, []string{"Write courses", `href="/studio" aria-current="page"`}, nil)
	begun := a.Post("/studio", webtest.Form("title", "Open registers", "languages", "en", "code", ""))
	a.draft = begun.Header.Get("Location")
	a.Follow(begun).Check(t, http.StatusOK, []string{"Open registers", "First part", "First lesson"}, nil)
	return a
}

// nextSitting makes what was written so far as old as an earlier sitting's.
func (a *author) nextSitting() {
	a.t.Helper()
	a.Exec(`ALTER TABLE piece_edits DISABLE TRIGGER piece_edits_are_append_only`)
	a.Exec(`UPDATE piece_edits SET began = began - interval '11 minutes', at = at - interval '11 minutes'`)
	a.Exec(`ALTER TABLE piece_edits ENABLE TRIGGER piece_edits_are_append_only`)
}

// lesson opens the first lesson of the course.
func (a *author) lesson() string {
	a.t.Helper()
	page := a.Get(a.draft)
	address := lessonLink.FindString(page.Body)
	a.Get(address)
	return address
}

// form is what the form of a page sends whose address ends so, with other values for some of its fields.
func (a *author) form(action string, change ...string) (string, url.Values) {
	a.t.Helper()
	found := regexp.MustCompile(`(?s)<form[^>]*action="([^"]*` + regexp.QuoteMeta(action) + `)".*?</form>`).FindStringSubmatch(a.Last.Body)
	if found == nil {
		a.t.Fatalf("no form leads to %s:\n%s", action, a.Last.Body)
	}
	fields := url.Values{}
	for _, one := range regexp.MustCompile(`name="([^"]+)"(?:[^>]*?) value="([^"]*)"`).FindAllStringSubmatch(found[0], -1) {
		if one[1] != "do" {
			fields.Set(one[1], one[2])
		}
	}
	for i := 0; i+1 < len(change); i += 2 {
		fields.Set(change[i], change[i+1])
	}
	return found[1], fields
}

func (a *author) send(action string, change ...string) webtest.Answer {
	a.t.Helper()
	return a.Post(a.form(action, change...))
}

var piecesOf = regexp.MustCompile(`data-piece="([0-9a-f-]{36})"`)

// blocks are the texts of the lesson that is open, by their ids.
func (a *author) blocks() []string {
	var ids []string
	for _, found := range piecesOf.FindAllStringSubmatch(a.Last.Body, -1) {
		ids = append(ids, found[1])
	}
	return ids
}

func TestALessonIsWrittenWithoutScripts(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.lesson()
	lesson := regexp.MustCompile(`/pieces/[0-9a-f-]{36}`).FindString(a.Last.Body)
	a.Follow(a.send(lesson, "do", "add-block"))
	block := a.blocks()[0]
	a.Follow(a.send("/pieces/"+block, "text", "Whoever asks may read it.", "do", "save")).Check(t, http.StatusOK,
		[]string{">Whoever asks may read it.</textarea>", "It was saved.", "Saved "}, nil)
	a.nextSitting()
	// What was typed is saved by every button.
	a.Follow(a.send("/pieces/"+block, "text", "Whoever asks may copy it.", "do", "add-block")).Check(t, http.StatusOK,
		[]string{">Whoever asks may copy it.</textarea>", "Text 2", "Earlier texts"}, nil)
	second := a.blocks()[1]
	a.Follow(a.send("/pieces/"+second, "text", "First, please.", "do", "up"))
	if got := a.blocks(); got[0] != second || got[1] != block {
		t.Errorf("moved up they are %v", got)
	}
	a.Follow(a.send("/pieces/"+second, "text", "First, please.", "do", "remove")).Check(t, http.StatusOK,
		[]string{"It was taken out", "1 part that was taken out", "First, please."}, nil)
	a.Follow(a.send("/pieces/"+second, "do", "restore")).Check(t, http.StatusOK, []string{">First, please.</textarea>"}, nil)

	history := regexp.MustCompile(`/studio/[^"]*/pieces/` + block + `/history\?[^"]*`).FindString(a.Last.Body)
	a.Get(strings.ReplaceAll(history, "&amp;", "&")).Check(t, http.StatusOK, []string{"<del>read </del>", "<ins>copy </ins>", "Ana Ștefănescu"}, nil)
	a.Follow(a.send("/pieces/"+block)).Check(t, http.StatusOK, []string{">Whoever asks may read it.</textarea>"}, nil)
}

func TestNobodyWritesOverAnother(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	address := a.lesson()
	lesson := regexp.MustCompile(`/pieces/[0-9a-f-]{36}`).FindString(a.Last.Body)
	a.Follow(a.send(lesson, "do", "add-block"))
	block := "/pieces/" + a.blocks()[0]
	action, stale := a.form(block, "text", "Mine.", "do", "save")
	a.Follow(a.send(block, "text", "Theirs.", "do", "save"))
	refused := a.Post(action, stale)
	refused.Check(t, http.StatusConflict, []string{
		">Mine.</textarea>", "<pre tabindex=\"0\">Theirs.</pre>", a.Says("studio.conflict", "Name", "Ana Ștefănescu"),
	}, nil)
	a.Get(address).Check(t, http.StatusOK, []string{">Theirs.</textarea>"}, []string{"Mine."})
	a.Last = refused
	a.Follow(a.send(block, "text", "Both.", "do", "save")).Check(t, http.StatusOK, []string{">Both.</textarea>"}, nil)

	a.Get(address)
	action, fields := a.form(block, "text", strings.Repeat("a", 70_000))
	a.Post(action, fields).Check(t, http.StatusUnprocessableEntity, []string{"This is too long"}, nil)
	a.Header.Set("Accept", "application/json")
	fields.Set("text", "By a script.")
	a.Post(action, fields).Check(t, http.StatusOK, []string{`"saved":{"text":{"number":3,"saved_at":"`}, nil)
	fields.Set("text", "By another.")
	a.Post(action, fields).Check(t, http.StatusConflict, []string{`"conflicts":{"text":{"number":3,"text":"By a script."`}, nil)
}

func TestAQuestionIsWrittenInAForm(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	address := a.lesson()
	lesson := regexp.MustCompile(`/pieces/[0-9a-f-]{36}`).FindString(a.Last.Body)
	a.Follow(a.send(lesson, "do", "add-question")).Check(t, http.StatusOK, []string{"What you ask", "Choice 1"}, nil)
	question := regexp.MustCompile(`/questions/[0-9a-f-]{36}`).FindString(a.Last.Body)
	a.send(question, "prompt", "Whose is it?", "text-0", "Nobody's", "text-1", "Everybody's").Check(t, http.StatusUnprocessableEntity,
		[]string{">Whose is it?</textarea>", ">Everybody&#39;s</textarea>"}, nil)
	a.Follow(a.send(question, "prompt", "Whose is it?", "text-0", "Nobody's", "feedback-0", "Somebody keeps it.",
		"text-1", "Everybody's", "right-1", "on", "right", "Right.", "wrong", "Think again.", "do", "save")).Check(t, http.StatusOK,
		[]string{"Question (1)", "Whose is it?"}, nil)
	a.Get(a.draft+question+"?lang=en").Check(t, http.StatusOK, []string{
		">Whose is it?</textarea>", ">Somebody keeps it.</textarea>", `name="right-1" checked`, ">Think again.</textarea>",
	}, nil)
	a.Get(strings.Replace(address, "?", "/preview?", 1)).Check(t, http.StatusOK,
		[]string{"Whose is it?", "Everybody&#39;s", "This is how learners will see the lesson"}, []string{"Somebody keeps it."})
}

func TestAPictureIsPutIntoALesson(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	address := a.lesson()
	form := regexp.MustCompile(`/studio/[^"]*/picture\?lang=en`).FindString(a.Last.Body)
	a.Get(form)
	action := strings.TrimSuffix(form, "?lang=en")
	var picture bytes.Buffer
	webtest.Must(t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 40, 30))))
	a.Upload(action, "file", "The shelf.png", picture.Bytes(), map[string]string{"lang": "en"}).Check(t, http.StatusUnprocessableEntity,
		[]string{"Please say what the picture shows"}, nil)
	a.Upload(action, "file", "x.png", []byte("no picture"), map[string]string{"lang": "en", "alt": "x"}).Check(t, http.StatusUnprocessableEntity,
		[]string{"This file is not a picture."}, nil)
	a.Follow(a.Upload(action, "file", "The shelf.png", picture.Bytes(), map[string]string{"lang": "en", "alt": "A [full] shelf"})).Check(t,
		http.StatusOK, []string{`![A \[full\] shelf](files/the-shelf.png)`}, nil)
	preview := a.Get(strings.Replace(address, "?", "/preview?", 1))
	preview.Check(t, http.StatusOK, []string{`alt="A [full] shelf"`}, nil)
	source := regexp.MustCompile(`src="(/studio/[^"]+/files/[^"]+)"`).FindStringSubmatch(preview.Body)
	if source == nil {
		t.Fatalf("the picture is not there:\n%s", preview.Body)
	}
	if shown := a.Get(source[1]); shown.Status != http.StatusOK || shown.Header.Get("Content-Type") != "image/png" {
		t.Errorf("the picture is %d %s", shown.Status, shown.Header.Get("Content-Type"))
	}
	a.Person("ion@scoala.example", access.RoleTrainer)
	if other := a.As("ion@scoala.example").Get(source[1]); other.Status != http.StatusNotFound {
		t.Errorf("for another trainer the picture is %d", other.Status)
	}
}

func TestACourseIsPublishedAndWrittenOn(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.lesson()
	lesson := regexp.MustCompile(`/pieces/[0-9a-f-]{36}`).FindString(a.Last.Body)
	a.Follow(a.send(lesson, "do", "add-block"))
	a.Follow(a.send("/pieces/"+a.blocks()[0], "text", "Whoever asks may read it.", "do", "save"))
	a.Get(a.draft+"/publish").Check(t, http.StatusOK, []string{"The course has 1 lesson.", "public for the first time", "Publish now"}, nil)
	a.Follow(a.Post(a.draft+"/publish", nil)).Check(t, http.StatusOK, []string{"Version 1 of the course is public.", "First lesson"}, nil)
	a.Get("/teach").Check(t, http.StatusOK, []string{"Open registers"}, nil)

	a.Get(a.draft)
	about := regexp.MustCompile(`(?s)id="about".*?action="([^"]+)"`).FindStringSubmatch(a.Last.Body)[1]
	a.Follow(a.Post(about, webtest.Form("lang", "en", "page", "outline", "base-languages", "1", "languages", "en", "order", "en ro bg",
		"speaks-en", "on", "speaks-ro", "on", "do", "save"))).Check(t,
		http.StatusOK, []string{"Română"}, nil)
	romanian := strings.Replace(a.lesson(), "lang=en", "lang=ro", 1)
	a.Get(romanian).Check(t, http.StatusOK, []string{`<pre tabindex="0">Whoever asks may read it.</pre>`, "First lesson"}, nil)
	a.Follow(a.send("/pieces/"+a.blocks()[0], "text", "Cine cere poate citi.", "do", "save")).Check(t, http.StatusOK, []string{">Cine cere poate citi.</textarea>"}, nil)
	a.Get(strings.Replace(romanian, "lang=ro", "lang=en", 1))
	a.Follow(a.send("/pieces/"+a.blocks()[0], "text", "Whoever asks may copy it.", "do", "save"))
	a.Get(romanian).Check(t, http.StatusOK, []string{"The original has changed since"}, nil)
	a.Get(a.draft+"/publish").Check(t, http.StatusOK, []string{"original changed since: 1", "Changed lessons"}, nil)
}
