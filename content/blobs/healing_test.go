package blobs_test

import (
	"os"
	"path/filepath"
	"testing"

	"vatra/content/blobs"
)

// testHealing has objects damaged under the store, and put again.
func testHealing(t *testing.T) {
	t.Run("an object that was cut short is mended", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		store := openFolder(t, dir)
		blob := put(t, store, []byte("all of it"))
		if err := os.Truncate(filepath.Join(dir, blob.SHA256[:2], blob.SHA256), 3); err != nil {
			t.Fatal(err)
		}
		put(t, store, []byte("all of it"))
		if got := get(t, store, blob.SHA256, 0, blobs.ToEnd); string(got) != "all of it" {
			t.Fatalf("read %q", got)
		}
	})
	t.Run("an object that was damaged is mended", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		store := openFolder(t, dir)
		blob := put(t, store, []byte("all of it"))
		if err := os.WriteFile(filepath.Join(dir, blob.SHA256[:2], blob.SHA256), []byte("ill of it"), 0o600); err != nil {
			t.Fatal(err)
		}
		put(t, store, []byte("all of it"))
		if got := get(t, store, blob.SHA256, 0, blobs.ToEnd); string(got) != "all of it" {
			t.Fatalf("read %q", got)
		}
	})
}
