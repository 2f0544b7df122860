package content_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content"
	"vatra/content/blobs"
	"vatra/content/markup"
	"vatra/content/media"
	"vatra/lms/fault"
	"vatra/lms/lang"
	"vatra/lms/pg"
	"vatra/lms/pgtest"
)

func courseStore(t *testing.T) (*content.Store, *pg.DB) {
	t.Helper()
	blobs, err := blobs.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	db := pgtest.New(t)
	return content.NewStore(db, blobs), db
}

func page(key string, texts map[string]content.DraftText) content.DraftLesson {
	return content.DraftLesson{Key: key, Kind: content.KindPage, Completion: content.ByReading, Minutes: 3, Texts: texts}
}

func text(title string, html ...string) content.DraftText {
	t := content.DraftText{Title: title}
	for _, h := range html {
		t.Blocks = append(t.Blocks, content.Block{HTML: h})
	}
	return t
}

func simpleDraft() content.Draft {
	return content.Draft{
		Code: "phishing", Languages: []string{"ro", "en"}, Digest: "abc",
		Titles: lang.Texts{"ro": "Înșelătorii", "en": "Scams"}, Summaries: lang.Texts{"ro": "Pe scurt"},
		Licence: "CC-BY-4.0", Attribution: content.Attribution{Author: "Ana"},
		Modules: []content.DraftModule{
			{Key: "one", Titles: lang.Texts{"ro": "Unu"}, Lessons: []content.DraftLesson{
				page("a", map[string]content.DraftText{"ro": text("A", "<p>ro</p>"), "en": text("A en", "<p>en</p>")}),
				page("b", map[string]content.DraftText{"ro": text("B", "<p>b</p>")}),
			}},
			{Key: "two", Titles: lang.Texts{"ro": "Doi"}, Lessons: []content.DraftLesson{
				{Key: "test", Kind: content.KindQuiz, Completion: content.ByQuiz, QuizID: uuid.MustParse("01930000-0000-7000-8000-00000000000a"), Texts: map[string]content.DraftText{"ro": text("Test")}},
			}},
		},
	}
}

func publish(t *testing.T, store *content.Store, db *pg.DB, draft content.Draft) *content.Version {
	t.Helper()
	id, err := store.SaveDraft(t.Context(), db, draft)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Publish(t.Context(), db, id); err != nil {
		t.Fatal(err)
	}
	v, err := store.Version(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func onlyCourse(t *testing.T, store *content.Store) content.Course {
	t.Helper()
	courses, err := store.Courses(t.Context())
	if err != nil || len(courses) != 1 {
		t.Fatalf("courses %+v, %v", courses, err)
	}
	return courses[0]
}

func TestDraftIsUnseenUntilPublished(t *testing.T) {
	t.Parallel()
	store, db := courseStore(t)
	id, err := store.SaveDraft(t.Context(), db, simpleDraft())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Version(t.Context(), id); !fault.Is(err, fault.NotFound) {
		t.Errorf("a draft is seen: %v", err)
	}
	if courses, err := store.Courses(t.Context()); err != nil || len(courses) != 0 {
		t.Errorf("courses %v, %v", courses, err)
	}
	if got, err := store.Newest(t.Context(), db, "phishing"); err != nil || got != (content.Newest{}) {
		t.Errorf("newest %+v, %v", got, err)
	}
	if number, err := store.Publish(t.Context(), db, id); err != nil || number != 1 {
		t.Fatal(number, err)
	}
	course := onlyCourse(t, store)
	if course.VersionID != id || course.Number != 1 || course.Titles["ro"] != "Înșelătorii" {
		t.Errorf("got %+v", course)
	}
	got, err := store.Newest(t.Context(), db, "phishing")
	if want := (content.Newest{VersionID: id, Number: 1, Digest: "abc"}); got != want || err != nil {
		t.Errorf("newest %+v, %v", got, err)
	}
	if _, err := store.Publish(t.Context(), db, id); !fault.Is(err, fault.Conflict) {
		t.Errorf("published twice: %v", err)
	}
	if _, err := store.Publish(t.Context(), db, uuid.Must(uuid.NewV7())); !fault.Is(err, fault.NotFound) {
		t.Errorf("published an unknown version: %v", err)
	}
}

func TestDraftReplacesDraftAndLeavesWhatIsPublished(t *testing.T) {
	t.Parallel()
	store, db := courseStore(t)
	first := publish(t, store, db, simpleDraft())
	draft := simpleDraft()
	replaced, err := store.SaveDraft(t.Context(), db, draft)
	if err != nil {
		t.Fatal(err)
	}
	if course := onlyCourse(t, store); course.VersionID != first.ID {
		t.Errorf("beside a draft the course is %+v", course)
	}
	draft.Titles["ro"] = "Alt titlu"
	second := publish(t, store, db, draft)
	if second.Number != 2 || second.CourseID != first.CourseID {
		t.Errorf("second version is %+v", second)
	}
	if _, err := store.Publish(t.Context(), db, replaced); !fault.Is(err, fault.NotFound) {
		t.Errorf("the replaced draft: %v", err)
	}
	if again, err := store.Version(t.Context(), first.ID); err != nil || again.Titles["ro"] != "Înșelătorii" {
		t.Errorf("learners of the first version see %+v, %v", again, err)
	}
	if course := onlyCourse(t, store); course.VersionID != second.ID || course.Titles["ro"] != "Alt titlu" {
		t.Errorf("newest %+v", course)
	}
}

func TestPublishedIsFrozen(t *testing.T) {
	t.Parallel()
	store, db := courseStore(t)
	v := publish(t, store, db, simpleDraft())
	for _, change := range []string{
		"UPDATE lesson_texts SET title = 'x'", "DELETE FROM lessons", "UPDATE modules SET key = 'x'",
		"UPDATE course_versions SET status = 'draft', published_at = NULL", "UPDATE course_versions SET titles = '{}'",
	} {
		if _, err := db.ExecContext(t.Context(), change); !pg.Violates(err, "course_versions_published_are_frozen") {
			t.Errorf("%s: %v", change, err)
		}
	}
	fresh := content.NewStore(db, nil)
	if again, err := fresh.Version(t.Context(), v.ID); err != nil || len(again.Lessons()) != 3 {
		t.Errorf("got %+v, %v", again, err)
	}
}

func TestDraftOfATransactionThatFailsIsGone(t *testing.T) {
	t.Parallel()
	store, db := courseStore(t)
	stop := errors.New("stop")
	err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		id, err := store.SaveDraft(ctx, tx, simpleDraft())
		if err != nil {
			return err
		}
		_, err = store.Publish(ctx, tx, id)
		return errors.Join(err, stop)
	})
	if !errors.Is(err, stop) || fault.KindOf(err) != fault.Internal {
		t.Fatal(err)
	}
	if courses, err := store.Courses(t.Context()); err != nil || len(courses) > 0 {
		t.Errorf("got %v, %v", courses, err)
	}
}

