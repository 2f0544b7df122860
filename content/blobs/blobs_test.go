package blobs_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"vatra/content/blobs"
	"vatra/lms/fault"
)

// TestFolder holds the folder to the rules of a store, as TestMinIO holds a real server to the same.
func TestFolder(t *testing.T) {
	t.Parallel()
	testBlobStore(t, func(t *testing.T) blobs.Store { return openFolder(t, t.TempDir()) })
	testFolder(t)
}

// testBlobStore is the conformance test of a store. open gives an empty one.
func testBlobStore(t *testing.T, open func(t *testing.T) blobs.Store) {
	for name, test := range map[string]func(t *testing.T, store blobs.Store){
		"what is put can be read":           testPutAndGet,
		"ranges":                            testRanges,
		"nothing is an object too":          testEmptyObject,
		"the same content is kept once":     testSameContent,
		"many put the same at once":         testPutAtOnce,
		"what is missing is not found":      testMissing,
		"a broken upload leaves nothing":    testBrokenUpload,
		"the list is whole and in order":    testList,
		"a stopped caller stops the upload": testStoppedUpload,
		"a large object":                    testLargeObject,
		"it answers when asked":             testPing,
		"a disk that is full":               testFullDisk,
		"what is staged is kept once more":  testStaged,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

func testPutAndGet(t *testing.T, store blobs.Store) {
	data := []byte("Bună ziua, vatră!")
	blob := put(t, store, data)
	sum := sha256.Sum256(data)
	if want := (blobs.Blob{SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data))}); blob != want {
		t.Fatalf("put gave %+v, want %+v", blob, want)
	}
	if got := get(t, store, blob.SHA256, 0, blobs.ToEnd); !bytes.Equal(got, data) {
		t.Fatalf("read %q", got)
	}
	if stat, err := store.Stat(t.Context(), blob.SHA256); err != nil || stat != blob {
		t.Fatalf("stat gave %+v, %v", stat, err)
	}
	if err := store.Delete(t.Context(), blob.SHA256); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Stat(t.Context(), blob.SHA256); !fault.Is(err, fault.NotFound) {
		t.Fatalf("deleted, but stat gave %v", err)
	}
}

func testRanges(t *testing.T, store blobs.Store) {
	data := []byte("0123456789")
	blob := put(t, store, data)
	for _, test := range []struct {
		offset, length int64
		want           string
	}{
		{0, blobs.ToEnd, "0123456789"},
		{0, 0, ""},
		{0, 1, "0"},
		{0, 10, "0123456789"},
		{0, 11, "0123456789"},
		{0, math.MaxInt64, "0123456789"},
		{3, 4, "3456"},
		{3, blobs.ToEnd, "3456789"},
		{3, math.MaxInt64, "3456789"},
		{9, blobs.ToEnd, "9"},
		{9, 5, "9"},
		{9, 0, ""},
		{10, blobs.ToEnd, ""},
		{10, 1, ""},
		{1000, blobs.ToEnd, ""},
		{1000, 5, ""},
	} {
		if got := get(t, store, blob.SHA256, test.offset, test.length); string(got) != test.want {
			t.Errorf("from %d, %d bytes: %q, want %q", test.offset, test.length, got, test.want)
		}
	}
}

func testEmptyObject(t *testing.T, store blobs.Store) {
	blob := put(t, store, nil)
	if blob.Size != 0 {
		t.Fatalf("size %d", blob.Size)
	}
	for _, length := range []int64{blobs.ToEnd, 0, 5} {
		if got := get(t, store, blob.SHA256, 0, length); len(got) != 0 {
			t.Errorf("read %q", got)
		}
	}
}

func testSameContent(t *testing.T, store blobs.Store) {
	first, second := put(t, store, []byte("same")), put(t, store, []byte("same"))
	if first != second {
		t.Fatalf("%+v and %+v", first, second)
	}
	if listed := list(t, store); len(listed) != 1 {
		t.Fatalf("kept %d times", len(listed))
	}
}

