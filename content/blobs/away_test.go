package blobs_test

import (
	"errors"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"vatra/content/blobs"
	"vatra/lms/fault"
)

// little is more than any other test here writes in one file.
const little = 64 << 20

// limiting is held by whoever has changed the limit of this process.
var limiting sync.Mutex

// testFullDisk has a disk that takes no larger file (RLIMIT_FSIZE), on any machine and whoever runs the test.
func testFullDisk(t *testing.T, store blobs.Store) {
	limiting.Lock()
	defer limiting.Unlock()
	signal.Ignore(syscall.SIGXFSZ)
	var before unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	kept := put(t, store, []byte("kept before"))
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: little, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	_, err := store.Put(t.Context(), io.LimitReader(readerFunc(func(p []byte) (int, error) { return len(p), nil }), little+1), "")
	if back := unix.Setrlimit(unix.RLIMIT_FSIZE, &before); back != nil {
		t.Fatal(back)
	}
	if !fault.Is(err, fault.Unavailable) || !blobs.Away(err) || !errors.Is(err, syscall.EFBIG) {
		t.Errorf("an object that finds no room: %v", err)
	}
	if got := get(t, store, kept.SHA256, 0, blobs.ToEnd); string(got) != "kept before" {
		t.Errorf("what was kept before is %q", got)
	}
	if listed := list(t, store); len(listed) != 1 {
		t.Errorf("half an object is left: %v", listed)
	}
	put(t, store, []byte("kept after"))
}

// asNobody runs as somebody to whom modes of files apply, as they do not to root, on this thread alone.
func asNobody(t *testing.T, work func()) {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if os.Geteuid() == 0 {
		const nobody = 65534
		if err := syscall.Setfsuid(nobody); err != nil {
			t.Fatal(err)
		}
		defer syscall.Setfsuid(0) //nolint:errcheck // it never fails for what one was
	}
	work()
}

func TestAFolderThatMayNotBeWrittenIsUnavailable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	store := openFolder(t, dir)
	blob := put(t, store, []byte("to be read"))
	shelf := filepath.Join(dir, blob.SHA256[:2])
	for _, path := range []string{filepath.Dir(dir), filepath.Join(shelf, blob.SHA256), filepath.Join(dir, ".uploads"), shelf, dir} {
		if err := os.Chmod(path, 0o555); err != nil {
			t.Fatal(err)
		}
	}
	asNobody(t, func() {
		if got := get(t, store, blob.SHA256, 0, blobs.ToEnd); string(got) != "to be read" {
			t.Errorf("read %q", got)
		}
		_, stored := store.Put(t.Context(), strings.NewReader("late"), "text/plain")
		for what, err := range map[string]error{
			"put": stored, "delete": store.Delete(t.Context(), blob.SHA256), "ping": store.Ping(t.Context()),
		} {
			if !fault.Is(err, fault.Unavailable) {
				t.Errorf("%s gave %v", what, err)
			}
		}
	})
	if err := os.Chmod(shelf, 0o000); err != nil {
		t.Fatal(err)
	}
	asNobody(t, func() {
		if _, err := store.Get(t.Context(), blob.SHA256, 0, blobs.ToEnd); !fault.Is(err, fault.Unavailable) {
			t.Errorf("get of what may not be read gave %v", err)
		}
	})
	if err := os.Chmod(shelf, 0o755); err != nil {
		t.Fatal(err)
	}
}
