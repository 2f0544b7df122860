package studio_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/authoring"
	"vatra/lms/web/webtest"
)

// counter counts what bun asks the database, transactions' own statements included.
type counter struct{ atomic.Int64 }

func (c *counter) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context {
	c.Add(1)
	return ctx
}

func (c *counter) AfterQuery(context.Context, *bun.QueryEvent) {}

// costs is how often a request takes a connection, each time for a statement or a transaction, and how many statements bun asks:
// the fewest of some rounds, since jobs ask the database as well.
func (a *author) costs(ask func(round int)) (connections, statements int64) {
	seen := &counter{}
	a.DB.AddQueryHook(seen) //nolint:staticcheck // the site goes on with this very database
	connections, statements = 1<<20, 1<<20
	for round := range 5 {
		before, asked := a.DB.Pool.Stat().AcquireCount(), seen.Load()
		ask(round)
		connections = min(connections, a.DB.Pool.Stat().AcquireCount()-before)
		statements = min(statements, seen.Load()-asked)
	}
	return connections, statements
}

func TestALargeCourseIsWrittenWithFewStatements(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	draft := uuid.MustParse(strings.TrimPrefix(a.draft, "/studio/"))
	actor := access.Operator()
	whole, err := a.Authoring.Draft(t.Context(), actor, draft)
	webtest.Must(t, err)
	title, text := studio.Place{Name: studio.Title, Lang: "en"}, studio.Place{Name: studio.Text, Lang: "en"}
	for n := range 200 {
		plant := studio.Plant{Kind: studio.Lesson, Values: studio.Values{title: fmt.Sprint("Lesson ", n), {Name: studio.Key}: "lesson"}, Parts: []studio.Plant{
			{Kind: studio.Block, Values: studio.Values{text: "Whoever asks may read it."}},
		}}
		at := authoring.Spot{Parent: whole.Root.Parts[0].ID, After: studio.Last}
		webtest.Must(t, a.Authoring.Add(t.Context(), actor, draft, uuid.New(), plant, at))
	}
	opened, _ := a.costs(func(int) { a.Get(a.draft).Check(t, http.StatusOK, []string{"Lesson 199"}, nil) })
	if opened > 4 {
		t.Errorf("the outline takes %d statements", opened)
	}
	address := regexp.MustCompile(`href="(/studio/[^"]*/lessons/[^"]*)">Lesson 7<`).FindStringSubmatch(a.Last.Body)[1]
	if opened, _ = a.costs(func(int) { a.Get(address).Check(t, http.StatusOK, []string{"Lesson 7", "Whoever asks"}, nil) }); opened > 4 {
		t.Errorf("a lesson takes %d statements", opened)
	}
	block := a.blocks()[0]
	action, fields := a.form("/pieces/" + block)
	save := func(round int) {
		fields.Set("base-text", fmt.Sprint(round+1))
		fields.Set("text", fmt.Sprint("Text ", round))
		a.Post(action, fields).Check(t, http.StatusOK, []string{`"saved":{"text"`}, nil)
	}
	a.Header.Set("Accept", "application/json")
	connections, statements := a.costs(save)
	a.Header.Del("Accept")
	t.Logf("a save takes %d connections and %d statements of bun, opening %d", connections, statements, opened)
	// Who comes, and one transaction; its statements are those of bun, where the first one is not among them.
	if connections > 2 || statements > 6 {
		t.Errorf("a save takes %d connections and %d statements", connections, statements)
	}
}

func TestNobodySavesWhatAnotherHasTyped(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.lesson()
	lesson := regexp.MustCompile(`/pieces/[0-9a-f-]{36}`).FindString(a.Last.Body)
	a.Follow(a.send(lesson, "do", "add-block"))
	action, fields := a.form("/pieces/"+a.blocks()[0], "text", "Typed by Maria.")
	maria := a.Reader
	a.Person("boss@scoala.example", access.RoleAdministrator)
	boss := a.As("boss@scoala.example")
	page := boss.Get(a.draft)
	page.Check(t, http.StatusOK, nil, []string{`value="` + fields.Get("writer") + `"`})
	fields.Del("csrf")
	boss.Post(action, fields).Check(t, http.StatusForbidden, []string{"Somebody else wrote this"}, nil)
	boss.Header.Set("Accept", "application/json")
	boss.Post(action, fields).Check(t, http.StatusUnauthorized, nil, []string{`"saved"`})
	if n := a.Count(`SELECT count(*) FROM piece_fields WHERE text LIKE 'Typed%'`); n != 0 {
		t.Error("what Maria typed was saved by another")
	}
	fields.Del("csrf")
	maria.Post(action, fields).Check(t, http.StatusSeeOther, nil, nil)
	if n := a.Count(`SELECT count(*) FROM piece_fields WHERE text LIKE 'Typed%'`); n != 1 {
		t.Error("what Maria typed was not saved by her")
	}
}

func TestLanguagesAreChosenByTheirNames(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	page := a.Get(a.draft)
	page.Check(t, http.StatusOK, []string{`<option value="en" lang="en" selected>English</option>`, `>Română</span>`, `name="speaks-sq"`}, nil)
	about := regexp.MustCompile(`(?s)id="about".*?action="([^"]+)"`).FindStringSubmatch(page.Body)[1]
	choose := func(fields ...string) webtest.Answer {
		return a.Post(about, webtest.Form(append([]string{"page", "outline", "order", "en ro bg hu"}, fields...)...))
	}
	a.Follow(choose("lang", "en", "base-languages", "1", "languages", "ro", "speaks-en", "on", "speaks-hu", "on")).Check(t, http.StatusOK,
		[]string{`<option value="ro" lang="ro" selected>Română</option>`, `name="speaks-hu" checked`}, nil)
	if languages := a.languages(); languages != "ro en hu" {
		t.Errorf("the languages are %q", languages)
	}
	choose("lang", "ro", "base-languages", "2", "languages", "").Check(t, http.StatusUnprocessableEntity, []string{"Choose languages from the list."}, nil)
}

