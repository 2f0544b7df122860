package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"vatra/lms/pg"
	"vatra/lms/pgserver"
	"vatra/migrations"
)

const (
	making     = 2 * time.Minute // that the making of a cluster may take
	makingLock = "making.lock"
)

// Cluster puts a stopped cluster with the whole schema at dir, for a test that starts a PostgreSQL of its own there and
// is not about the making of one.
func Cluster(t testing.TB, dir string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), making)
	defer cancel()
	if err := copyPresent(ctx, dir); err != nil {
		t.Fatalf("these tests need a real PostgreSQL: %v", err)
	}
}

// copyPresent is copyTemplate with today's template and the module's cache.
func copyPresent(ctx context.Context, dir string) error {
	cache, err := moduleFile(".cache")
	if err != nil {
		return err
	}
	recipe, err := present()
	if err != nil {
		return err
	}
	return copyTemplate(ctx, cache, recipe, dir, makeCluster)
}

// copyTemplate puts a cluster with the whole schema at dir. To make one takes seconds and to copy one a fraction, so one is
// kept in the folder cache for all test binaries, and made anew when its recipe has changed.
func copyTemplate(
	ctx context.Context, cache, recipe, dir string, maker func(ctx context.Context, dir string) error,
) error {
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return err
	}
	unlock, err := lock(filepath.Join(cache, "postgres.lock"))
	if err != nil {
		return err
	}
	defer unlock()
	kept := filepath.Join(cache, "postgres")
	if known, err := os.ReadFile(filepath.Join(kept, "recipe")); err != nil || string(known) != recipe {
		if err := makeTemplate(ctx, kept, recipe, maker); err != nil {
			return fmt.Errorf("making the template of the test databases: %w", err)
		}
	}
	return copyFolder(ctx, filepath.Join(kept, "cluster"), dir)
}

// present is the recipe of today's template: all that it depends on.
func present() (string, error) {
	schema, err := migrations.Fingerprint()
	if err != nil {
		return "", err
	}
	server, err := pgserver.Recipe(true)
	return schema + "\n" + server, err
}

// makeTemplate makes the cluster beside its place and moves it there whole, so that a run that was killed leaves no half
// of one.
func makeTemplate(
	ctx context.Context, kept, recipe string, maker func(ctx context.Context, dir string) error,
) error {
	room, err := os.MkdirTemp(home(), folders)
	if err != nil {
		return err
	}
	defer os.RemoveAll(room)
	if err := os.Chmod(room, 0o755); err != nil { // PostgreSQL may run as another user
		return err
	}
	// The server's own lock is gone before the copy is made.
	unlock, err := lock(filepath.Join(room, makingLock))
	if err != nil {
		return err
	}
	defer unlock()
	made := filepath.Join(room, "cluster")
	if err := maker(ctx, made); err != nil {
		return err
	}
	draft := kept + ".new"
	if err := errors.Join(os.RemoveAll(draft), os.Mkdir(draft, 0o755)); err != nil {
		return err
	}
	if err := copyFolder(ctx, made, filepath.Join(draft, "cluster")); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(draft, "recipe"), []byte(recipe), 0o644); err != nil {
		return err
	}
	return errors.Join(os.RemoveAll(kept), os.Rename(draft, kept))
}

func makeCluster(ctx context.Context, dir string) error {
	server, err := pgserver.Start(ctx, pgserver.Options{Dir: dir, Disposable: true})
	if err != nil {
		return err
	}
	return errors.Join(prepare(ctx, server.URL()), server.Stop())
}

func prepare(ctx context.Context, url string) error {
	db, err := pg.Open(ctx, url)
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err = migrations.Up(ctx, db.DB, db.Pool); err != nil {
		return err
	}
	// Half of what would be copied for every test binary, and nobody copies it.
	for _, unused := range []string{"template0", "template1"} {
		const free = `UPDATE pg_database SET datistemplate = false WHERE datname = ?`
		if _, err := db.ExecContext(ctx, free, unused); err != nil {
			return err
		}
		if _, err := db.ExecContext(ctx, `DROP DATABASE ?`, bun.Ident(unused)); err != nil {
			return err
		}
	}
	return nil
}

// copyFolder copies with owners and rights: as root, the server runs as another user.
func copyFolder(ctx context.Context, from, to string) error {
	if output, err := exec.CommandContext(ctx, "cp", "-a", from, to).CombinedOutput(); err != nil {
		return fmt.Errorf("copying %s: %w: %s", from, err, bytes.TrimSpace(output))
	}
	return nil
}

// lock keeps other test binaries out until unlock.
func lock(path string) (unlock func(), err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		_ = file.Close()
		return nil, err
	}
	return func() { _ = file.Close() }, nil
}

// moduleFile is a path inside the module that the test belongs to.
func moduleFile(name string) (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, name), nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("there is no go.mod above the test's folder")
		}
		dir = parent
	}
}
