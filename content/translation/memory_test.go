package translation_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content/translation"
	"vatra/lms/lang"
	"vatra/lms/pg"
	"vatra/lms/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func remember(t *testing.T, db *pg.DB, pairs ...translation.Pair) {
	t.Helper()
	err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error { return translation.Remember(ctx, tx, pairs) })
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatWasTranslatedBeforeIsFound(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	pair := func(source, target string) translation.Pair {
		return translation.Pair{From: "ro", To: "mk", Source: source, Target: target}
	}
	remember(t, db, pair("O parolă bună este lungă.", "Добра лозинка е долга."),
		pair("Salvați documentul în dosarul comun al primăriei.", "Зачувајте го документот во заедничката папка."),
		translation.Pair{From: "ro", To: "bg", Source: "O parolă bună este lungă.", Target: "Добрата парола е дълга."},
		pair(strings.Repeat("prea lung ", 300), "предолго"))
	remember(t, db, pair("O parolă bună este lungă.", "Добра лозинка е долга.")) // once more, with the next version
	memory := translation.NewMemory(db)
	found, err := memory.Find(t.Context(), "ro", "mk", []string{
		"O parolă bună este lungă.", "Ceva cu totul altul", "Salvați documentul în dosarul comun al comunei.",
	})
	if err != nil || len(found) != 3 || len(found[0]) != 1 || len(found[1]) != 0 || len(found[2]) != 1 {
		t.Fatalf("%+v, %v", found, err)
	}
	if one := found[0][0]; !one.Exact() || one.Target != "Добра лозинка е долга." {
		t.Errorf("%+v", one)
	}
	if one := found[2][0]; one.Exact() || one.Alike < 0.6 || one.Source != "Salvați documentul în dosarul comun al primăriei." {
		t.Errorf("%+v", one)
	}
}

func TestTermsAreFoundWithTheirEndings(t *testing.T) {
	t.Parallel()
	glossary := translation.NewGlossary(pgtest.New(t))
	put := func(texts lang.Texts) {
		t.Helper()
		if err := glossary.Put(t.Context(), translation.Term{ID: uuid.Must(uuid.NewV7()), Texts: texts}); err != nil {
			t.Fatal(err)
		}
	}
	put(lang.Texts{"ro": "semnătură  electronică", "mk": "електронски потпис", "bg": ""})
	put(lang.Texts{"ro": "primărie", "bg": "община"})
	put(lang.Texts{"ro": "lege", "mk": "закон"})
	terms, err := glossary.All(t.Context())
	if err != nil || len(terms) != 3 {
		t.Fatalf("%+v, %v", terms, err)
	}
	found := translation.In("Semnăturile ELECTRONICE ale primăriei se leagă de document.", terms, "ro", "mk")
	if len(found) != 1 || found[0].Texts["ro"] != "semnătură electronică" {
		t.Errorf("%+v", found)
	}
	if err := glossary.Put(t.Context(), translation.Term{ID: uuid.New(), Texts: lang.Texts{"ro": "singur"}}); err == nil {
		t.Error("a term in one language was kept")
	}
	for _, term := range terms {
		if err := glossary.Remove(t.Context(), term.ID); err != nil {
			t.Fatal(err)
		}
	}
	if terms, err := glossary.All(t.Context()); err != nil || len(terms) > 0 {
		t.Errorf("%+v, %v", terms, err)
	}
}