func testPutAtOnce(t *testing.T, store blobs.Store) {
	data := bytes.Repeat([]byte("at once "), 10_000)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := store.Put(t.Context(), bytes.NewReader(data), "text/plain"); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	listed := list(t, store)
	if len(listed) != 1 || !bytes.Equal(get(t, store, listed[0].SHA256, 0, blobs.ToEnd), data) {
		t.Fatalf("kept %v", listed)
	}
}

// testStaged has the object cleared away between staging and keeping, as whoever collects garbage may.
func testStaged(t *testing.T, store blobs.Store) {
	staged, err := store.Stage(t.Context(), strings.NewReader("on its way"), "text/plain")
	if err != nil {
		t.Fatal(err)
	}
	defer staged.Discard()
	if listed := list(t, store); len(listed) != 0 {
		t.Errorf("before it is kept there is %v", listed)
	}
	for range 2 {
		if err := staged.Keep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := get(t, store, staged.SHA256, 0, blobs.ToEnd); string(got) != "on its way" {
			t.Errorf("kept is %q", got)
		}
		if err := store.Delete(t.Context(), staged.SHA256); err != nil {
			t.Fatal(err)
		}
	}
}

func testMissing(t *testing.T, store blobs.Store) {
	sum := sha256.Sum256([]byte("nobody put this"))
	for _, address := range []string{
		hex.EncodeToString(sum[:]), "", "abc", "../../../../etc/passwd", strings.Repeat("A", 64), strings.Repeat("../", 21) + "x",
	} {
		for _, length := range []int64{blobs.ToEnd, 0, 1} {
			if _, err := store.Get(t.Context(), address, 0, length); !fault.Is(err, fault.NotFound) {
				t.Errorf("get of %q gave %v", address, err)
			}
		}
		if _, err := store.Stat(t.Context(), address); !fault.Is(err, fault.NotFound) {
			t.Errorf("stat of %q gave %v", address, err)
		}
		if err := store.Delete(t.Context(), address); err != nil {
			t.Errorf("delete of %q gave %v", address, err)
		}
	}
}

func testBrokenUpload(t *testing.T, store blobs.Store) {
	lost := errors.New("line lost")
	half := io.MultiReader(strings.NewReader("half of it"), iotest.ErrReader(lost))
	if _, err := store.Put(t.Context(), half, "text/plain"); !errors.Is(err, lost) {
		t.Fatalf("put gave %v", err)
	}
	if listed := list(t, store); len(listed) != 0 {
		t.Fatalf("kept %v", listed)
	}
}

