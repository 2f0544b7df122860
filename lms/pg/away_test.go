package pg_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"vatra/lms/pg"
	"vatra/lms/pgtest"
)

func TestWhatTheDatabaseCannotDoIsToldApart(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for what, one := range map[string]struct {
		statement        string
		arg              any
		away, unwritable bool
	}{
		"a mistake of ours":      {`SELECT $1::int / 0`, 1, false, false},
		"a duplicate":            {`INSERT INTO settings (key, value) SELECT 'x', $1::text::jsonb FROM generate_series(1, 2)`, "1", false, false},
		"bytes that are no text": {`SELECT $1::text`, "\xff", false, true},
		"NUL in a text":          {`SELECT $1::text`, "a\x00b", false, true},
		"NUL in JSON":            {`SELECT $1::text::jsonb ->> 'a'`, `{"a": "\u0000"}`, false, true},
	} {
		_, err := db.Pool.Exec(t.Context(), one.statement, one.arg)
		if pg.Away(err) != one.away || pg.Unwritable(err) != one.unwritable {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, statement := range []string{`SELECT ?`, `SELECT ? || ?`} { // bun's, which is put together here
		if _, err := db.ExecContext(t.Context(), statement, "a\x00'b", "c"); !pg.Unwritable(err) {
			t.Errorf("NUL in %s: %v", statement, err)
		}
	}
	if _, err := db.Pool.Exec(t.Context(), `SET statement_timeout = '20ms'; SELECT pg_sleep(60)`); !pg.Away(err) {
		t.Errorf("a statement that takes too long: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := db.Pool.Exec(ctx, `SELECT pg_sleep(60)`); !pg.Away(err) {
		t.Errorf("a deadline that passes: %v", err)
	}
	if pg.Away(errors.New("anything else")) || pg.Away(nil) || pg.Away(context.Canceled) {
		t.Error("what is not about the database is taken for it")
	}
	if _, err := pg.Open(t.Context(), "host=/nowhere dbname=x"); !pg.Away(err) {
		t.Errorf("a server that is not there: %v", err)
	}
}

// TestADiskThatTakesNothingIsAway has a folder of PostgreSQL's in which it may make no file: it calls that a privilege
// that is missing, and calls a disk that is read-only the same.
func TestADiskThatTakesNothingIsAway(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var data string
	must(t, db.Pool.QueryRow(t.Context(), `SHOW data_directory`).Scan(&data))
	info, err := os.Stat(data)
	must(t, err)
	owner := info.Sys().(*syscall.Stat_t)
	dir, err := os.MkdirTemp("", "tablespace-")
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	must(t, os.Chown(dir, int(owner.Uid), int(owner.Gid)))
	name := pgx.Identifier{filepath.Base(dir)}.Sanitize()
	_, err = db.Pool.Exec(t.Context(), `CREATE TABLESPACE `+name+` LOCATION '`+dir+`'`)
	must(t, err)
	t.Cleanup(func() {
		for _, statement := range []string{`DROP TABLE kept`, `DROP TABLESPACE ` + name} {
			if _, err := db.Pool.Exec(context.WithoutCancel(t.Context()), statement); err != nil {
				t.Error(err)
			}
		}
	})
	_, err = db.Pool.Exec(t.Context(), `CREATE TABLE kept TABLESPACE `+name+` AS SELECT 1 AS one`)
	must(t, err)
	folders, err := filepath.Glob(dir + "/*/*") // of this database
	must(t, err)
	must(t, os.Chmod(folders[0], 0o500))
	_, err = db.Pool.Exec(t.Context(), `CREATE TABLE late (one int) TABLESPACE `+name)
	if refused, ok := errors.AsType[*pgconn.PgError](err); !ok || refused.Code != "42501" || !pg.Away(err) {
		t.Errorf("a table that finds no place: %v", err)
	}
	must(t, db.Pool.QueryRow(t.Context(), `SELECT one FROM kept`).Scan(new(int)))
	must(t, os.Chmod(folders[0], 0o700))
}

// TestADatabaseThatMayOnlyBeReadIsAway and so is one whose backend is ended, or that has run out of room.
func TestADatabaseThatMayOnlyBeReadIsAway(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for want, statement := range map[string]string{
		"25006": `BEGIN READ ONLY; INSERT INTO settings (key, value) VALUES ('x', '1')`,
		"57P01": `SELECT pg_terminate_backend(pg_backend_pid())`,
		"53100": `DO $$ BEGIN RAISE 'no room' USING ERRCODE = 'disk_full'; END $$`,
	} {
		_, err := db.Pool.Exec(t.Context(), statement)
		if refused, ok := errors.AsType[*pgconn.PgError](err); !ok || refused.Code != want || !pg.Away(err) {
			t.Errorf("%s: %v", want, err)
		}
	}
	_, err := db.Pool.Exec(t.Context(), `SET ROLE pg_monitor; INSERT INTO settings (key, value) VALUES ('x', '1')`)
	if refused, ok := errors.AsType[*pgconn.PgError](err); !ok || refused.Code != "42501" || pg.Away(err) {
		t.Errorf("a privilege that is missing: %v", err)
	}
}
