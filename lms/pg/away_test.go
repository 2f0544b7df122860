package pg_test

import (
	"context"
	"errors"
	"testing"
	"time"

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
