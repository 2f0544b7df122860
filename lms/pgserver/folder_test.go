package pgserver_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vatra/lms/pgserver"
)

func TestDataOfAnotherMajorVersionIsRefusedWithASentence(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "PG_VERSION"), []byte("9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := pgserver.Start(t.Context(), pgserver.Options{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "was written by PostgreSQL 9") {
		t.Fatalf("got %v", err)
	}
}

func TestFolderThatTheDatabaseCannotEnterIsRefusedWithASentence(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		return // only root hands the database over to another user
	}
	closed := filepath.Dir(folder(t))
	if err := os.Chmod(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	err := pgserver.Reachable(filepath.Join(closed, "postgres"))
	if err == nil || !strings.Contains(err.Error(), closed) || !strings.Contains(err.Error(), "VATRA_DATA") {
		t.Fatalf("got %v", err)
	}
}

// folder is a place that PostgreSQL can enter also when the tests run as root.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "vatra-pgserver-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return filepath.Join(dir, "postgres")
}
