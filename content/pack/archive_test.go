package pack

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"vatra/content/pack/packtest"
	"vatra/lms/fault"
)

// aLesson is enough for a package to have something in it.
var aLesson = zipped{name: "01-start.md", data: "# Start\n\nText.\n"}

func TestArchiveRefusesPathsThatEscape(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"../evil.md", "a/../../evil.md", "a/..", `..\evil.md`, `a\..\..\evil.md`, "../../../../root/.ssh/authorized_keys"} {
		refusedArchive(t, writeZip(t, aLesson, zipped{name: name, data: "x"}), "content.archive_escape", strings.ReplaceAll(name, `\`, "/"))
	}
}

func TestArchiveRefusesAbsolutePaths(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"/etc/passwd", `C:\Windows\x.md`, "c:/x.md", "C:", `\\server\share\x.md`} {
		refusedArchive(t, writeZip(t, aLesson, zipped{name: name, data: "x"}), "content.archive_absolute", strings.ReplaceAll(name, `\`, "/"))
	}
}

func TestArchiveRefusesSymlinks(t *testing.T) {
	t.Parallel()
	refusedArchive(t, writeZip(t, aLesson, zipped{name: "images/map.png", data: "/etc/passwd", mode: fs.ModeSymlink | 0o777}),
		"content.archive_symlink", "images/map.png")

	for _, target := range []string{"/etc/passwd", "../secret.md", "01-start.md"} {
		dir := packtest.Folder(t, map[string]string{"01-start.md": "# Start"})
		if err := os.Symlink(target, filepath.Join(dir, "link.md")); err != nil {
			t.Fatal(err)
		}
		refusedArchive(t, dir, "content.archive_symlink", "link.md")
	}
	dir := packtest.Folder(t, map[string]string{"01-start.md": "# Start"})
	if err := os.Symlink("/etc", filepath.Join(dir, "folder")); err != nil {
		t.Fatal(err)
	}
	refusedArchive(t, dir, "content.archive_symlink", "folder")
}

func TestArchiveRefusesSpecialFiles(t *testing.T) {
	t.Parallel()
	for _, mode := range []fs.FileMode{fs.ModeNamedPipe, fs.ModeDevice, fs.ModeSocket} {
		refusedArchive(t, writeZip(t, aLesson, zipped{name: "pipe.png", mode: mode | 0o666}), "content.archive_special", "pipe.png")
	}
	dir := packtest.Folder(t, map[string]string{"01-start.md": "# Start"})
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.png"), 0o600); err != nil {
		t.Fatal(err)
	}
	refusedArchive(t, dir, "content.archive_special", "pipe.png")
}

func TestArchiveRefusesTwoNamesForOneFile(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"a/map.png", "a/map.png"},
		{"a/map.png", "a//map.png"},
		{"a/map.png", `a\map.png`},
		{"a/map.png", "A/Map.PNG"},
		{"straße.png", "STRASSE.png"},
		{"lecție.md", "lect\u0326ie.md"}, // the accent on the letter, and after it
	} {
		refusedArchive(t, writeZip(t, aLesson, zipped{name: pair[0], data: "1"}, zipped{name: pair[1], data: "2"}), "content.archive_duplicate", "")
	}
	refusedArchive(t, packtest.Folder(t, map[string]string{"map.png": "1", "MAP.png": "2", "1.md": "x"}), "content.archive_duplicate", "map.png")
	refusedArchive(t, packtest.Folder(t, map[string]string{"lecție.md": "1", "lect\u0326ie.md": "2"}), "content.archive_duplicate", "")
}

func TestArchiveRefusesNamesThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a\x00b.md", "a\nb.md", "a\x1b[31mb.md", "\xff\xfe.md", strings.Repeat("long/", 300) + "x.md", "."} {
		refusedArchive(t, writeZip(t, aLesson, zipped{name: name, data: "x"}), "content.archive_name", "")
	}
	refusedArchive(t, packtest.Folder(t, map[string]string{"01-start.md": "x", `a\b.md`: "x"}), "content.archive_name", `a\b.md`)
}

func TestArchiveRefusesEncryption(t *testing.T) {
	t.Parallel()
	refusedArchive(t, writeZip(t, aLesson, zipped{name: "secret.png", data: "x", flags: 1}), "content.archive_encrypted", "secret.png")
}

func TestArchiveRefusesTooManyEntries(t *testing.T) {
	t.Parallel()
	var entries []zipped
	files := map[string]string{}
	for i := range packageLimits.entries + 1 {
		entries = append(entries, zipped{name: fmt.Sprintf("%d.md", i)})
		if i < 10 {
			files[fmt.Sprintf("%d.md", i)] = "x"
		}
	}
	refusedArchive(t, writeZip(t, entries...), "content.archive_too_many", "")

	few := packageLimits
	few.entries = 9
	_, err := openArchive(t.Context(), packtest.Folder(t, files), few)
	packtest.Refused(t, err, "content.archive_too_many", "")
}

func TestArchiveRefusesADirectoryThatFillsTheMemory(t *testing.T) {
	t.Parallel()
	small := packageLimits
	small.directory = 100 << 10
	_, err := openArchive(t.Context(), writeZip(t, aLesson, zipped{name: "b.md", comment: strings.Repeat("x", 60_000)},
		zipped{name: "c.md", comment: strings.Repeat("x", 60_000)}), small)
	packtest.Refused(t, err, "content.archive_too_many", "")
}

func TestArchiveRefusesTooMuchInAll(t *testing.T) {
	t.Parallel()
	small := packageLimits
	small.total = 10
	for _, name := range []string{
		packtest.Folder(t, map[string]string{"1.md": "123456", "2.md": "123456"}),
		writeZip(t, zipped{name: "1.md", data: "123456"}, zipped{name: "2.md", data: "123456"}),
	} {
		_, err := openArchive(t.Context(), name, small)
		packtest.Refused(t, err, "content.archive_too_large", "2.md")
	}
	// A size that no disk has must not count as a small one.
	huge := zipped{name: "huge.png", raw: []byte("x"), size: 1 << 63}
	refusedArchive(t, writeZip(t, aLesson, huge), "content.archive_ratio", "huge.png")
	huge.packed = 1 << 62
	refusedArchive(t, writeZip(t, aLesson, huge), "content.archive_too_large", "huge.png")
}

func TestArchiveRefusesBombs(t *testing.T) {
	t.Parallel()
	refusedArchive(t, writeZip(t, aLesson, zipped{name: "bomb.png", data: strings.Repeat("\x00", 8<<20)}), "content.archive_ratio", "bomb.png")

	// Many entries, each below what is looked at alone.
	var entries []zipped
	for i := range 40 {
		entries = append(entries, zipped{name: fmt.Sprintf("%d.png", i), data: strings.Repeat("\x00", 1<<20)})
	}
	refusedArchive(t, writeZip(t, entries...), "content.archive_ratio", "")
}

func TestArchiveRefusesLiesAboutSizes(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, strings.Repeat("much more than it says ", 1000)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	refusedArchive(t, writeZip(t, aLesson, zipped{name: "liar.png", raw: packed.Bytes(), size: 10}), "content.archive_damaged", "liar.png")
	refusedArchive(t, writeZip(t, aLesson, zipped{name: "liar.png", raw: packed.Bytes(), size: 900_000}), "content.archive_damaged", "liar.png")
	refusedArchive(t, writeZip(t, aLesson, zipped{name: "changed.png", raw: []byte("x"), size: 1, sum: 7, stored: true}), "content.archive_damaged", "changed.png")
}

func TestArchiveRefusesWhatIsNone(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "course.zip")
	if err := os.WriteFile(name, []byte("PK, but no zip"), 0o600); err != nil {
		t.Fatal(err)
	}
	refusedArchive(t, name, "content.package_unknown", "course.zip")
	whole, err := os.ReadFile(writeZip(t, aLesson))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, whole[:len(whole)-10], 0o600); err != nil {
		t.Fatal(err)
	}
	refusedArchive(t, name, "content.package_unknown", "course.zip")
	if _, err := openArchive(t.Context(), filepath.Join(t.TempDir(), "nowhere"), packageLimits); !fault.Is(err, fault.NotFound) {
		t.Fatalf("a package that is not there gave %v", err)
	}
}

func TestArchiveTakesHarmlessNames(t *testing.T) {
	t.Parallel()
	names := []string{"A: first steps.md", "Casey’s map … (2).md", "2_Guide .md", "...md", "a/b/c/d/1.md", "a..b/x..md", "~.md"}
	var entries []zipped
	for _, name := range names {
		entries = append(entries, zipped{name: name, data: "# x"})
	}
	a, err := openArchive(t.Context(), writeZip(t, entries...), packageLimits)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	for _, name := range names {
		if name != "...md" && a.byPath[name] == nil { // a hidden file, left out like other leavings
			t.Errorf("%q is not there", name)
		}
	}
}

func TestArchiveLeavesOutWhatNobodyMeantToPublish(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"1.md": "# x", ".DS_Store": "x", ".git/config": "x", "__MACOSX/._1.md": "x", "a/Thumbs.db": "x", "a/.hidden/2.md": "x", "desktop.ini": "x",
	}
	var entries []zipped
	for name, data := range files {
		entries = append(entries, zipped{name: name, data: data})
	}
	for _, name := range []string{packtest.Folder(t, files), writeZip(t, entries...)} {
		a, err := openArchive(t.Context(), name, packageLimits)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.entries) != 1 || a.entries[0].Path != "1.md" {
			t.Errorf("%s: took %d entries", name, len(a.entries))
		}
		_ = a.Close()
	}
}

func TestZipOfAFolderIsTheFolder(t *testing.T) {
	t.Parallel()
	files := map[string]string{"b/2.md": "# two", "a/1.md": "# one", "a/map.png": "x"}
	folder := packtest.Folder(t, files)
	want := digestOf(t, folder)
	for _, prefix := range []string{"", "my-course/", `my-course\`} {
		entries := []zipped{{name: prefix + "a/"}}
		for _, name := range []string{"a/map.png", "a/1.md", "b/2.md"} {
			entries = append(entries, zipped{name: prefix + name, data: files[name]})
		}
		if got := digestOf(t, writeZip(t, entries...)); got != want {
			t.Errorf("with prefix %q the digest is another", prefix)
		}
	}
	files["a/1.md"] = "# ONE"
	if digestOf(t, packtest.Folder(t, files)) == want {
		t.Error("a change of content does not show in the digest")
	}
	files["a/1.md"] = "# one"
	files["a/map2.png"] = files["a/map.png"]
	delete(files, "a/map.png")
	if digestOf(t, packtest.Folder(t, files)) == want {
		t.Error("a new name does not show in the digest")
	}
}

func digestOf(t *testing.T, name string) string {
	t.Helper()
	a, err := openArchive(t.Context(), name, packageLimits)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	return a.digest
}

// zipped is an entry of an archive, honest or not.
type zipped struct {
	name, data, comment string
	mode                fs.FileMode
	flags               uint16
	raw                 []byte // with raw, the sizes are as claimed
	size, packed        uint64
	sum                 uint32
	stored              bool
}

func writeZip(t testing.TB, entries ...zipped) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "package.zip")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(file)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Comment: e.comment, Flags: e.flags, Method: zip.Deflate}
		header.NonUTF8 = true
		if e.mode != 0 {
			header.SetMode(e.mode)
		}
		var to io.Writer
		if e.raw != nil {
			header.UncompressedSize64, header.CompressedSize64, header.CRC32 = e.size, uint64(len(e.raw)), crc32.ChecksumIEEE(e.raw)
			if e.packed != 0 {
				header.CompressedSize64 = e.packed
			}
			if e.stored {
				header.Method, header.CRC32 = zip.Store, e.sum
			}
			to, err = w.CreateRaw(header)
		} else if e.flags != 0 {
			header.UncompressedSize64, header.CompressedSize64 = uint64(len(e.data)), uint64(len(e.data))
			to, err = w.CreateRaw(header)
		} else {
			to, err = w.CreateHeader(header)
		}
		if err != nil {
			t.Fatal(err)
		}
		data := []byte(e.data)
		if e.raw != nil {
			data = e.raw
		}
		if _, err := to.Write(data); err != nil && !strings.HasSuffix(e.name, "/") {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
	return name
}

// refusedArchive asserts that the whole archive is refused as invalid with that key, and the entry named.
func refusedArchive(t *testing.T, name, key, entry string) {
	t.Helper()
	a, err := openArchive(t.Context(), name, packageLimits)
	if err == nil {
		_ = a.Close()
		t.Errorf("%s was taken", entry)
		return
	}
	packtest.Refused(t, err, key, entry)
}

// TestManyOfOneNameGetTheirNumbersInTurn and the last of them is not looked for from the first.
func TestManyOfOneNameGetTheirNumbersInTurn(t *testing.T) {
	t.Parallel()
	keys := Keys{}
	keys.Reserve("a-3")
	for _, want := range []string{"a", "a-2", "a-4", "a-5"} {
		if got := keys.Take("x", "a"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if keys["a"] != 6 {
		t.Errorf("the next one is looked for from %d on", keys["a"])
	}
}
