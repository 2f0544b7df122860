package bank_test

import (
	"context"
	"os"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/assessment/bank"
	"vatra/assessment/questiontest"
	"vatra/lms/pg"
	"vatra/lms/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// question is one of a course, in the words that its author gave it.
func question(key, written string) *assessment.Question {
	q := questiontest.Choose(key, assessment.Single, "abc", "b")
	q.Identity = assessment.Identity{Collection: "course/town", Key: "hall/" + key}
	text := q.Texts["en"]
	text.Source = assessment.Source{Format: "markdown", Text: written}
	q.Texts["en"] = text
	return &q
}

func keep(t *testing.T, db *pg.DB, questions ...*assessment.Question) (versions []uuid.UUID) {
	t.Helper()
	err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) (err error) {
		if err = bank.Lock(ctx, tx); err == nil {
			versions, err = bank.Keep(ctx, tx, questions)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return versions
}

func read(t *testing.T, db *pg.DB, version uuid.UUID) *assessment.Question {
	t.Helper()
	found, err := bank.Read(t.Context(), db, []uuid.UUID{version})
	if err != nil || found[version] == nil {
		t.Fatalf("%v, %v", found, err)
	}
	return found[version]
}

func TestAQuestionThatComesAgainIsTheSame(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	first := keep(t, db, question("one", "1"), question("two", "2"))
	second := keep(t, db, question("two", "2"), question("one", "1"))
	if first[0] != second[1] || first[1] != second[0] {
		t.Errorf("brought in again they are %v, and were %v", second, first)
	}
	kept := read(t, db, first[0])
	if kept.Identity.Collection != "course/town" || kept.Identity.Key != "hall/one" || kept.Choices[1].ID == "b" {
		t.Errorf("it is %+v, with choices %v", kept.Identity, kept.Choices)
	}

	changed := question("one", "1, mended")
	changed.Choices[1].Right, changed.Choices[2].Right = false, true
	third := keep(t, db, changed)[0]
	if third == first[0] {
		t.Fatal("another answer is right, and the question says it is the same")
	}
	if mended := read(t, db, third); mended.Choices[0].ID != kept.Choices[0].ID || !mended.Choices[2].Right {
		t.Errorf("the choices were %v and are %v", kept.Choices, mended.Choices)
	}
	if again := keep(t, db, question("one", "1"))[0]; again != first[0] {
		t.Error("a question that was changed back is a third version")
	}
	if before := read(t, db, first[0]); !before.Choices[1].Right {
		t.Error("who answered before the change would be marked by another key")
	}
}

func TestTheNewestSourceIsKept(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	first := keep(t, db, question("one", "*What* is one?"), question("two", "2"))
	again := keep(t, db, question("one", "_What_ is one?"), question("two", "2"))
	if again[0] != first[0] || again[1] != first[1] {
		t.Errorf("a question that renders alike is another version: %v, %v", first, again)
	}
	for version, want := range map[uuid.UUID]string{first[0]: "_What_ is one?", first[1]: "2"} {
		if source := read(t, db, version).Texts["en"].Source; source.Text != want || source.Format != "markdown" {
			t.Errorf("its author is shown %+v", source)
		}
	}
	if keep(t, db, question("one", "")); read(t, db, first[0]).Texts["en"].Source.Text == "" {
		t.Error("a question that came without its source took the source away")
	}
	for _, change := range []string{`body = '{}'`, `digest = 'x'`, `points = 7`, `number = 9, sources = '{}'`} {
		if _, err := db.ExecContext(t.Context(), `UPDATE question_versions SET `+change); !pg.Violates(err, "question_versions_are_append_only") {
			t.Errorf("%s was allowed: %v", change, err)
		}
	}
}

func TestOnlyWhatNoQuizAsksIsForgotten(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	asked, alone := question("asked", "1"), question("alone", "2")
	versions := keep(t, db, asked, alone)
	asked.Points = asked.Points.Add(asked.Points)
	versions = append(versions, keep(t, db, asked)...)
	quiz := uuid.New()
	for _, statement := range []string{
		`INSERT INTO quizzes (id, kind, titles, grade_by, review, pass_mark) VALUES (?0, 'exam', '{}', 'best', 'after', 50)`,
		`INSERT INTO quiz_slots (quiz_id, position, question_version_id) VALUES (?0, 1, ?1)`,
	} {
		if _, err := db.ExecContext(t.Context(), statement, quiz, versions[0]); err != nil {
			t.Fatal(err)
		}
	}
	err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		if err := bank.Forget(ctx, tx, nil); err != nil {
			return err
		}
		return bank.Forget(ctx, tx, versions)
	})
	if err != nil {
		t.Fatal(err)
	}
	left, err := bank.Read(t.Context(), db, versions)
	if err != nil || len(left) != 1 || left[versions[0]] == nil {
		t.Errorf("left are %v, want the one that a quiz asks: %v", left, err)
	}
	var keys []string
	if err := db.NewRaw(`SELECT key FROM questions`).Scan(t.Context(), &keys); err != nil || len(keys) != 1 || keys[0] != "hall/asked" {
		t.Errorf("questions without a version are left: %v, %v", keys, err)
	}
}

func TestKeepRefusesWhatNobodyCouldShowOrFindAgain(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	raw, nameless := question("raw", "1"), question("nameless", "2")
	text := raw.Texts["en"]
	text.Syntax = assessment.Markdown
	raw.Texts["en"] = text
	nameless.Identity = assessment.Identity{}
	for _, q := range []*assessment.Question{raw, nameless} {
		err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
			_, err := bank.Keep(ctx, tx, []*assessment.Question{q})
			return err
		})
		if err == nil {
			t.Errorf("%s was kept", q.Key)
		}
	}
}
