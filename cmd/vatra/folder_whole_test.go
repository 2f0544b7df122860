//go:build whole

package main

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// serving runs the server on the data folder until the test ends.
func serving(t *testing.T, environment []string) {
	t.Helper()
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve"}, environment, console{out: in, err: t.Output()})
		_ = in.Close()
	}()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != 0 {
			t.Errorf("the server ended with %d", code)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "Vatra is at ") {
		t.Fatalf("the server does not start: %q %v", line, err)
	}
}

// TestCommandsWorkBesideAServer whose data folder has too long a name for a socket beside it. An import is one more program
// that has to find the database.
func TestCommandsWorkBesideAServer(t *testing.T) {
	t.Parallel()
	data := filepath.Join(room(t), strings.Repeat("long", 25), "data")
	at := terminal{t, []string{"VATRA_ADDR=127.0.0.1:0", "VATRA_DATA=" + data}}
	serving(t, at.environment)
	course := filepath.Join(t.TempDir(), "course")
	town(t, course, "hall")
	at.must("", "it became version 1 of town", "import", course)
	at.must("patru cai albi pe deal\n", "ana@example.org can log in", "user", "add", "ana@example.org", "Ana Pop")
}

// TestOperatorWorksOnAFolder starts and stops a private PostgreSQL for each command, on a machine where no server runs.
func TestOperatorWorksOnAFolder(t *testing.T) {
	t.Parallel()
	at := terminal{t, []string{"VATRA_DATA=" + filepath.Join(room(t), "data")}}
	at.must("", "applied ", "migrate", "up")
	at.must("patru cai albi pe deal\n", "ana@example.org can log in as trainer",
		"user", "add", "Ana@example.org", "Ana Pop", "--role", "trainer")
	at.must("", "ana@example.org is now administrator", "user", "role", "ana@example.org", "administrator")
}

// room is a folder that PostgreSQL can enter also when the tests run as root.
func room(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "vatra-operator-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}