func testList(t *testing.T, store blobs.Store) {
	var want []blobs.Blob
	for i := range 25 {
		want = append(want, put(t, store, []byte(fmt.Sprint("object ", i))))
	}
	slices.SortFunc(want, func(a, b blobs.Blob) int { return strings.Compare(a.SHA256, b.SHA256) })
	if got := list(t, store); !slices.Equal(got, want) {
		t.Fatalf("listed %v, want %v", got, want)
	}
	for entry, err := range store.List(t.Context(), want[9].SHA256) { // a caller that has seen enough may stop
		if err != nil || entry.Blob != want[10] || time.Since(entry.Changed).Abs() > time.Hour {
			t.Fatalf("past the tenth comes %v, %v", entry, err)
		}
		break
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	var failed error
	for _, err := range store.List(stopped, "") {
		failed = errors.Join(failed, err)
	}
	if failed == nil {
		t.Fatal("a list that was stopped looks whole")
	}
}

func testStoppedUpload(t *testing.T, store blobs.Store) {
	ctx, stop := context.WithCancel(t.Context())
	endless := io.MultiReader(strings.NewReader("begin"), readerFunc(func(p []byte) (int, error) {
		stop()
		return len(p), nil
	}))
	if _, err := store.Put(ctx, endless, "text/plain"); !errors.Is(err, context.Canceled) {
		t.Fatalf("put gave %v", err)
	}
}

// testLargeObject is larger than any buffer on the way.
func testLargeObject(t *testing.T, store blobs.Store) {
	data := make([]byte, 20<<20)
	for i := range data {
		data[i] = byte(i * i >> 7)
	}
	blob := put(t, store, data)
	if got := get(t, store, blob.SHA256, 0, blobs.ToEnd); !bytes.Equal(got, data) {
		t.Fatal("the object came back changed")
	}
	if got := get(t, store, blob.SHA256, 19<<20, 100); !bytes.Equal(got, data[19<<20:19<<20+100]) {
		t.Fatal("the range is another")
	}
}

func testPing(t *testing.T, store blobs.Store) {
	if err := store.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// testFolder is what only a folder can show.
func testFolder(t *testing.T) {
	testHealing(t)
	t.Run("objects lie where their address says", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		blob := put(t, openFolder(t, dir), []byte("found by hand"))
		if data, err := os.ReadFile(filepath.Join(dir, blob.SHA256[:2], blob.SHA256)); err != nil || string(data) != "found by hand" {
			t.Fatalf("%q, %v", data, err)
		}
	})
	t.Run("it outlives its process", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		blob := put(t, openFolder(t, dir), []byte("kept"))
		if got := get(t, openFolder(t, dir), blob.SHA256, 0, blobs.ToEnd); string(got) != "kept" {
			t.Fatalf("read %q", got)
		}
	})
	t.Run("what a crash left is cleared, what is being written is not", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		openFolder(t, dir)
		old, fresh := filepath.Join(dir, ".uploads", "put-old"), filepath.Join(dir, ".uploads", "put-fresh")
		for _, name := range []string{old, fresh} {
			if err := os.WriteFile(name, []byte("half"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chtimes(old, time.Time{}, time.Now().Add(-48*time.Hour)); err != nil {
			t.Fatal(err)
		}
		openFolder(t, dir)
		if _, err := os.Stat(old); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the old one is still there: %v", err)
		}
		if _, err := os.Stat(fresh); err != nil {
			t.Errorf("the fresh one is gone: %v", err)
		}
	})
	t.Run("a folder that is gone is unavailable", func(t *testing.T) {
		t.Parallel()
		dir := filepath.Join(t.TempDir(), "blobs")
		store := openFolder(t, dir)
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		if err := store.Ping(t.Context()); !fault.Is(err, fault.Unavailable) {
			t.Fatalf("ping gave %v", err)
		}
	})
	t.Run("files of others are told apart", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		store := openFolder(t, dir)
		blob := put(t, store, []byte("ours"))
		misplaced := strings.Repeat("0", 63) + "1"
		want := []string{"notes.txt", filepath.Join(blob.SHA256[:2], "notes.txt"), filepath.Join(blob.SHA256[:2], misplaced)}
		for _, name := range want {
			if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if listed := list(t, store); len(listed) != 1 {
			t.Fatalf("listed %v", listed)
		}
		var foreign []string
		for _, entry := range entries(t, store) {
			if entry.SHA256 == "" {
				foreign = append(foreign, entry.Key)
			}
		}
		slices.Sort(want)
		slices.Sort(foreign)
		if !slices.Equal(foreign, want) {
			t.Errorf("foreign are %q, want %q", foreign, want)
		}
	})
}

func put(t *testing.T, store blobs.Store, data []byte) blobs.Blob {
	t.Helper()
	blob, err := store.Put(t.Context(), bytes.NewReader(data), "application/octet-stream")
	if err != nil {
		t.Fatal(err)
	}
	return blob
}

func get(t *testing.T, store blobs.Store, sum string, offset, length int64) []byte {
	t.Helper()
	r, err := store.Get(t.Context(), sum, offset, length)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	return data
}

func list(t *testing.T, store blobs.Store) []blobs.Blob {
	t.Helper()
	var objects []blobs.Blob
	for _, entry := range entries(t, store) {
		if entry.SHA256 != "" {
			objects = append(objects, entry.Blob)
		}
	}
	return objects
}

func entries(t *testing.T, store blobs.Store) []blobs.Entry {
	t.Helper()
	var all []blobs.Entry
	for entry, err := range store.List(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, entry)
	}
	return all
}

func openFolder(t *testing.T, dir string) *blobs.Folder {
	t.Helper()
	store, err := blobs.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
