package pack

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vatra/lms/fault"
)

// FuzzArchive: whatever file is called a zip is refused with a fault, or every entry of it is within the limits and can be read to
// its end, under a name that stays inside.
func FuzzArchive(f *testing.F) {
	for _, names := range [][]string{{"a.md"}, {"course/a.md", "course/b/c.png"}, {`course\a.md`}, {"../a"}, {"A: first.md", "ș.md"}} {
		var packed bytes.Buffer
		archive := zip.NewWriter(&packed)
		for _, name := range names {
			if w, err := archive.Create(name); err != nil {
				f.Fatal(err)
			} else if _, err := io.WriteString(w, strings.Repeat("text ", 50)); err != nil {
				f.Fatal(err)
			}
		}
		if err := archive.Close(); err != nil {
			f.Fatal(err)
		}
		f.Add(packed.Bytes())
	}
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	limits := archiveLimits{entries: 50, total: 1 << 20, ratio: 200, unrated: 1 << 10, directory: 1 << 16}
	f.Fuzz(func(t *testing.T, data []byte) {
		name := filepath.Join(t.TempDir(), "a.zip")
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		a, err := openArchive(t.Context(), name, limits)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("not told to the author: %v", err)
			}
			return
		}
		defer func() { _ = a.Close() }()
		var total int64
		for _, e := range a.entries {
			read, err := e.Read()
			if err != nil || int64(len(read)) != e.Size || !filepath.IsLocal(e.Path) {
				t.Fatalf("%q of %d bytes gave %d, %v", e.Path, e.Size, len(read), err)
			}
			total += e.Size
		}
		if len(a.entries) > limits.entries || total > limits.total {
			t.Fatalf("%d entries of %d bytes", len(a.entries), total)
		}
	})
}
