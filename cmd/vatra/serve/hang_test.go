//go:build whole

package serve_test

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"vatra/cmd/vatra/serve"
)

// signalDatabase sends a signal to every process of the PostgreSQL on the folder.
func signalDatabase(t *testing.T, dir string, signal syscall.Signal) {
	t.Helper()
	links, err := filepath.Glob("/proc/[0-9]*/cwd")
	if err != nil {
		t.Fatal(err)
	}
	signalled := 0
	for _, link := range links {
		if works, err := os.Readlink(link); err != nil || works != dir {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(link)))
		if err != nil {
			t.Fatal(err)
		}
		if syscall.Kill(pid, signal) == nil {
			signalled++
		}
	}
	if signalled == 0 {
		t.Fatalf("no PostgreSQL works in %s", dir)
	}
}

// TestADatabaseThatHangs stops every process of it, so that nothing answers and no connection breaks.
func TestADatabaseThatHangs(t *testing.T) {
	t.Parallel()
	s := run(t, serve.Config{})
	dir := filepath.Join(s.data, "postgres")
	if status, _ := get(t, s.BaseURL+"/courses"); status != http.StatusOK {
		t.Fatalf("the catalogue answers %d", status)
	}
	signalDatabase(t, dir, syscall.SIGSTOP)
	t.Cleanup(func() { signalDatabase(t, dir, syscall.SIGCONT) })
	answers := make(chan int)
	const many = 20 // more than the pool has connections
	for range many {
		go func() {
			answer, err := http.Get(s.BaseURL + "/courses")
			if err != nil {
				answers <- 0
				return
			}
			_ = answer.Body.Close()
			answers <- answer.StatusCode
		}()
	}
	for range many {
		if status := <-answers; status != http.StatusServiceUnavailable {
			t.Errorf("while the database hangs the catalogue answers %d", status)
		}
	}
	if status, _ := get(t, s.BaseURL+"/healthz"); status != http.StatusOK {
		t.Errorf("the server does not say that it lives: %d", status)
	}
	signalDatabase(t, dir, syscall.SIGCONT)
	for status := 0; status != http.StatusOK; {
		status, _ = get(t, s.BaseURL+"/courses")
	}
}

// TestMoreConnectionsThanTheProcessMayOpen leaves the program a few descriptors and takes far more connections.
func TestMoreConnectionsThanTheProcessMayOpen(t *testing.T) {
	t.Parallel()
	data := prepared(t)
	p := start(t, settings{Addr: "127.0.0.1:0", Data: data, Secret: secret})
	open, err := os.ReadDir("/proc/" + strconv.Itoa(p.cmd.Process.Pid) + "/fd")
	if err != nil {
		t.Fatal(err)
	}
	few := uint64(len(open) + 40)
	if err := unix.Prlimit(p.cmd.Process.Pid, unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: few, Max: few}, nil); err != nil {
		t.Fatal(err)
	}
	for range 300 {
		conn, err := net.Dial("tcp", p.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
	}
	for range 20 {
		if status, body := get(t, "http://"+p.addr+"/courses"); status != http.StatusOK || !strings.Contains(body, "<h1") {
			t.Fatalf("beside 300 idle connections the catalogue answers %d", status)
		}
	}
}
