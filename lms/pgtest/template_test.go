package pgtest

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

func TestTemplateIsMadeAnewWhenItsRecipeHasChanged(t *testing.T) {
	t.Parallel()
	cache, rooms := t.TempDir(), t.TempDir()
	made := 0
	get := func(room, recipe string) (holds string) {
		t.Helper()
		err := copyTemplate(t.Context(), cache, recipe, filepath.Join(rooms, room), func(_ context.Context, dir string) error {
			made++
			if err := os.Mkdir(dir, 0o700); err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(dir, "PG_VERSION"), []byte(recipe), 0o600)
		})
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(filepath.Join(rooms, room, "PG_VERSION"))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	for _, c := range []struct {
		room, recipe string
		made         int
	}{
		{"first", "yesterday's", 1}, {"second", "yesterday's", 1}, {"third", "today's", 2}, {"fourth", "today's", 2},
	} {
		if holds := get(c.room, c.recipe); holds != c.recipe || made != c.made {
			t.Errorf("the %s copy of %s recipe holds %q, after %d were made", c.room, c.recipe, holds, made)
		}
	}
}

func TestCopyIsAClusterWithTheSchema(t *testing.T) {
	t.Parallel()
	db := New(t)
	var tables int
	if err := db.NewRaw("SELECT count(*) FROM pg_tables WHERE tablename IN ('users', 'river_job')").Scan(t.Context(), &tables); err != nil {
		t.Fatal(err)
	}
	if tables != 2 {
		t.Errorf("the database has %d of 2 tables", tables)
	}
}

func TestMain(m *testing.M) { os.Exit(Main(m)) }
