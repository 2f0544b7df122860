package content_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"vatra/content"
	"vatra/lms/fault"
	"vatra/lms/lang"
	"vatra/lms/pg"
)

func TestVersionLeadsFromLessonToLesson(t *testing.T) {
	t.Parallel()
	store, db := courseStore(t)
	v := publish(t, store, db, simpleDraft())
	var keys []string
	for _, lesson := range v.Lessons() {
		keys = append(keys, lesson.Key)
	}
	if !slices.Equal(keys, []string{"a", "b", "test"}) || len(v.Modules) != 2 || len(v.Modules[0].Lessons) != 2 || v.Minutes() != 6 {
		t.Fatalf("got %+v", v)
	}
	b, err := v.LessonByKey("b")
	if err != nil || b.Titles["ro"] != "B" || v.Place(b.ID) != 2 {
		t.Errorf("b is %+v, %v", b, err)
	}
	if before, ok := v.Previous(b.ID); !ok || before.Key != "a" || before.Titles["en"] != "A en" {
		t.Errorf("before b: %+v", before)
	}
	after, ok := v.Next(b.ID)
	if !ok || after.Kind != content.KindQuiz || after.QuizID.String() != "01930000-0000-7000-8000-00000000000a" {
		t.Errorf("after b: %+v", after)
	}
	if module, err := v.Module(after.ID); err != nil || module.Key != "two" {
		t.Errorf("its module: %+v, %v", module, err)
	}
}

func TestVersionEnds(t *testing.T) {
	t.Parallel()
	store, db := courseStore(t)
	v := publish(t, store, db, simpleDraft())
	if _, ok := v.Next(v.Lessons()[2].ID); ok {
		t.Error("something follows the last lesson")
	}
	if _, ok := v.Previous(v.Lessons()[0].ID); ok {
		t.Error("something precedes the first lesson")
	}
	unknown := uuid.Must(uuid.NewV7())
	if _, ok := v.Next(unknown); ok || v.Place(unknown) != 0 {
		t.Error("an unknown lesson has a place")
	}
	if _, err := v.Lesson(unknown); !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
	if _, err := store.Version(t.Context(), unknown); !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

func TestVersionIsReadOnce(t *testing.T) {
	t.Parallel()
	store, db := courseStore(t)
	v := publish(t, store, db, simpleDraft())
	lesson := v.Lessons()[0].ID
	if _, err := store.LessonText(t.Context(), v, lesson, "en"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil { // from here on only memory answers
		t.Fatal(err)
	}
	again, err := store.Version(t.Context(), v.ID)
	if err != nil || again != v {
		t.Errorf("version: %v", err)
	}
	if text, err := store.LessonText(t.Context(), v, lesson, "en"); err != nil || text.Title != "A en" {
		t.Errorf("text: %+v, %v", text, err)
	}
}

func TestTextsServeTheNearestLanguage(t *testing.T) {
	t.Parallel()
	texts := lang.Texts{"ro": "bună", "sr-Latn": "dobro", "en": "", "sq": "mirë"}
	for _, c := range []struct {
		lang      string
		fallbacks []string
		text, in  string
	}{
		{"ro", nil, "bună", "ro"},
		{"ro-MD", nil, "bună", "ro"},
		{"RO", nil, "bună", "ro"},
		{"sr", nil, "dobro", "sr-Latn"},
		{"en", []string{"bg", "sq"}, "mirë", "sq"},
		{"de", nil, "bună", "ro"},
		{"", nil, "bună", "ro"},
	} {
		if text, in := texts.In(c.lang, c.fallbacks...); text != c.text || in != c.in {
			t.Errorf("%s: %q in %q", c.lang, text, in)
		}
	}
	if text, in := lang.Texts(nil).In("ro"); text != "" || in != "" {
		t.Errorf("nothing became %q in %q", text, in)
	}
}

func TestALessonStandsInAModuleOfItsOwnVersion(t *testing.T) {
	t.Parallel()
	store, db := courseStore(t)
	first := publish(t, store, db, simpleDraft())
	second, err := store.SaveDraft(t.Context(), db, simpleDraft())
	if err != nil {
		t.Fatal(err)
	}
	const lesson = `INSERT INTO lessons (id, version_id, module_id, position, key, kind, completion)
		VALUES (?, ?, ?, 99, 'stray', 'page', 'read')`
	_, err = db.ExecContext(t.Context(), lesson, uuid.Must(uuid.NewV7()), second, first.Modules[0].ID)
	if !pg.Violates(err, "lessons_module_is_of_their_version") {
		t.Errorf("a lesson in a module of another version: %v", err)
	}
}
