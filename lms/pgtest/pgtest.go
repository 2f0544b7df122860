// Package pgtest gives every test a fresh, migrated PostgreSQL database in milliseconds: one private server for all test
// binaries that run, copied from one that was made and migrated before, and in it a copy of the template for each test.
// Without PostgreSQL on the machine the tests fail and say how to get it; they never skip.
//
//	func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }
package pgtest

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"vatra/lms/pg"
)

// shared is the server of all test binaries, as this one knows it.
var shared struct {
	sync.Mutex
	url     string    // of the template
	users   *os.File  // whoever holds this lock needs the server
	admin   *pgx.Conn // makes and drops the databases; one at a time uses it
	created int
	err     error
}

// Main runs the tests of a binary. Told so by its environment, the binary keeps the server instead.
func Main(m *testing.M) int {
	if dir := os.Getenv(keepHere); dir != "" {
		return keep(dir)
	}
	return m.Run()
}

// New opens a fresh database with the whole schema; it is gone with the test.
func New(t testing.TB) *pg.DB {
	t.Helper()
	db, err := pg.Open(t.Context(), URL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// URL is New for a test that opens the database itself, such as one that starts a whole server.
func URL(t testing.TB) string {
	t.Helper()
	url, drop, err := create(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := drop(); err != nil {
			t.Log(err)
		}
	})
	return url
}

// create makes a database of this binary's own.
func create(ctx context.Context) (url string, drop func() error, err error) {
	shared.Lock()
	defer shared.Unlock()
	if err := join(); err != nil {
		return "", nil, fmt.Errorf("these tests need a real PostgreSQL: %w", err)
	}
	shared.created++
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), shared.created)
	// A namesake is what a binary left behind that was killed.
	if err := tell(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
		return "", nil, err
	}
	if err := tell(ctx, "CREATE DATABASE "+name+" TEMPLATE vatra STRATEGY file_copy"); err != nil {
		return "", nil, err
	}
	return in(name), func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		shared.Lock()
		defer shared.Unlock()
		return tell(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
	}, nil
}

// in is the address of another database of the server.
func in(name string) string { return strings.Replace(shared.url, "dbname=vatra", "dbname="+name, 1) }

// tell runs a statement outside of every test's database. All tests share the one connection, because a connection is a
// process of PostgreSQL's and costs more than what is said on it. Its caller holds the lock.
func tell(ctx context.Context, statement string) error {
	if shared.admin == nil || shared.admin.IsClosed() {
		admin, err := pgx.Connect(ctx, in("postgres"))
		if err != nil {
			return err
		}
		shared.admin = admin
	}
	_, err := shared.admin.Exec(ctx, statement)
	return err
}
