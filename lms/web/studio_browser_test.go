//go:build whole

package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"vatra/content/studio"
	"vatra/content/translation"
	"vatra/lms/access"
	"vatra/lms/authoring"
	"vatra/lms/browsertest"
	"vatra/lms/i18n"
	"vatra/lms/lang"
	"vatra/lms/reviews"
	"vatra/lms/web/webtest"
)

// studioWeight is the most that a first visit to a page of the studio brings, its script included.
const studioWeight = 60_000

// workshop is a course that Maria, a trainer, writes in two languages: a text whose translation is stale, and a question of each type.
type workshop struct {
	*webtest.Site
	maria         access.Actor
	draft, lesson uuid.UUID
	block         uuid.UUID
	questions     []uuid.UUID
}

func newWorkshop(t *testing.T) *workshop {
	t.Helper()
	w := &workshop{Site: webtest.New(t)}
	w.maria = w.Person("maria@scoala.example", access.RoleTrainer)
	var err error
	w.draft, err = w.Authoring.Begin(t.Context(), w.maria, authoring.Newborn{Code: "registers", Title: "Open registers", Language: "en"},
		[2]string{"What is open", "Who may read"})
	webtest.Must(t, err)
	draft := w.now()
	w.lesson = draft.Lessons()[0].ID
	w.save(draft.Root.ID, studio.Place{Name: studio.Languages}, 1, 0, "en ro")
	w.block = w.add(studio.Block, "", "Whoever asks may **read** it.\n\n- the register of land\n- the register of firms")
	w.add(studio.Block, "", "A second text.")
	for _, one := range [][2]string{
		{"choices", "**Whose is it?**\n\n- [x] Everybody's\n- [ ] Nobody's\n"},
		{"word", "**The capital of France?**\n\n- [=] Paris\n"},
		{"number", "**Half of a hundred?** {type=numeric}\n\n- [=] 50 +- 1\n"},
		{"pairs", "**Who says what?**\n\n- [=] Cat => miaow\n- [=] Dog => woof\n"},
		{"order", "**In which order?** {type=ordering}\n\n- [=] It is written\n- [=] It is signed\n"},
		{"matrix", "**Who may?** {type=matrix}\n\n- [=] Read => Everybody\n- [=] Write => The clerk\n"},
		{"scale", "**How often?** {type=scale}\n\n- [ ] Never\n- [ ] Always\n"},
		{"gaps", "**Fill in.** {type=cloze}\n\nThe [[1]] answers in [[2]] days, by [[3]].\n\n- [=] clerk\n- [=] 30 +- 1\n- [=] (letter) | ship\n"},
		{"select", "**Choose.** {type=select}\n\n[[Ana Pop]] asks the [[office]].\n\n- [x] Ana Pop\n- [ ] office\n"},
	} {
		w.questions = append(w.questions, w.add(studio.Question, one[0], one[1]))
	}
	ro := studio.Place{Name: studio.Text, Lang: "ro"}
	w.save(w.block, ro, 0, 1, "Oricine întreabă poate citi.")
	w.save(w.block, studio.Place{Name: studio.Text, Lang: "en"}, 1, 0, "Whoever asks may **copy** it.")
	return w
}

func (w *workshop) now() *studio.Draft {
	w.T.Helper()
	draft, err := w.Authoring.Draft(w.T.Context(), w.maria, w.draft)
	webtest.Must(w.T, err)
	return draft
}

func (w *workshop) save(piece uuid.UUID, at studio.Place, base, origin int, text string) {
	w.T.Helper()
	_, err := w.Authoring.Save(w.T.Context(), w.maria, w.draft, studio.Edit{
		Piece: piece, Place: at, Base: base, Origin: origin, Text: text, Client: uuid.New(),
	})
	webtest.Must(w.T, err)
}

func (w *workshop) add(kind studio.Kind, key, text string) uuid.UUID {
	w.T.Helper()
	id := uuid.New()
	plant := studio.Plant{Kind: kind, Values: studio.Values{{Name: studio.Text, Lang: "en"}: text}}
	if key != "" {
		plant.Values[studio.Place{Name: studio.Key}] = key
	}
	webtest.Must(w.T, w.Authoring.Add(w.T.Context(), w.maria, w.draft, id, plant, authoring.Spot{Parent: w.lesson, After: studio.Last}))
	return id
}

