// Package packtest writes packages for tests.
package packtest

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"vatra/lms/fault"
)

// Folder writes a package of the files, by their paths, and gives the place of its folder, which is called my-course.
func Folder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "my-course")
	if err := os.MkdirAll(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(files[name]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Refused asserts that err is an Invalid fault with the key which names the entry, if one is given, as it can be printed.
func Refused(t testing.TB, err error, key, entry string) {
	t.Helper()
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Kind != fault.Invalid || f.Key != key {
		t.Errorf("%q: got %v, want %s", entry, err, key)
		return
	}
	if named := fmt.Sprint(f.Args["Entry"]); entry != "" && named != entry {
		t.Errorf("%s names %q, not %q", key, named, entry)
	}
	if named, ok := f.Args["Entry"].(string); ok && slices.ContainsFunc([]byte(named), func(b byte) bool { return b < ' ' }) {
		t.Errorf("%s names %q, which cannot be printed", key, named)
	}
}
