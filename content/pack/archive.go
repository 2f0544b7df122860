package pack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"vatra/content/blobs"
	"vatra/lms/fault"
)

// archive is what a package is read from, a folder or a zip, once every entry of it has been found harmless.
type archive struct {
	name    string // of the folder or the file without its ending
	entries []*Entry
	byPath  map[string]*Entry
	folded  map[string]string // folded path → path, to find two names for one file
	digest  string
	source  io.Closer
	limits  archiveLimits
	total   int64
	reading func(entry string)
}

// Entry is one regular file. Its path has slashes, is relative and in Unicode's normal form C; size is in bytes.
type Entry struct {
	Path string
	Size int64
	open func() (io.ReadCloser, error)
}

// archiveLimits are what a package may ask of this machine.
type archiveLimits struct {
	entries   int
	total     int64 // bytes, unpacked
	ratio     int64 // how many times larger than packed, for an entry and for the whole
	unrated   int64 // bytes below which no ratio is taken: small files of one letter are no bomb
	directory int64 // bytes of a zip's directory
}

// A course of some thousand files with its videos fits; what is larger is no course.
var packageLimits = archiveLimits{entries: 10_000, total: 4 << 30, ratio: 200, unrated: 1 << 20, directory: 8 << 20}

const maxNameLength = 1024