// says is what the first text of the lesson says in the draft.
func (w *workshop) says() string { return w.now().Piece(w.block).Text(studio.Text, "en") }

func (w *workshop) address() string { return "/studio/" + w.draft.String() }

func (w *workshop) lessonAt(tag string) string {
	return w.address() + "/lessons/" + w.lesson.String() + "?lang=" + tag
}

// write logs somebody in, at the lesson.
func (w *workshop) write(email string, options browsertest.Options) *browsertest.Browser {
	w.T.Helper()
	b := browsertest.New(w.T, options)
	w.enter(b, email, w.lessonAt("en"))
	return b
}

func (w *workshop) enter(b *browsertest.Browser, email, next string) {
	w.T.Helper()
	words := i18n.For("en")
	b.Open(w.URL + "/login?next=" + url.QueryEscape(next))
	b.Fill(words.T("account.email"), email)
	b.Fill(words.T("account.password"), webtest.Password)
	b.In("main").Click(words.T("login.button"))
}

// empty is a course that was only begun, and its lesson.
func (w *workshop) empty() (outline, lesson string) {
	w.T.Helper()
	begun := authoring.Newborn{Code: "archive", Title: "The archive", Language: "en"}
	id, err := w.Authoring.Begin(w.T.Context(), w.maria, begun, [2]string{"First part", "First lesson"})
	webtest.Must(w.T, err)
	draft, err := w.Authoring.Draft(w.T.Context(), w.maria, id)
	webtest.Must(w.T, err)
	outline = "/studio/" + id.String()
	return outline, outline + "/lessons/" + draft.Lessons()[0].ID.String() + "?lang=en"
}

// versions are the pages of a course of which three versions are public, the last one the first once more, and whose first one somebody
// learns.
func (w *workshop) versions() []string {
	w.T.Helper()
	ctx := w.T.Context()
	begun := authoring.Newborn{Code: "counter", Title: "The counter", Language: "en"}
	id, err := w.Authoring.Begin(ctx, w.maria, begun, [2]string{"First part", "First lesson"})
	webtest.Must(w.T, err)
	draft, err := w.Authoring.Draft(ctx, w.maria, id)
	webtest.Must(w.T, err)
	for number, text := range []string{"Whoever asks may reed it.", "Nobody may."} {
		plant := studio.Plant{Kind: studio.Block, Values: studio.Values{{Name: studio.Text, Lang: "en"}: text}}
		spot := authoring.Spot{Parent: draft.Lessons()[0].ID, After: studio.Last}
		webtest.Must(w.T, w.Authoring.Add(ctx, w.maria, id, uuid.New(), plant, spot))
		_, err = w.Authoring.Publish(ctx, w.maria, id, authoring.Publishing{Base: number, Note: "What is <new>"})
		webtest.Must(w.T, err)
		if number == 0 {
			_, err = w.Reading.OpenLesson(ctx, w.Person("eva@primarie.example", access.RoleLearner), "counter", "lesson-1")
			webtest.Must(w.T, err)
		}
	}
	_, err = w.Editions.Again(ctx, w.maria, id, 1, 2)
	webtest.Must(w.T, err)
	at := "/studio/" + id.String()
	return []string{at, at + "/publish", at + "/versions", at + "/versions/compare?from=1&to=2", at + "/versions/move?from=1"}
}

func (w *workshop) pages() []string {
	pieces := w.address() + "/pieces/" + w.block.String()
	pages := []string{
		"/studio", w.address(), w.lessonAt("en"), w.lessonAt("ro"), pieces + "/picture?lang=en", pieces + "/history?name=text&lang=en",
		w.address() + "/lessons/" + w.lesson.String() + "/preview?lang=ro", w.address() + "/publish",
		w.address() + "/translations?lang=ro", w.address() + "/translations?lang=ro&all=yes", "/studio/glossary",
		w.address() + "/reviews", w.review(), w.review() + "/lessons/" + w.lesson.String() + "?lang=ro",
	}
	webtest.Must(w.T, w.Authoring.PutTerm(w.T.Context(), w.maria, translation.Term{
		ID: uuid.New(), Texts: lang.Texts{"en": "register", "ro": "registru"}, Note: "A book, and not the desk.",
	}))
	outline, lesson := w.empty()
	pages = append(pages, outline, lesson)
	pages = append(pages, w.versions()...)
	for _, question := range w.questions {
		pages = append(pages, w.address()+"/questions/"+question.String()+"?lang=en")
	}
	pages = append(pages, w.address()+"/questions/"+w.questions[0].String()+"?lang=ro")
	return pages
}

