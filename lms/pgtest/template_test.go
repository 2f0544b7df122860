package pgtest

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTemplateIsMadeAnewWhenItsRecipeHasChanged(t *testing.T) {
	t.Parallel()
	cache, rooms := t.TempDir(), t.TempDir()
	kept := filepath.Join(cache, "postgres", "cluster")
	if err := os.MkdirAll(kept, 0o755); err != nil {
		t.Fatal(err)
	}
	mark := func(name string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(kept, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	holds := func(room, name string) bool {
		t.Helper()
		_, err := os.Stat(filepath.Join(rooms, room, name))
		return err == nil
	}
	get := func(room, recipe string) {
		t.Helper()
		if err := copyTemplate(t.Context(), cache, recipe, filepath.Join(rooms, room)); err != nil {
			t.Fatal(err)
		}
	}
	mark("old")
	if err := os.WriteFile(filepath.Join(cache, "postgres", "recipe"), []byte("yesterday's"), 0o600); err != nil {
		t.Fatal(err)
	}
	get("made", "today's")
	if holds("made", "old") || !holds("made", "PG_VERSION") {
		t.Error("the template of another recipe was taken")
	}
	mark("kept")
	get("copied", "today's")
	if !holds("copied", "kept") || !holds("copied", "PG_VERSION") {
		t.Error("a template with today's recipe was made again")
	}
}
