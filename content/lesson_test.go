package content_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/content"
	"vatra/lms/fault"
)

// blocks reads "h:text" as HTML and "q:key" as a question.
func blocks(written ...string) []content.Block {
	var made []content.Block
	for _, w := range written {
		if key, ok := strings.CutPrefix(w, "q:"); ok {
			made = append(made, content.Block{Question: key})
		} else {
			made = append(made, content.Block{HTML: strings.TrimPrefix(w, "h:")})
		}
	}
	return made
}

func TestLessonFallsBackBlockByBlock(t *testing.T) {
	t.Parallel()
	store, db := courseStore(t)
	en := content.DraftText{Title: "Lesson", Summary: "In short", Blocks: blocks("h:one", "q:k", "h:three")}
	for name, c := range map[string]struct {
		texts map[string]content.DraftText
		lang  string
		want  string // title/summary, then the blocks, each with its language
	}{
		"whole translation": {
			map[string]content.DraftText{"en": en, "ro": {Title: "Lecție", Summary: "Pe scurt", Blocks: blocks("h:unu", "q:k", "h:trei")}},
			"ro", "Lecție@ro Pe scurt@ro | unu@ro k@ro trei@ro",
		},
		"a gap": {
			map[string]content.DraftText{"en": en, "ro": {Title: "Lecție", Blocks: blocks("h:unu", "q:k", "h:")}},
			"ro", "Lecție@ro In short@en | unu@ro k@ro three@en",
		},
		"title alone": {
			map[string]content.DraftText{"en": en, "bg": {Title: "Урок"}},
			"bg", "Урок@bg In short@en | one@en k@en three@en",
		},
		"other blocks": {
			map[string]content.DraftText{"en": en, "ro": {Title: "Lecție", Blocks: blocks("h:tot")}},
			"ro", "Lecție@ro In short@en | tot@ro k@en",
		},
		"question elsewhere": {
			map[string]content.DraftText{"en": en, "ro": {Title: "Lecție", Blocks: blocks("q:k", "h:unu", "h:trei")}},
			"ro", "Lecție@ro In short@en | k@ro unu@ro trei@ro",
		},
		"unknown language": {
			map[string]content.DraftText{"en": en, "ro": {Title: "Lecție", Blocks: blocks("h:unu", "q:k", "h:trei")}},
			"de", "Lesson@en In short@en | one@en k@en three@en",
		},
		"regional reader": {
			map[string]content.DraftText{"en": en, "ro": {Title: "Lecție", Blocks: blocks("h:unu", "q:k", "h:trei")}},
			"ro-MD", "Lecție@ro In short@en | unu@ro k@ro trei@ro",
		},
		"not in the first language": {
			map[string]content.DraftText{"sq": {Title: "Mësim", Blocks: blocks("h:një")}},
			"ro", "Mësim@sq @ | një@sq",
		},
	} {
		draft := simpleDraft()
		draft.Code = "c-" + strings.ReplaceAll(name, " ", "-")
		draft.Languages = []string{"en", "ro"}
		draft.Modules = []content.DraftModule{{Key: "m", Lessons: []content.DraftLesson{page("l", c.texts)}}}
		v := publish(t, store, db, draft)
		for range 2 { // read, then remembered
			text, err := store.LessonText(t.Context(), v, v.Lessons()[0].ID, c.lang)
			if err != nil {
				t.Fatal(err)
			}
			got := text.Title + "@" + text.Lang + " " + text.Summary + "@" + text.SummaryLang + " |"
			for _, block := range text.Blocks {
				got += " " + block.HTML + block.Question + "@" + block.Lang
			}
			if got != c.want {
				t.Errorf("%s: got %q, want %q", name, got, c.want)
			}
		}
	}
}

func TestLessonOfAnotherVersionIsUnknown(t *testing.T) {
	t.Parallel()
	store, db := courseStore(t)
	v := publish(t, store, db, simpleDraft())
	if _, err := store.LessonText(t.Context(), v, uuid.Must(uuid.NewV7()), "ro"); !fault.Is(err, fault.NotFound) {
		t.Errorf("got %v", err)
	}
}
