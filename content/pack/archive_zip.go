package pack

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"vatra/lms/fault"
	"vatra/lms/lang"
)

// encryptedFlag is bit 0 of the general purpose flags (APPNOTE.TXT, section 4.4.4).
const encryptedFlag = 1

var errDirectoryTooLarge = errors.New("the directory of the archive is too large")

func (a *archive) readZip(ctx context.Context, name string, packed int64) error {
	file, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("opening a package: %w", err)
	}
	a.source = file
	metered := &meteredFile{file: file, left: a.limits.directory}
	directory, err := zip.NewReader(metered, packed)
	if errors.Is(err, errDirectoryTooLarge) {
		return a.tooMany()
	}
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "content.package_unknown", "Entry", path.Base(name))
	}
	metered.open = true
	if len(directory.File) > a.limits.entries {
		return a.tooMany()
	}
	prefix := wrapper(directory.File)
	if prefix != "" {
		a.name = strings.TrimSuffix(prefix, "/")
	}
	for _, f := range directory.File {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := a.addZipped(f, prefix); err != nil {
			return err
		}
	}
	if a.total > a.limits.unrated && a.total/a.limits.ratio > packed {
		return Refuse("content.archive_ratio", path.Base(name), "Limit", a.limits.ratio)
	}
	return nil
}

func (a *archive) addZipped(f *zip.File, prefix string) error {
	name := slashed(f.Name)
	clean, err := checkPath(name)
	if err != nil {
		return err
	}
	if err := checkMode(clean, f.Mode()); err != nil {
		return err
	}
	if f.Mode().IsDir() || strings.HasSuffix(name, "/") || inJunk(clean) {
		return nil
	}
	if f.Flags&encryptedFlag != 0 {
		return Refuse("content.archive_encrypted", clean)
	}
	size := f.UncompressedSize64
	if size > uint64(a.limits.unrated) && size/uint64(a.limits.ratio) > f.CompressedSize64 {
		return Refuse("content.archive_ratio", clean, "Limit", a.limits.ratio)
	}
	if size > uint64(a.limits.total) {
		return Refuse("content.archive_too_large", clean, "Limit", a.limits.total>>20)
	}
	return a.add(strings.TrimPrefix(clean, prefix), int64(size), f.Open)
}

// wrapper is the one folder that holds everything, as archives of whole folders have it; it is no part of the package.
func wrapper(files []*zip.File) string {
	common := ""
	for _, f := range files {
		name := slashed(f.Name)
		top, _, nested := strings.Cut(name, "/")
		if clean, err := checkPath(name); err != nil || inJunk(clean) {
			continue
		}
		if !nested || lang.Tag(top) != "" || common != "" && top != common {
			return ""
		}
		common = top
	}
	clean, err := checkPath(common)
	if common == "" || err != nil {
		return ""
	}
	return clean + "/"
}

// slashed mends the separators of archives made on Windows.
func slashed(name string) string { return strings.ReplaceAll(name, `\`, "/") }

func inJunk(clean string) bool {
	for part := range strings.SplitSeq(clean, "/") {
		if isJunk(part) {
			return true
		}
	}
	return false
}

// meteredFile ends the reading of a zip's directory, which is held in memory whole, at a limit. Once open it is a file.
type meteredFile struct {
	file io.ReaderAt
	left int64
	open bool
}

func (m *meteredFile) ReadAt(p []byte, offset int64) (int, error) {
	if !m.open {
		if m.left -= int64(len(p)); m.left < 0 {
			return 0, errDirectoryTooLarge
		}
	}
	return m.file.ReadAt(p, offset)
}