func (a *author) languages() (languages string) {
	a.t.Helper()
	webtest.Must(a.t, a.DB.NewRaw(`SELECT text FROM piece_fields WHERE name = 'languages'`).Scan(a.t.Context(), &languages))
	return languages
}

func TestAnEmptyDraftSaysWhatComesFirst(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.Get(a.draft).Check(t, http.StatusOK, []string{"How to begin", "Open the first lesson and write it."}, nil)
	a.lesson()
	lesson := regexp.MustCompile(`/pieces/[0-9a-f-]{36}`).FindString(a.Last.Body)
	a.Last.Check(t, http.StatusOK, []string{"There is nothing in this lesson yet.", "Headings, lists and bold letters"}, nil)
	a.Follow(a.send(lesson, "do", "add-block")).Check(t, http.StatusOK, nil, []string{"There is nothing in this lesson yet."})
	a.Get(a.draft).Check(t, http.StatusOK, []string{"Check and publish"}, []string{"How to begin"})
}

func TestALessonThatIsWrittenInATranslationAloneIsPreviewed(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	page := a.Get(a.draft)
	about := regexp.MustCompile(`(?s)id="about".*?action="([^"]+)"`).FindStringSubmatch(page.Body)[1]
	a.Follow(a.Post(about, webtest.Form("lang", "en", "page", "outline", "base-languages", "1", "languages", "en", "order", "en ro", "speaks-ro", "on")))
	romanian := strings.Replace(a.lesson(), "lang=en", "lang=ro", 1)
	lesson := regexp.MustCompile(`/pieces/[0-9a-f-]{36}`).FindString(a.Last.Body)
	a.Follow(a.send(lesson, "do", "add-block"))
	a.Get(romanian)
	a.Follow(a.send("/pieces/"+a.blocks()[0], "text", "Oricine poate citi.", "do", "save"))
	for _, tag := range []string{"ro", "en"} {
		a.Get(strings.NewReplacer("?lang=ro", "/preview?lang="+tag).Replace(romanian)).Check(t, http.StatusOK, []string{"<p>Oricine poate citi.</p>"}, nil)
	}
}

func TestAQuestionKeepsWhatItsFormDoesNotShow(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.lesson()
	lesson := regexp.MustCompile(`/pieces/[0-9a-f-]{36}`).FindString(a.Last.Body)
	a.Follow(a.send(lesson, "do", "add-question"))
	address := regexp.MustCompile(`/studio/[^"]*/questions/[0-9a-f-]{36}`).FindString(a.Last.Body)
	id := uuid.MustParse(address[len(address)-36:])
	source := "Read the list.\n\n**Which?** {#which level=hard type=multiple}\n\n- [x] One\n" + strings.Repeat("- [ ] More\n", 24) + "\nSources: none."
	_, err := a.Authoring.Save(t.Context(), access.Operator(), uuid.MustParse(strings.TrimPrefix(a.draft, "/studio/")), studio.Edit{
		Piece: id, Place: studio.Place{Name: studio.Text, Lang: "en"}, Text: source, Client: uuid.New(),
	})
	webtest.Must(t, err)
	a.Get(address + "?lang=en")
	action, fields := a.form(address[strings.Index(address, "/questions"):], "prompt", "Which of these?", "do", "save")
	fields.Set("right-0", "on")
	for n := range 25 {
		at := fmt.Sprint("text-", n)
		fields.Set(at, regexp.MustCompile(`name="` + at + `"[^>]*>([^<]*)</textarea>`).FindStringSubmatch(a.Last.Body)[1])
	}
	a.Follow(a.Post(action, fields)).Check(t, http.StatusOK, []string{"Which of these?"}, nil)
	var text string
	webtest.Must(t, a.DB.NewRaw(`SELECT text FROM piece_fields WHERE piece_id = ? AND name = 'text'`, id).Scan(t.Context(), &text))
	for _, part := range []string{"Read the list.", "level=hard", "type=multiple", "Sources: none.", "**Which of these?**"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is gone", part)
		}
	}
	if n := strings.Count(text, "- [ ] More"); n != 24 {
		t.Errorf("%d of 24 wrong choices are left", n)
	}
}

func TestAHistoryIsPagedToItsBeginning(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.lesson()
	lesson := regexp.MustCompile(`/pieces/[0-9a-f-]{36}`).FindString(a.Last.Body)
	a.Follow(a.send(lesson, "do", "add-block"))
	block := a.blocks()[0]
	for n := range 25 {
		a.nextSitting()
		a.Follow(a.send("/pieces/"+block, "text", fmt.Sprintf("Version%02d.", n), "do", "save"))
	}
	history := regexp.MustCompile(`/studio/[^"]*/pieces/` + block + `/history\?[^"]*`).FindString(a.Last.Body)
	earlier := regexp.MustCompile(`href="([^"]*before=[^"]*)"`)
	a.Get(strings.ReplaceAll(history, "&amp;", "&")).Check(t, http.StatusOK, []string{"Version24.", "Version05."}, []string{"Version03.", "To the newest"})
	a.Get(strings.ReplaceAll(earlier.FindStringSubmatch(a.Last.Body)[1], "&amp;", "&")).Check(t, http.StatusOK,
		[]string{"Version00.", "Version04.", "To the newest"}, []string{"Still earlier texts"})
}
