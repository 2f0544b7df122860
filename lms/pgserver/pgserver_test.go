package pgserver_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"vatra/lms/pgserver"
)

// holder is the environment variable that turns this test binary into a program that only holds a server.
const holder = "VATRA_TEST_HOLD_CLUSTER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(holder); dir != "" {
		hold(dir)
		return
	}
	code := m.Run()
	_ = os.RemoveAll(template.room)
	os.Exit(code)
}

// template is a stopped cluster that the tests copy, because to make one takes ten times as long.
var template struct {
	sync.Once
	room string
	err  error
}

func makeTemplate() {
	room, err := os.MkdirTemp("", "vatra-pgserver-")
	if err != nil {
		template.err = err
		return
	}
	template.room = room
	if template.err = os.Chmod(room, 0o755); template.err != nil {
		return
	}
	server, err := pgserver.Start(context.Background(), pgserver.Options{Dir: filepath.Join(room, "postgres")})
	if err != nil {
		template.err = err
		return
	}
	template.err = server.Stop()
}

// hold runs a server until it is killed.
func hold(dir string) {
	server, err := pgserver.Start(context.Background(), pgserver.Options{Dir: dir})
	if err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	fmt.Println("up:", server.URL())
	time.Sleep(time.Minute)
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

// cluster is such a folder with a stopped cluster in it.
func cluster(t *testing.T) string {
	t.Helper()
	template.Do(makeTemplate)
	if template.err != nil {
		t.Fatal(template.err)
	}
	dir := folder(t)
	from := filepath.Join(template.room, "postgres")
	if output, err := exec.Command("cp", "-a", from, dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	return dir
}

func start(t *testing.T, dir string) *pgserver.Server {
	t.Helper()
	server, err := pgserver.Start(t.Context(), pgserver.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func exec1(t *testing.T, url, statement string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

func TestDataSurvivesStopAndStart(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	server := start(t, dir)
	exec1(t, server.URL(), "CREATE TABLE kept (n int)")
	if err := server.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	exec1(t, server.URL(), "INSERT INTO kept VALUES (1)")
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	server = start(t, dir)
	exec1(t, server.URL(), "SELECT 1 / count(*) FROM kept")
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
}

func TestSecondServerOnTheSameFolderIsRefused(t *testing.T) {
	t.Parallel()
	dir := cluster(t)
	server := start(t, dir)
	defer server.Stop() //nolint:errcheck // the folder goes with the test
	_, err := pgserver.Start(t.Context(), pgserver.Options{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "another server") {
		t.Fatalf("got %v", err)
	}
	exec1(t, server.URL(), "SELECT 1")
}

func TestKilledProgramLeavesNothingInTheWay(t *testing.T) {
	t.Parallel()
	dir := cluster(t)
	program := exec.Command(os.Args[0])
	program.Env = append(os.Environ(), holder+"="+dir)
	output, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(output).ReadString('\n')
	url, up := strings.CutPrefix(strings.TrimSpace(line), "up: ")
	if err != nil || !up {
		t.Fatalf("%s %v", line, err)
	}
	exec1(t, url, "CREATE TABLE committed (n int)")
	if err := program.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = program.Wait()
	server := start(t, dir)
	exec1(t, server.URL(), "SELECT * FROM committed")
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
}

func TestStaleLockFileOfAnotherProgramIsTakenAway(t *testing.T) {
	t.Parallel()
	dir := cluster(t)
	// After a power cut the number in the lock file may belong to any program: here, to this test.
	stale := fmt.Sprintf("%d\n%s\n1\n5432\n/nowhere\n\n", os.Getpid(), dir)
	if err := os.WriteFile(filepath.Join(dir, "postmaster.pid"), []byte(stale), 0o600); err != nil {
		t.Fatal(err)
	}
	server := start(t, dir)
	exec1(t, server.URL(), "SELECT 1")
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
}

func TestFallenServerIsStartedAgain(t *testing.T) {
	t.Parallel()
	dir := cluster(t)
	server := start(t, dir)
	defer server.Stop() //nolint:errcheck // the folder goes with the test
	text, err := os.ReadFile(filepath.Join(dir, "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	var pid int
	if _, err := fmt.Sscan(string(text), &pid); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if conn, err := pgx.Connect(t.Context(), server.URL()); err == nil {
			_ = conn.Close(t.Context())
			if now, err := os.ReadFile(filepath.Join(dir, "postmaster.pid")); err == nil && string(now) != string(text) {
				return
			}
		}
	}
	t.Fatal("the server stayed down")
}

func TestServerStoppedOnPurposeIsNotTakenForFallen(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	server, err := pgserver.Start(t.Context(), pgserver.Options{Dir: cluster(t), Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	for range 8 {
		if err := server.Restart(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if err := server.Stop(); err != nil {
		t.Error(err)
	}
	if log.Len() > 0 {
		t.Errorf("the log speaks of a fall:\n%s", &log)
	}
}

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
