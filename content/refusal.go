package content

import (
	"path"
	"slices"
	"strings"

	"vatra/lms/fault"
)

// Refused is the fault of a package called name of which no lesson could be taken; why is what keeps out the first of them.
func Refused(name string, why Warning) error {
	reason := fault.Message{Key: why.Key, Args: why.Args}
	return fault.New(fault.Invalid, "content.package_refused", "Entry", name, "File", why.Entry, "Reason", reason)
}

// empty is the fault of a package without lessons, of the three the one that says most: why its first lesson was not taken,
// else the archive that it holds in place of lessons, else that there is nothing.
func (p *Package) empty() error {
	name := p.source.name
	if i := slices.IndexFunc(p.Warnings, p.keepsLessonOut); i >= 0 {
		return Refused(name, p.Warnings[i])
	}
	if i := slices.IndexFunc(p.source.entries, func(e *entry) bool { return isArchive(e.path) }); i >= 0 {
		return fault.New(fault.Invalid, "content.package_archive", "Entry", name, "Archive", p.source.entries[i].path)
	}
	return fault.New(fault.Invalid, "content.package_empty", "Entry", name)
}

// keepsLessonOut tells, in a package without lessons, a warning of what was meant as one from those of other files.
func (p *Package) keepsLessonOut(w Warning) bool {
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
