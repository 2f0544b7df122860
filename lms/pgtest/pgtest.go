// Package pgtest gives every test a fresh, migrated PostgreSQL database in milliseconds: one private server a test
// binary, one template, and a copy of it for each test. Without PostgreSQL on the machine the tests fail and say how to
// get it; they never skip.
//
//	func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }
package pgtest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"vatra/lms/pg"
	"vatra/lms/pgserver"
	"vatra/migrations"
)

const folders = "vatra-pgtest-"

// cluster is the test binary's server; Main owns it.
var cluster struct {
	sync.Mutex
	dir     string
	server  *pgserver.Server
	err     error
	created atomic.Int64
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
	server, err := start()
	if err != nil {
		t.Fatalf("these tests need a real PostgreSQL: %v", err)
	}
	name := fmt.Sprintf("test_%d", cluster.created.Add(1))
	admin := asAdmin(t, server)
	if _, err := admin.Exec(t.Context(), "CREATE DATABASE "+name+" TEMPLATE vatra STRATEGY file_copy"); err != nil {
		t.Fatal(err)
	}
	_ = admin.Close(t.Context())
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		conn, err := pgx.Connect(ctx, adminURL(server))
		if err != nil {
			return // a test may have stopped the server
		}
		_, _ = conn.Exec(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
		_ = conn.Close(ctx)
	})
	return strings.Replace(server.URL(), "dbname=vatra", "dbname="+name, 1)
}

func asAdmin(t testing.TB, server *pgserver.Server) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), adminURL(server))
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func adminURL(server *pgserver.Server) string {
	return strings.Replace(server.URL(), "dbname=vatra", "dbname=postgres", 1)
}

// start starts the server and migrates the template, once a test binary.
func start() (*pgserver.Server, error) {
	cluster.Lock()
	defer cluster.Unlock()
	if cluster.server != nil || cluster.err != nil {
		return cluster.server, cluster.err
	}
	cluster.server, cluster.err = startFresh()
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
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	server, err := pgserver.Start(ctx, pgserver.Options{Dir: filepath.Join(dir, "cluster"), Disposable: true})
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, server.URL()); err != nil {
		_ = server.Stop()
		return nil, err
	}
	return server, nil
}

func migrate(ctx context.Context, url string) error {
	db, err := pg.Open(ctx, url)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = migrations.Up(ctx, db.DB, db.Pool)
	return err
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

// sweep removes what test binaries that were killed left behind: a folder whose lock nobody holds.
func sweep() {
	left, err := filepath.Glob(filepath.Join(home(), folders+"*"))
	if err != nil {
		return
	}
	for _, dir := range left {
		lock, err := os.OpenFile(filepath.Join(dir, "cluster.lock"), os.O_RDWR, 0)
		if err != nil {
			continue
		}
		if syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			_ = os.RemoveAll(dir)
		}
		_ = lock.Close()
	}
}
