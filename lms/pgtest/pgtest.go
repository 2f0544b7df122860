// Package pgtest gives every test a fresh, migrated PostgreSQL database in milliseconds: one private server a test
// binary, copied from one that was made and migrated before, and in it a copy of the template for each test. Without PostgreSQL on the machine the tests fail and say how to
// get it; they never skip.
//
//	func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"vatra/lms/pg"
	"vatra/lms/pgserver"
)

const folders = "vatra-pgtest-"

// cluster is the test binary's server; Main owns it.
var cluster struct {
	sync.Mutex
	dir     string
	server  *pgserver.Server
	err     error
	admin   *pgx.Conn // makes and drops the databases; one at a time uses it
	created int
}

// Main runs the tests and takes the server away after them.
func Main(m *testing.M) int {
	defer func() {
		if cluster.server != nil {
			if err := cluster.server.Stop(); err != nil {
				fmt.Fprintln(os.Stderr, "stopping the test database:", err)
			}
		}
		if cluster.dir != "" {
			_ = os.RemoveAll(cluster.dir)
		}
	}()
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
	cluster.Lock()
	defer cluster.Unlock()
	server, err := start()
	if err != nil {
		t.Fatalf("these tests need a real PostgreSQL: %v", err)
	}
	cluster.created++
	name := fmt.Sprintf("test_%d", cluster.created)
	if err := tell(t.Context(), "CREATE DATABASE "+name+" TEMPLATE vatra STRATEGY file_copy"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		cluster.Lock()
		defer cluster.Unlock()
		if err := tell(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			t.Log(err)
		}
	})
	return strings.Replace(server.URL(), "dbname=vatra", "dbname="+name, 1)
}

// tell runs a statement outside of every test's database. All tests share the one connection, because a connection is a
// process of PostgreSQL's and costs more than what is said on it. Its caller holds the lock.
func tell(ctx context.Context, statement string) error {
	if cluster.admin == nil || cluster.admin.IsClosed() {
		admin, err := pgx.Connect(ctx, strings.Replace(cluster.server.URL(), "dbname=vatra", "dbname=postgres", 1))
		if err != nil {
			return err
		}
		cluster.admin = admin
	}
	_, err := cluster.admin.Exec(ctx, statement)
	return err
}

// start starts the server with the migrated template in it, once a test binary. Its caller holds the lock.
func start() (*pgserver.Server, error) {
	if cluster.server == nil && cluster.err == nil {
		cluster.server, cluster.err = startFresh()
	}
	return cluster.server, cluster.err
}

func startFresh() (*pgserver.Server, error) {
	sweep()
	dir, err := os.MkdirTemp(home(), folders)
	if err != nil {
		return nil, err
	}
	cluster.dir = dir
	if err := os.Chmod(dir, 0o755); err != nil { // PostgreSQL may run as another user
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), making)
	defer cancel()
	if err := copyPresent(ctx, filepath.Join(dir, "cluster")); err != nil {
		return nil, err
	}
	return pgserver.Start(ctx, pgserver.Options{Dir: filepath.Join(dir, "cluster"), Disposable: true})
}

// home is where clusters live: in memory where there is enough of it, since making a database is making three hundred
// files, which was measured at 15 ms there and at 200 ms on a disk.
func home() string {
	const memory, enough = "/dev/shm", 1 << 30
	var room syscall.Statfs_t
	if syscall.Statfs(memory, &room) == nil && room.Bavail*uint64(room.Bsize) >= enough &&
		syscall.Access(memory, 2) == nil { // W_OK
		return memory
	}
	return os.TempDir()
}

// sweep removes what test binaries that were killed left behind: a folder whose locks nobody holds.
func sweep() {
	left, err := filepath.Glob(filepath.Join(home(), folders+"*"))
	if err != nil {
		return
	}
	for _, dir := range left {
		if free(filepath.Join(dir, "cluster.lock")) && free(filepath.Join(dir, makingLock)) {
			_ = os.RemoveAll(dir)
		}
	}
}

// free reports whether nobody holds the lock. A cluster without its lock is only about to begin, so that counts as held.
func free(path string) bool {
	file, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if err != nil {
		return filepath.Base(path) == makingLock && errors.Is(err, os.ErrNotExist)
	}
	defer file.Close()
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}
