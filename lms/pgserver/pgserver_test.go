//go:build whole

package pgserver_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
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

// TestAnotherProgramFindsTheServer also where its socket cannot stand beside the folder, whose name is too long.
func TestAnotherProgramFindsTheServer(t *testing.T) {
	t.Parallel()
	for name, long := range map[string]int{"short": 1, "long": 120} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(filepath.Dir(folder(t)), strings.Repeat("x", long), "postgres")
			if url, runs := pgserver.Beside(dir); runs {
				t.Errorf("before one runs it is at %s", url)
			}
			server := start(t, dir)
			url, runs := pgserver.Beside(dir)
			if !runs || url != server.URL() {
				t.Errorf("it is at %s and not at %q", server.URL(), url)
			}
			exec1(t, url, "SELECT 1")
			if err := server.Stop(); err != nil {
				t.Fatal(err)
			}
			if url, runs := pgserver.Beside(dir); runs {
				t.Errorf("after it has stopped it is at %s", url)
			}
		})
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

// held is a program that has a server.
type held struct {
	program *exec.Cmd
	url     string
}

func holding(t *testing.T, dir string) held {
	t.Helper()
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
	return held{program, url}
}

func (h held) kill() {
	_ = h.program.Process.Kill()
	_ = h.program.Wait()
}

func TestKilledProgramLeavesNothingInTheWay(t *testing.T) {
	t.Parallel()
	dir := cluster(t)
	program := holding(t, dir)
	exec1(t, program.url, "CREATE TABLE committed (n int)")
	program.kill()
	server := start(t, dir)
	exec1(t, server.URL(), "SELECT * FROM committed")
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
}

func TestStaleLockFilesOfAnotherProgramAreTakenAway(t *testing.T) {
	t.Parallel()
	dir := cluster(t)
	if err := os.MkdirAll(dir+".run", 0o755); err != nil {
		t.Fatal(err)
	}
	// After a power cut the number in a lock file may belong to any program: here, to this test.
	stale := fmt.Sprintf("%d\n%s\n1\n5432\n%s.run\n\n", os.Getpid(), dir, dir)
	for _, name := range []string{dir + "/postmaster.pid", dir + ".run/.s.PGSQL.5432.lock", dir + ".run/.s.PGSQL.5432"} {
		if err := os.WriteFile(name, []byte(stale), 0o644); err != nil { // PostgreSQL, another user, has to read them
			t.Fatal(err)
		}
	}
	server := start(t, dir)
	exec1(t, server.URL(), "SELECT 1")
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
}

// TestBackendsThatOutliveTheirPostmasterAreEndedFirst kills program and postmaster while a backend is at work: a second
// postmaster beside it would ruin the data.
func TestBackendsThatOutliveTheirPostmasterAreEndedFirst(t *testing.T) {
	t.Parallel()
	dir := cluster(t)
	first := holding(t, dir)
	conn, err := pgx.Connect(t.Context(), first.url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	backend := int(conn.PgConn().PID())
	busy := make(chan error, 1)
	go func() {
		// Counting does not look up for a postmaster that has gone.
		_, err := conn.Exec(context.Background(), "SELECT count(*) FROM generate_series(1, 1000000000) a WHERE a % 7 = 3")
		busy <- err
	}()
	text, err := os.ReadFile(filepath.Join(dir, "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	var postmaster int
	if _, err := fmt.Sscan(string(text), &postmaster); err != nil {
		t.Fatal(err)
	}
	for state := ""; state != "active"; { // until it counts
		other, err := pgx.Connect(t.Context(), first.url)
		if err != nil {
			t.Fatal(err)
		}
		err = other.QueryRow(t.Context(), "SELECT state FROM pg_stat_activity WHERE pid = $1", backend).Scan(&state)
		_ = other.Close(t.Context())
		if err != nil {
			t.Fatal(err)
		}
	}
	first.kill()
	if err := syscall.Kill(postmaster, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		t.Fatal(err)
	}
	server := start(t, dir)
	// Whoever has ended and was not yet waited for has no program.
	if program, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", backend)); err == nil {
		t.Errorf("a backend of the server before still runs %s", program)
	}
	if err := <-busy; err == nil {
		t.Error("its work went on to the end")
	}
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
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
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
	server, err := pgserver.Start(t.Context(), pgserver.Options{Dir: cluster(t), Disposable: true, Log: slog.New(slog.NewTextHandler(&log, nil))})
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
