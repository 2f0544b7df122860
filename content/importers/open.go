// Package importers opens packages of every format that courses come in. It is the one switch: a new format is a folder
// beside markdown and cartridge, and a case in Open.
package importers

import (
	"context"
	"errors"
	"path"
	"slices"
	"strings"

	"vatra/content/importers/cartridge"
	"vatra/content/importers/markdown"
	"vatra/content/pack"
	"vatra/lms/fault"
)

// Open reads the folder or archive called name and detects its format. What it cannot take of it stands in Warnings;
// a package that is hostile, or of which nothing can be taken, is Invalid, and one that is not there NotFound. It reads
// every entry once, to be sure of it and for the digest, but holds only texts in memory.
func Open(ctx context.Context, name string) (*pack.Package, error) {
	p, err := pack.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	if p.Entry(cartridge.ManifestName) != nil {
		p.Format = pack.FormatCartridge
		err = cartridge.Read(p)
	} else {
		p.Format = pack.FormatMarkdown
		err = markdown.Read(p)
	}
	p.At("")
	if err == nil {
		err = checkLessons(p)
	}
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// checkLessons refuses a package of none, and of more than a course has: a manifest can name as many as it has lines.
func checkLessons(p *pack.Package) error {
	if len(p.Modules) == 0 {
		return nothingTaken(p)
	}
	lessons := 0
	for _, module := range p.Modules {
		lessons += len(module.Lessons)
	}
	if lessons > pack.MaxLessons {
		return fault.New(fault.Invalid, "content.too_many_lessons", "Limit", pack.MaxLessons)
	}
	return nil
}

// nothingTaken is the fault of a package without lessons, of the three the one that says most: why its first lesson was not taken,
// else the archive that it holds in place of lessons, else that there is nothing.
func nothingTaken(p *pack.Package) error {
	name := p.SourceName()
	if i := slices.IndexFunc(p.Warnings, func(w fault.Warning) bool { return keepsLessonOut(p, w) }); i >= 0 {
		return pack.Refused(name, p.Warnings[i])
	}
	if i := slices.IndexFunc(p.Entries(), func(e *pack.Entry) bool { return isArchive(e.Path) }); i >= 0 {
		return fault.New(fault.Invalid, "content.package_archive", "Entry", name, "Archive", p.Entries()[i].Path)
	}
	return fault.New(fault.Invalid, "content.package_empty", "Entry", name)
}

// keepsLessonOut tells, in a package without lessons, a warning of what was meant as one from those of other files.
func keepsLessonOut(p *pack.Package, w fault.Warning) bool {
	if p.Format == pack.FormatMarkdown {
		return markdown.IsText(w.Entry) && !markdown.IsAbout(w.Entry)
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
