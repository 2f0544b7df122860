package content_test

import (
	"reflect"
	"testing"

	"github.com/google/uuid"

	"vatra/content"
	"vatra/content/markup"
)

func TestSourcesAreKeptAsWritten(t *testing.T) {
	t.Parallel()
	store, db := courseStore(t)
	draft := simpleDraft()
	lesson := draft.Modules[0].Lessons[1]
	written := content.Source{Text: "Text with `'quotes'` and \\ and ? and\n\n**Which?**\n\n- [ ] This\n- [x] That\n", Format: markup.SyntaxMarkdown}
	imported := content.Source{Text: `<p onclick="x()">a<script>b</script></p>`, Format: markup.SyntaxHTML}
	lesson.Texts["ro"] = content.DraftText{Title: "B", Summary: "S", Source: written}
	lesson.Texts["en"] = content.DraftText{Title: "B en", Source: imported}
	id, err := store.SaveDraft(t.Context(), db, draft)
	if err != nil {
		t.Fatal(err)
	}
	check := func(state string) {
		sources, err := store.Sources(t.Context(), id)
		if err != nil || len(sources) != 5 {
			t.Fatalf("%s: %+v, %v", state, sources, err)
		}
		for i := range sources {
			if sources[i].LessonID == uuid.Nil {
				t.Errorf("%s: a source of no lesson", state)
			}
			sources[i].LessonID = uuid.Nil
		}
		want := []content.LessonSource{
			{Key: "b", Lang: "en", Title: "B en", Source: imported},
			{Key: "b", Lang: "ro", Title: "B", Summary: "S", Source: written},
			{Key: "test", Lang: "ro", Title: "Test"},
		}
		if got := sources[2:]; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v", state, got)
		}
	}
	check("draft")
	if _, err := store.Publish(t.Context(), db, id); err != nil {
		t.Fatal(err)
	}
	check("published")
	if none, err := store.Sources(t.Context(), uuid.Must(uuid.NewV7())); err != nil || len(none) > 0 {
		t.Errorf("of no version: %v, %v", none, err)
	}
}
