package content

import (
	"context"
	"errors"
	"path"
	"slices"
	"strings"

	"vatra/lms/fault"
)

// OpenPackage reads the folder or archive called name and detects its format. What it cannot take of it stands in Warnings;
// a package that is hostile, or of which nothing can be taken, is Invalid, and one that is not there NotFound. It reads
// every entry once, to be sure of it and for the digest, but holds only texts in memory.
func OpenPackage(ctx context.Context, name string) (*Package, error) {
	p, err := openSource(ctx, name)
	if err != nil {
		return nil, err
	}
	if p.entry(cartridgeManifest) != nil {
		p.Format = FormatCartridge
		err = readCartridge(p)
	} else {
		p.Format = FormatMarkdown
		err = readMarkdown(p)
	}
	if err == nil && len(p.Modules) == 0 {
		err = nothingTaken(p)
	}
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// nothingTaken is the fault of a package without lessons, of the three the one that says most: why its first lesson was not taken,
// else the archive that it holds in place of lessons, else that there is nothing.
func nothingTaken(p *Package) error {
	name := p.sourceName()
	if i := slices.IndexFunc(p.Warnings, func(w Warning) bool { return keepsLessonOut(p, w) }); i >= 0 {
		return Refused(name, p.Warnings[i])
	}
	if i := slices.IndexFunc(p.entries(), func(e *entry) bool { return isArchive(e.path) }); i >= 0 {
		return fault.New(fault.Invalid, "content.package_archive", "Entry", name, "Archive", p.entries()[i].path)
	}
	return fault.New(fault.Invalid, "content.package_empty", "Entry", name)
}

// keepsLessonOut tells, in a package without lessons, a warning of what was meant as one from those of other files.
func keepsLessonOut(p *Package, w Warning) bool {
	if p.Format == FormatMarkdown {
		return isMarkdown(w.Entry) && !isAbout(w.Entry)
	}
	return !slices.Contains([]string{"content.entry_unknown", "content.resource_settings", "content.item_empty"}, w.Key)
}

func isArchive(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".zip", ".imscc":
		return true
	}
	return false
}