func TestDraftThatIsNoCourse(t *testing.T) {
	t.Parallel()
	store, db := courseStore(t)
	for key, spoil := range map[string]func(*content.Draft){
		"content.draft_code":         func(d *content.Draft) { d.Code = "../x" },
		"content.draft_no_language":  func(d *content.Draft) { d.Languages = nil },
		"content.draft_language":     func(d *content.Draft) { d.Languages = []string{"no such tag"} },
		"content.draft_no_title":     func(d *content.Draft) { d.Titles = nil },
		"content.draft_no_lesson":    func(d *content.Draft) { d.Modules = d.Modules[:0] },
		"content.draft_same_key":     func(d *content.Draft) { d.Modules[1].Lessons[0].Key = "a" },
		"content.draft_lesson_title": func(d *content.Draft) { d.Modules[0].Lessons[0].Texts = nil },
	} {
		draft := simpleDraft()
		spoil(&draft)
		_, err := store.SaveDraft(t.Context(), db, draft)
		e, ok := errors.AsType[*fault.Error](err)
		if !ok || e.Key != key || e.Kind != fault.Invalid {
			t.Errorf("%s: %v", key, err)
		}
	}
}

func TestWhatIsStoredIsCleanInAnyCase(t *testing.T) {
	t.Parallel()
	sum := strings.Repeat("ab", 32)
	store, db := courseStore(t)
	renderer := markup.Renderer{Resolve: func(link string) (markup.Resolved, bool) {
		asset, ok := map[string]media.Asset{
			"map.png":  {SHA256: sum, MediaType: "image/png", Size: 90_000, Width: 1200, Height: 600},
			"clip.mp4": {SHA256: sum, MediaType: "video/mp4", Size: 12_345_678},
		}[link]
		return markup.Resolved{Link: markup.AssetLink(sum, link), Name: link, Asset: &asset}, ok
	}}
	rendered, _ := renderer.Render("## A & b <c>\n\n[x](https://e.org/?a=1&b=2) ![m](map.png) [v](clip.mp4)\n\n[film](clip.mp4)\n\n|a|\n|-|\n|b|\n\nq[^1]\n\n[^1]: n", markup.SyntaxMarkdown)
	draft := simpleDraft()
	draft.Modules[0].Lessons[0].Texts = map[string]content.DraftText{"ro": text("A", `<p onclick="x()">a<script>alert(1)</script></p>`, rendered)}
	v := publish(t, store, db, draft)
	got, err := store.LessonText(t.Context(), v, v.Lessons()[0].ID, "ro")
	if err != nil || got.Blocks[0].HTML != "<p>a</p>" {
		t.Errorf("got %+v, %v", got, err)
	}
	if want := strings.ReplaceAll(rendered, "asset:", "/assets/"); got.Blocks[1].HTML != want {
		t.Errorf("got  %s\nwant %s", got.Blocks[1].HTML, want)
	}
}