// review is the address of a private link to the course, by which somebody has said something.
func (w *workshop) review() string {
	w.T.Helper()
	token, err := w.Reviews.Invite(w.T.Context(), w.maria, w.draft, "Ion Pop")
	webtest.Must(w.T, err)
	link, draft, err := w.Reviews.Open(w.T.Context(), token)
	webtest.Must(w.T, err)
	webtest.Must(w.T, w.Reviews.Comment(w.T.Context(), link, draft, reviews.Said{Piece: w.block, Lang: "en", Text: "Which law is meant?"}))
	return reviews.Path + token
}

func TestPagesOfTheStudio(t *testing.T) {
	t.Parallel()
	lookAtTheStudio(t, browsertest.Options{Width: 360}, func(b *browsertest.Browser) {
		b.Validate()
		b.MustWeigh(studioWeight)
	})
}

func TestPagesOfTheStudioInTheDark(t *testing.T) {
	t.Parallel()
	lookAtTheStudio(t, browsertest.Options{Width: 1280, Dark: true}, func(*browsertest.Browser) {})
}

func lookAtTheStudio(t *testing.T, options browsertest.Options, closer func(*browsertest.Browser)) {
	t.Helper()
	w := newWorkshop(t)
	w.InstallFiles(webtest.LittleCourse())
	w.Train(w.maria, "little")
	names := []string{
		"list", "outline", "lesson", "translation", "picture", "history", "preview", "publish", "translations", "translations-all", "glossary", "people", "review", "review-lesson", "empty-outline", "empty-lesson",
		"versions-outline", "versions-publish", "versions", "versions-compare", "versions-move",
		"question-choices", "question-word", "question-number", "question-pairs",
		"question-order", "question-matrix", "question-scale", "question-gaps", "question-select", "question-translation",
	}
	options.Language = "en"
	b := w.write("maria@scoala.example", options)
	for n, path := range w.pages() {
		b.Open(w.URL + path)
		if status := b.Status(); status != http.StatusOK {
			t.Errorf("%s answers %d", path, status)
		}
		b.Overflow()
		b.Axe()
		closer(b)
		b.Screenshot(names[n])
	}
}

func TestATextIsSavedAsItIsWritten(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	b := w.write("maria@scoala.example", browsertest.Options{Width: 360, Language: "en"})
	b.In("Text 1").Fill("Text 1", "Everybody may read it.")
	began := time.Now()
	eventually(t, "the text is saved", func() bool { return w.says() == "Everybody may read it." })
	t.Logf("saved %v after the last letter", time.Since(began))
	b.In("Text 1").MustContain("Saved ")
	b.Reload()
	if got := b.In("Text 1").Value("Text 1"); got != "Everybody may read it." {
		t.Errorf("after reloading it is %q", got)
	}

	b.Offline(true)
	b.In("Text 1").Fill("Text 1", "Written on the train.")
	b.MustContain("Not saved yet: there is no connection.")
	b.Screenshot("offline")
	b.Problems() // the browser's own remarks on requests without a line
	b.Offline(false)
	eventually(t, "the text has arrived", func() bool { return w.says() == "Written on the train." })
	b.MustVanish("Not saved yet")
	b.Problems()

	b.Eval(`window.fetch = () => Promise.reject(new TypeError("no line")), 0`)
	b.In("Text 1").Fill("Text 1", "Written in a tunnel.")
	b.MustContain("Not saved yet")
	b.Open(w.URL + "/studio")
	if w.says() != "Written on the train." {
		t.Fatalf("without a line it has become %q", w.says())
	}
	b.Open(w.URL + w.lessonAt("en"))
	eventually(t, "what was kept is sent", func() bool { return w.says() == "Written in a tunnel." })
	b.In("Text 1").MustContain("Saved ")
	if left := b.Eval(`Object.keys(localStorage).filter((key) => key.startsWith("draft/")).length`); left != "0" {
		t.Errorf("%s texts are left behind in the browser", left)
	}
	b.Problems()
}

