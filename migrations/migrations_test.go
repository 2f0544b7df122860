package migrations_test

import (
	"os"
	"testing"

	"vatra/lms/pgtest"
	"vatra/migrations"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func TestDownTakesBackWhatUpMade(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ctx := t.Context()
	undone, err := migrations.Down(ctx, db.DB)
	if err != nil {
		t.Fatal(err)
	}
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
	if len(again) != len(undone) {
		t.Errorf("up applied %v after down took back %v", again, undone)
	}
	states, err := migrations.Status(ctx, db.DB)
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range states {
		if !state.Applied {
			t.Errorf("%s is not applied", state.Name)
		}
	}
}

func TestServersMayMigrateAtOnce(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	if _, err := migrations.Down(t.Context(), db.DB); err != nil {
		t.Fatal(err)
	}
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
