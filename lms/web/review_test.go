package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

var (
	madeLink   = regexp.MustCompile(`<input id="made" value="[^"]*(/review/[A-Za-z0-9_-]{43})"`)
	lessonRead = regexp.MustCompile(`/review/[A-Za-z0-9_-]{43}/lessons/[0-9a-f-]{36}\?lang=en`)
	partRead   = regexp.MustCompile(`name="piece" value="([0-9a-f-]{36})"`)
)

func TestAnotherTrainerIsLetIn(t *testing.T) {
	t.Parallel()
	s, maria, draft, _ := readable(t)
	s.Person("dan@scoala.example", access.RoleTrainer)
	maria.Post(draft+"/reviews", webtest.Form("do", "add-writer", "email", "x@scoala.example")).Check(t, http.StatusUnprocessableEntity,
		[]string{"Nobody here with this address can do that", `value="x@scoala.example"`}, nil)
	maria.Follow(maria.Post(draft+"/reviews", webtest.Form("do", "add-writer", "email", "dan@scoala.example"))).Check(t, http.StatusOK,
		[]string{"Added.", "Take the course from"}, nil)
	s.As("dan@scoala.example").Get(draft).Check(t, http.StatusOK, []string{"Open registers"}, nil)
}

// readable is a draft with a text, and a link to it that was given to Ion.
func readable(t *testing.T) (s *webtest.Site, maria *webtest.Reader, draft, link string) {
	t.Helper()
	s = webtest.New(t)
	s.Person("maria@scoala.example", access.RoleTrainer)
	maria = s.As("maria@scoala.example")
	maria.Get("/studio")
	draft = maria.Post("/studio", webtest.Form("title", "Open registers", "languages", "en")).Header.Get("Location")
	lesson := regexp.MustCompile(`/studio/[0-9a-f-]{36}/lessons/[0-9a-f-]{36}\?lang=en`).FindString(maria.Get(draft).Body)
	piece := regexp.MustCompile(`/studio/[0-9a-f-]{36}/pieces/[0-9a-f-]{36}`).FindString(maria.Get(lesson).Body)
	maria.Follow(maria.Post(piece, webtest.Form("lang", "en", "page", "", "do", "add-block")))
	maria.Get(lesson)
	block := regexp.MustCompile(`data-piece="([0-9a-f-]{36})"`).FindStringSubmatch(maria.Last.Body)[1]
	maria.Follow(maria.Post(draft+"/pieces/"+block, webtest.Form("lang", "en", "base-text", "0", "text", "Whoever asks may **read** it.", "do", "save")))

	maria.Get(draft).Check(t, http.StatusOK, []string{`href="` + draft + `/reviews"`}, nil)
	maria.Get(draft+"/reviews").Check(t, http.StatusOK, []string{"Nobody has said anything yet."}, nil)
	maria.Post(draft+"/reviews", webtest.Form("do", "invite", "name", " ")).Check(t, http.StatusUnprocessableEntity, []string{"Who is it for?"}, nil)
	made := maria.Post(draft+"/reviews", webtest.Form("do", "invite", "name", "Ion Pop"))
	made.Check(t, http.StatusOK, []string{"Send this link to Ion Pop."}, nil)
	return s, maria, draft, madeLink.FindStringSubmatch(made.Body)[1]
}

func TestADraftIsReadAndCommentedOnWithoutAnAccount(t *testing.T) {
	t.Parallel()
	s, maria, draft, link := readable(t)
	ion := s.Guest()
	contents := ion.Get(link)
	contents.Check(t, http.StatusOK, []string{"Open registers", "First lesson", "not public yet"}, []string{"Staff area"})
	if control := contents.Header.Get("Cache-Control"); !strings.Contains(control, "private") && !strings.Contains(control, "no-store") {
		t.Errorf("a draft may be kept: %q", control)
	}
	lesson := ion.Get(lessonRead.FindString(contents.Body))
	lesson.Check(t, http.StatusOK, []string{"<strong>read</strong>", "What do you think of it?"}, nil)
	action, piece := strings.TrimSuffix(lessonRead.FindString(contents.Body), "?lang=en"), partRead.FindStringSubmatch(lesson.Body)[1]
	ion.Post(action, webtest.Form("piece", piece, "lang", "en", "text-1", strings.Repeat("and ", 1500))).Check(t, http.StatusUnprocessableEntity,
		[]string{"This is too long", "and "}, nil)
	ion.Follow(ion.Post(action, webtest.Form("piece", piece, "lang", "en", "text-1", "Which <law> is meant?"))).Check(t, http.StatusOK,
		[]string{"Thank you. Your comment was kept.", "Which &lt;law&gt; is meant?"}, nil)

	page := maria.Get(draft + "/reviews")
	page.Check(t, http.StatusOK, []string{"Ion Pop", "Which &lt;law&gt; is meant?", "Whoever asks may", "First lesson", "Done with"}, nil)
	comment := regexp.MustCompile(`name="comment" value="([0-9a-f-]{36})"`).FindStringSubmatch(page.Body)[1]
	maria.Follow(maria.Post(draft+"/reviews", webtest.Form("do", "resolve", "comment", comment))).Check(t, http.StatusOK, []string{"Open again"}, nil)

	ended := regexp.MustCompile(`name="link" value="([0-9a-f-]{36})"`).FindStringSubmatch(page.Body)[1]
	maria.Follow(maria.Post(draft+"/reviews", webtest.Form("do", "end", "link", ended))).Check(t, http.StatusOK, []string{"leads nowhere"}, nil)
	for _, path := range []string{link, action} {
		ion.Get(path).Check(t, http.StatusNotFound, []string{"does not work any more"}, []string{"Open registers"})
	}
}

func TestNothingButTheDraftOfALinkIsReadByIt(t *testing.T) {
	t.Parallel()
	s, _, _, link := readable(t)
	s.Person("dan@scoala.example", access.RoleTrainer)
	dan := s.As("dan@scoala.example")
	dan.Get("/studio")
	other := dan.Post("/studio", webtest.Form("title", "Another one", "languages", "en")).Header.Get("Location")
	lesson := regexp.MustCompile(`/lessons/[0-9a-f-]{36}`).FindString(dan.Get(other).Body)
	ion := s.Guest()
	ion.Get(link)
	ion.Get(link+lesson).Check(t, http.StatusNotFound, nil, []string{"Another one"})
	ion.Get(link+"/files/"+strings.Repeat("a", 64)+"/x.png").Check(t, http.StatusNotFound, nil, nil)
	ion.Get("/review/"+strings.Repeat("A", 43)).Check(t, http.StatusNotFound, []string{"does not work any more"}, nil)
}
