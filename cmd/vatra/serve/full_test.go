//go:build whole

package serve_test

import (
	"net/http"
	"testing"

	"golang.org/x/sys/unix"

	"vatra/lms/pgtest"
)

// TestAServerWhoseDiskIsFull may write no byte more into any file (RLIMIT_FSIZE): it says so, and serves on.
func TestAServerWhoseDiskIsFull(t *testing.T) {
	t.Parallel()
	p := start(t, settings{Addr: "127.0.0.1:0", Data: folder(t), DatabaseURL: pgtest.URL(t), Secret: secret})
	limit := func(bytes uint64) {
		t.Helper()
		if err := unix.Prlimit(p.cmd.Process.Pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: bytes, Max: unix.RLIM_INFINITY}, nil); err != nil {
			t.Fatal(err)
		}
	}
	limit(0)
	for path, want := range map[string]int{
		"/readyz": http.StatusServiceUnavailable, "/healthz": http.StatusOK, "/courses": http.StatusOK, "/login": http.StatusOK,
	} {
		if status, body := get(t, "http://"+p.addr+path); status != want {
			t.Errorf("%s answers %d: %s", path, status, body)
		}
	}
	limit(unix.RLIM_INFINITY)
	if status, body := get(t, "http://"+p.addr+"/readyz"); status != http.StatusOK {
		t.Errorf("with room again it answers %d: %s", status, body)
	}
}
