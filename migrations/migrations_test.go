package migrations_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"vatra/lms/pg"
	"vatra/lms/pgtest"
	"vatra/migrations"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// downAll takes back one migration after the other and names them.
func downAll(t *testing.T, db *pg.DB) []string {
	t.Helper()
	var undone []string
	for {
		next, err := migrations.Newest(t.Context(), db.DB)
		if err != nil {
			t.Fatal(err)
		}
		one, err := migrations.Down(t.Context(), db.DB)
		if err != nil {
			t.Fatal(err)
		}
		if one != next {
			t.Fatalf("%q was announced and %q was taken back", next, one)
		}
		if one == "" {
			return undone
		}
		undone = append(undone, one)
	}
}

func applied(t *testing.T, db *pg.DB) []string {
	t.Helper()
	states, err := migrations.Status(t.Context(), db.DB)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, state := range states {
		if state.Applied {
			names = append(names, state.Name)
		}
	}
	return names
}

func TestDownTakesBackTheNewestAlone(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	before := applied(t, db)
	undone, err := migrations.Down(t.Context(), db.DB)
	if err != nil {
		t.Fatal(err)
	}
	last := len(before) - 1
	if after := applied(t, db); undone != before[last] || !slices.Equal(after, before[:last]) {
		t.Errorf("of %v it took back %q and left %v", before, undone, after)
	}
}

func TestDownLeavesTheDatabaseOfANewerProgramAlone(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	const record = `INSERT INTO bun_migrations (name, group_id, migrated_at) VALUES ('29991231000001', 9, now())`
	if _, err := db.ExecContext(t.Context(), record); err != nil {
		t.Fatal(err)
	}
	before := applied(t, db)
	if undone, err := migrations.Down(t.Context(), db.DB); err == nil || !strings.Contains(err.Error(), "29991231000001") {
		t.Errorf("it took back %q: %v", undone, err)
	}
	if after := applied(t, db); !slices.Equal(after, before) {
		t.Errorf("of %v only %v are left", before, after)
	}
}

func TestDownTakesBackWhatUpMade(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ctx := t.Context()
	undone := downAll(t, db)
	var left int
	const ours = `SELECT count(*) FROM pg_tables WHERE schemaname = 'public'
		AND tablename NOT LIKE 'river%' AND tablename NOT LIKE 'bun_%'`
	if err := db.NewRaw(ours).Scan(ctx, &left); err != nil {
		t.Fatal(err)
	}
	if left != 0 {
		t.Errorf("%d tables are left after taking back %v", left, undone)
	}
	again, err := migrations.Up(ctx, db.DB, db.Pool)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(undone)
	if !slices.Equal(again, undone) || !slices.Equal(again, applied(t, db)) {
		t.Errorf("up applied %v after down took back %v", again, undone)
	}
}

func TestServersMayMigrateAtOnce(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	downAll(t, db)
	done := make(chan error, 3)
	for range cap(done) {
		go func() {
			_, err := migrations.Up(t.Context(), db.DB, db.Pool)
			done <- err
		}()
	}
	for range cap(done) {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

const (
	publishedOne = `'00000000-0000-7000-8000-000000000001'`
	draftTwo     = `'00000000-0000-7000-8000-000000000002'`
)

// twoVersions has a published version 1 of a course with one of everything, and a draft 2 with a module and a lesson.
func twoVersions(t *testing.T) *pg.DB {
	t.Helper()
	db := pgtest.New(t)
	const one, two, hash = publishedOne, draftTwo, `repeat('0', 64)`
	statements := []string{
		`INSERT INTO courses (id, code) VALUES (` + one + `, 'c')`,
		`INSERT INTO assets (sha256, size, media_type) VALUES (` + hash + `, 1, 'text/plain')`,
	}
	for number, id := range []string{one, two} {
		statements = append(statements,
			fmt.Sprintf(`INSERT INTO course_versions (id, course_id, number, languages, titles)
				VALUES (%s, %s, %d, '{ro}', '{}')`, id, one, number+1),
			fmt.Sprintf(`INSERT INTO modules (id, version_id, position, key, titles) VALUES (%s, %[1]s, 1, 'm', '{}')`, id),
			fmt.Sprintf(`INSERT INTO lessons (id, version_id, module_id, position, key, kind, completion)
				VALUES (%s, %[1]s, %[1]s, 1, 'l', 'page', 'read')`, id))
		if id == one {
			statements = append(statements,
				`INSERT INTO lesson_texts (lesson_id, lang, title, blocks) VALUES (`+one+`, 'ro', 'T', '[]')`,
				`INSERT INTO version_assets (version_id, path, sha256) VALUES (`+one+`, 'a.txt', `+hash+`)`,
				`UPDATE course_versions SET status = 'published', published_at = now()`)
		}
	}
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	return db
}

func TestPublishedCoursesAreFrozen(t *testing.T) {
	t.Parallel()
	db := twoVersions(t)
	for _, change := range []string{
		`UPDATE modules SET key = 'other' WHERE version_id = ` + publishedOne,
		`DELETE FROM modules WHERE version_id = ` + publishedOne,
		`UPDATE course_versions SET status = 'draft', published_at = NULL WHERE id = ` + publishedOne,
		`DELETE FROM course_versions WHERE id = ` + publishedOne,
		`DELETE FROM courses`,
		// Taken out of the published version.
		`UPDATE modules SET version_id = ` + draftTwo + `, position = 2, key = 'm2' WHERE version_id = ` + publishedOne,
		`UPDATE lessons SET version_id = ` + draftTwo + `, position = 2, key = 'l2' WHERE version_id = ` + publishedOne,
		`UPDATE lesson_texts SET lesson_id = ` + draftTwo,
		`UPDATE version_assets SET version_id = ` + draftTwo,
		// Brought into it.
		`UPDATE lessons SET version_id = ` + publishedOne + `, position = 2, key = 'l2' WHERE version_id = ` + draftTwo,
		`INSERT INTO lesson_texts (lesson_id, lang, title, blocks) VALUES (` + publishedOne + `, 'en', 'T', '[]')`,
	} {
		if _, err := db.ExecContext(t.Context(), change); !pg.Violates(err, "course_versions_published_are_frozen") {
			t.Errorf("%s on a published version: %v", change, err)
		}
	}
	for _, change := range []string{
		`UPDATE lessons SET minutes = 3 WHERE version_id = ` + draftTwo,
		`DELETE FROM course_versions WHERE id = ` + draftTwo,
	} {
		if _, err := db.ExecContext(t.Context(), change); err != nil {
			t.Errorf("%s on a draft: %v", change, err)
		}
	}
}

// Who adds to a draft while it is being published waits, and then is refused.
func TestNothingSlipsIntoAVersionBeingPublished(t *testing.T) {
	t.Parallel()
	db := twoVersions(t)
	ctx := t.Context()
	done := make(chan error, 1)
	err := db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		const publish = `UPDATE course_versions SET status = 'published', published_at = now() WHERE status = 'draft'`
		if _, err := tx.ExecContext(ctx, publish); err != nil {
			return err
		}
		go func() {
			_, err := db.ExecContext(t.Context(), `INSERT INTO modules (id, version_id, position, key, titles)
				VALUES (gen_random_uuid(), `+draftTwo+`, 2, 'late', '{}')`)
			done <- err
		}()
		return pgtest.AwaitLock(t.Context(), db)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-done; !pg.Violates(err, "course_versions_published_are_frozen") {
		t.Errorf("a module came into a version that was being published: %v", err)
	}
}