// openArchive opens the folder or zip at name and checks all of its entries, their contents too, against lies in the
// directory of a zip.
func openArchive(ctx context.Context, name string, limits archiveLimits) (*archive, error) {
	info, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "content.package_missing", "Entry", filepath.Base(name))
	}
	if err != nil {
		return nil, fmt.Errorf("opening a package: %w", err)
	}
	if absolute, err := filepath.Abs(name); err == nil {
		name = absolute
	}
	a := &archive{byPath: map[string]*Entry{}, folded: map[string]string{}, limits: limits, reading: watcher(ctx)}
	if info.IsDir() {
		a.name = filepath.Base(name)
		err = a.readFolder(ctx, name)
	} else {
		a.name = strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
		err = a.readZip(ctx, name, info.Size())
	}
	if err == nil {
		slices.SortFunc(a.entries, func(x, y *Entry) int { return CompareNatural(x.Path, y.Path) })
		err = a.hash(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// Close releases the folder or file; entries cannot be opened any more.
func (a *archive) Close() error {
	if a.source == nil {
		return nil
	}
	return a.source.Close()
}

func (a *archive) readFolder(ctx context.Context, name string) error {
	root, err := os.OpenRoot(name)
	if err != nil {
		return fmt.Errorf("opening a package: %w", err)
	}
	a.source = root
	seen := 0
	return fs.WalkDir(root.FS(), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("reading a package: %w", err)
		}
		if err := ctx.Err(); err != nil || p == "." {
			return err
		}
		if isJunk(d.Name()) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if seen++; seen > a.limits.entries {
			return a.tooMany()
		}
		if err := checkMode(p, d.Type()); err != nil || d.IsDir() {
			return err
		}
		if strings.Contains(p, `\`) {
			return Refuse("content.archive_name", p)
		}
		info, err := d.Info()
		if err != nil {
			return fmt.Errorf("reading a package: %w", err)
		}
		return a.add(p, info.Size(), func() (io.ReadCloser, error) { return root.Open(p) })
	})
}

// add takes an entry whose kind has been checked.
func (a *archive) add(name string, size int64, open func() (io.ReadCloser, error)) error {
	clean, err := checkPath(name)
	if err != nil {
		return err
	}
	fold := cases.Fold().String(clean)
	if other, twice := a.folded[fold]; twice {
		return Refuse("content.archive_duplicate", clean, "Other", other)
	}
	a.folded[fold] = clean
	if size < 0 || size > a.limits.total-a.total {
		return Refuse("content.archive_too_large", clean, "Limit", a.limits.total>>20)
	}
	a.total += size
	e := &Entry{Path: clean, Size: size, open: func() (io.ReadCloser, error) {
		a.reading(clean)
		return open()
	}}
	a.entries, a.byPath[clean] = append(a.entries, e), e
	return nil
}

// hash reads every entry to its end. The digest depends on paths and contents only, so a folder and its zip have the same.
func (a *archive) hash(ctx context.Context) error {
	paths := make([]string, 0, len(a.entries))
	for _, e := range a.entries {
		paths = append(paths, e.Path)
	}
	slices.Sort(paths)
	whole := sha256.New()
	for _, p := range paths {
		sum, err := a.byPath[p].sum(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(whole, "%s\x00%x\n", p, sum)
	}
	a.reading("")
	a.digest = hex.EncodeToString(whole.Sum(nil))
	return nil
}

func (e *Entry) sum(ctx context.Context) ([]byte, error) {
	r, err := e.open()
	if err != nil {
		return nil, damaged(err, e.Path)
	}
	defer func() { _ = r.Close() }()
	sum := sha256.New()
	n, err := io.Copy(sum, io.LimitReader(blobs.UntilDone(ctx, r), e.Size+1))
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err == nil && n != e.Size {
		err = fmt.Errorf("%d bytes where %d were promised", n, e.Size)
	}
	if err != nil {
		return nil, damaged(err, e.Path)
	}
	return sum.Sum(nil), nil
}

// Read gives the whole of an entry that is not larger than limit bytes; the caller has looked at size.
func (e *Entry) Read() ([]byte, error) {
	r, err := e.open()
	if err != nil {
		return nil, damaged(err, e.Path)
	}
	defer func() { _ = r.Close() }()
	data, err := io.ReadAll(io.LimitReader(r, e.Size))
	if err != nil {
		return nil, damaged(err, e.Path)
	}
	return data, nil
}

// checkPath refuses names that lead out of the package or cannot be written down, and gives the name in one form.
func checkPath(name string) (string, error) {
	if !utf8.ValidString(name) || len(name) > maxNameLength || strings.ContainsFunc(name, unicode.IsControl) {
		return "", Refuse("content.archive_name", name)
	}
	if strings.HasPrefix(name, "/") || isDrive(name) {
		return "", Refuse("content.archive_absolute", name)
	}
	if slices.Contains(strings.Split(name, "/"), "..") {
		return "", Refuse("content.archive_escape", name)
	}
	clean := path.Clean(norm.NFC.String(name))
	if clean == "." {
		return "", Refuse("content.archive_name", name)
	}
	return clean, nil
}

// isDrive sees C:\ and C:/ and C:; a name such as "A: first steps" is not a drive.
func isDrive(name string) bool {
	if len(name) < 2 || name[1] != ':' || !unicode.IsLetter(rune(name[0])) {
		return false
	}
	return len(name) == 2 || name[2] == '/'
}

func checkMode(name string, mode fs.FileMode) error {
	switch {
	case mode&fs.ModeSymlink != 0:
		return Refuse("content.archive_symlink", name)
	case mode.Type() != 0 && !mode.IsDir():
		return Refuse("content.archive_special", name)
	default:
		return nil
	}
}

// isJunk is what file managers leave behind and nobody means to publish.
func isJunk(base string) bool {
	return strings.HasPrefix(base, ".") || base == "__MACOSX" || base == "Thumbs.db" || base == "desktop.ini"
}

// Refuse makes the fault of a hostile or broken entry, with a name that can be printed.
func Refuse(key, name string, args ...any) error {
	printable := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(name, "\uFFFD"))
	if len(printable) > maxNameLength {
		printable = strings.ToValidUTF8(printable[:maxNameLength], "") + "…"
	}
	return fault.New(fault.Invalid, key, append([]any{"Entry", printable}, args...)...)
}

func (a *archive) tooMany() error {
	return fault.New(fault.Invalid, "content.archive_too_many", "Limit", a.limits.entries)
}

func damaged(err error, name string) error {
	return fault.Wrap(err, fault.Invalid, "content.archive_damaged", "Entry", name)
}
