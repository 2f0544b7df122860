package migrations_test

import (
	"os"
	"slices"
	"strings"
	"testing"

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

func TestPublishedCoursesAreFrozen(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ctx := t.Context()
	const course = "00000000-0000-7000-8000-000000000001"
	for _, statement := range []string{
		`INSERT INTO courses (id, code) VALUES ('` + course + `', 'c')`,
		`INSERT INTO course_versions (id, course_id, number, languages, titles)
		 VALUES ('` + course + `', '` + course + `', 1, '{ro}', '{}')`,
		`INSERT INTO modules (id, version_id, position, key, titles)
		 VALUES ('` + course + `', '` + course + `', 1, 'm', '{}')`,
		`UPDATE course_versions SET status = 'published', published_at = now()`,
	} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	for _, change := range []string{
		`UPDATE modules SET key = 'other'`,
		`DELETE FROM modules`,
		`UPDATE course_versions SET status = 'draft', published_at = NULL`,
	} {
		if _, err := db.ExecContext(ctx, change); err == nil {
			t.Errorf("%s was allowed on a published version", change)
		}
	}
}