func TestTwoWhoWriteTheSameTextChoose(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	w.Person("admin@scoala.example", access.RoleAdministrator)
	maria := w.write("maria@scoala.example", browsertest.Options{Width: 1280, Language: "en"})
	admin := w.write("admin@scoala.example", browsertest.Options{Width: 360, Language: "en"})
	for _, one := range []struct{ button, ends string }{{"Keep mine", "Maria's."}, {"Take this one", "The office's."}} {
		maria.Reload()
		admin.Reload()
		admin.In("Text 1").Fill("Text 1", "The office's.")
		eventually(t, "the office has saved", func() bool { return w.says() == "The office's." })
		maria.In("Text 1").Fill("Text 1", "Maria's.")
		maria.MustContain("What Ana Ștefănescu has written", "The office's.")
		maria.Axe()
		maria.Screenshot("conflict")
		maria.Problems() // the browser's own remark on the refusal
		maria.Click(one.button)
		maria.MustVanish("What Ana Ștefănescu has written")
		eventually(t, "the choice counts", func() bool { return w.says() == one.ends })
		maria.Reload()
		if got := maria.In("Text 1").Value("Text 1"); got != one.ends {
			t.Errorf("after %q the text is %q", one.button, got)
		}
		admin.Reload()
		admin.In("Text 1").Fill("Text 1", "Something between.")
		eventually(t, "the office goes on", func() bool { return w.says() == "Something between." })
	}
}

func TestALessonIsWrittenOnAPhoneWithoutScripts(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	b := w.write("maria@scoala.example", browsertest.Options{Width: 360, NoScript: true, Language: "en"})
	b.In("Text 1").Fill("Text 1", "By hand.")
	b.In("Text 1").Click("Save")
	b.MustContain("It was saved.")
	b.Overflow()
	b.Axe()
	b.Validate()
	anchored := "#piece-" + w.block.String()
	if !strings.HasSuffix(b.URL(), anchored) {
		t.Errorf("saving leads to %s", b.URL())
	}
	b.Eval(`document.querySelector("` + anchored + ` button[value=down]").focus(), 0`)
	b.Press("Enter")
	b.In("Text 2").MustContain("Text 2")
	if inView := b.Eval(`String(Math.abs(document.querySelector("` + anchored + `").getBoundingClientRect().top) < innerHeight)`); inView != `"true"` || !strings.HasSuffix(b.URL(), anchored) {
		t.Errorf("the text that was moved is out of sight: %s, %s", inView, b.URL())
	}
	if got := b.In("Text 2").Value("Text 2"); got != "By hand." {
		t.Errorf("the second text is %q", got)
	}
	b.In("Text 2").Click("Take out (Text 2)")
	b.MustContain("It was taken out.", "1 part that was taken out")
	b.Screenshot("removed")
	b.Click("1 part that was taken out")
	b.Click("Put back")
	if got := b.In("Text 2").Value("Text 2"); got != "By hand." {
		t.Errorf("put back it is %q", got)
	}
	w.save(w.block, studio.Place{Name: studio.Text, Lang: "en"}, 3, 0, "By another.")
	b.In("Text 2").Fill("Text 2", "By hand once more.")
	b.In("Text 2").Click("Save")
	b.MustContain("By another.", "Your own text stands in the field.")
	b.Axe()
	b.Validate()
	b.Overflow()
	b.Screenshot("conflict")
	b.Problems() // the browser's own remark on the refusal
	b.In("Text 2").Click("Save")
	b.MustContain("It was saved.")
	if w.says() != "By hand once more." {
		t.Errorf("the text is %q", w.says())
	}
}

func TestSignsAreSetByButtonsAndShownAsLearnersSeeThem(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	b := w.write("maria@scoala.example", browsertest.Options{Width: 1280, Language: "en"})
	one := b.In("Text 2")
	one.Fill("Text 2", "A second text.")
	one.Click("As learners see it")
	one.Click("Heading")
	eventually(t, "the sign is saved", func() bool { return strings.Contains(w.now().Lessons()[0].Source("en"), "## A second text.") })
	eventually(t, "it is shown as a heading", func() bool {
		return strings.Contains(b.Eval(`[...document.querySelectorAll("[data-shown] h2")].map((h) => h.textContent).join()`), "A second text.")
	})
	b.Axe()
	b.Screenshot("tools")
}
