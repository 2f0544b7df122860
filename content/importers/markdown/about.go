package markdown

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"vatra/content/competences"
	"vatra/content/pack"
)

// aboutNames are the files at the root of a package that describe the package and are not lessons.
var aboutNames = []string{
	"README", "LICENSE", "LICENCE", "COPYING", "NOTICE", "SOURCE", "AUTHORS", "CONTRIBUTING", "CONTRIBUTORS", "MAINTAINERS",
	"CHANGELOG", "CODE_OF_CONDUCT", "SECURITY", "SUPPORT", "CITATION",
}

// aboutName is the name of a file about the package, in capitals and without its language, or "".
func aboutName(p string) string {
	if strings.Contains(p, "/") {
		return ""
	}
	neutral, _ := pack.SplitLanguage(p)
	switch strings.ToLower(path.Ext(neutral)) {
	case "", ".md", ".markdown", ".txt", ".rst":
	default:
		return ""
	}
	name := strings.ToUpper(strings.TrimSuffix(neutral, path.Ext(neutral)))
	if first, _, dashed := strings.Cut(name, "-"); dashed && isLicenceName(first) {
		return first
	}
	if slices.Contains(aboutNames, name) {
		return name
	}
	return ""
}

// IsAbout reports, by its name, whether a file is about the course and not a lesson of it.
func IsAbout(p string) bool { return aboutName(p) != "" }

func isLicenceName(name string) bool {
	return name == "LICENSE" || name == "LICENCE" || name == "COPYING"
}

// readAbout takes licence, source and title from the files about the package.
func (r *markdownReader) readAbout(about []*pack.Entry) {
	var unknown []string
	for _, e := range about {
		name := aboutName(e.Path)
		if name != "README" && name != "SOURCE" && !isLicenceName(name) {
			r.Warn(e.Path, "content.entry_about")
			continue
		}
		text := r.readText(e)
		if text == nil {
			continue
		}
		switch {
		case name == "README":
			if r.readme == "" {
				r.readme = cmp.Or(text.front.Title.text, text.heading)
			}
			r.Warn(e.Path, "content.entry_about")
		case name == "SOURCE":
			first, _, _ := strings.Cut(strings.TrimSpace(text.source), "\n")
			r.Attribution.Source = strings.TrimSpace(first)
		case r.Licence == "":
			if r.Licence = pack.KnownLicence(text.source); r.Licence == "" {
				unknown = append(unknown, e.Path)
			}
		}
	}
	if r.Licence == "" && (r.manifest == nil || r.manifest.Licence.text == "") {
		for _, name := range unknown {
			r.Warn(name, "content.licence_unknown")
		}
	}
}

// indexTitle is what the first page calls itself where it is the course's own: a file at the root by the name of index.
func (r *markdownReader) indexTitle() string {
	i := slices.IndexFunc(r.pages, func(in *page) bool { return strings.EqualFold(in.path, "index") })
	if i < 0 {
		return ""
	}
	text := r.first(r.pages[i])
	return cmp.Or(text.front.Title.text, text.heading)
}

// describe takes from the manifest what it says of the package as a whole. The course's licence is that of all its files
// which are not listed with another.
func (r *markdownReader) describe() error {
	if r.manifest == nil {
		r.NameUnnamed(cmp.Or(r.readme, r.indexTitle()), "")
		return nil
	}
	m := r.manifest
	r.Titles, r.Summaries = m.Title.texts(r.Languages[0]), m.Summary.texts(r.Languages[0])
	r.NameUnnamed("", m.Code.text)
	if m.Licence.text != "" {
		r.Licence = pack.LicenceName(m.Licence.text)
	}
	r.Attribution.Title, r.Attribution.Author = m.Attribution.Title.text, m.Attribution.Author.text
	if m.Attribution.Source.text != "" {
		r.Attribution.Source = m.Attribution.Source.text
	}
	if m.Licence.text != "" {
		for i := range r.Assets {
			r.Assets[i].Licence, r.Assets[i].Attribution.Author = r.Licence, r.Attribution.Author
		}
	}
	r.readCompetences(m.Competences)
	if err := r.readPicture(m.Picture); err != nil {
		return err
	}
	for _, listed := range m.Assets {
		asset, err := r.asset(listed.Path)
		if err != nil {
			return err
		}
		asset.Licence, asset.Attribution.Author = pack.LicenceName(listed.Licence.text), listed.Author.text
	}
	return nil
}

// asset is the file that the manifest names, which has to be one of the package.
func (r *markdownReader) asset(named scalar) (*pack.Asset, error) {
	i := slices.IndexFunc(r.Assets, func(a pack.Asset) bool { return a.Path == named.path() })
	if i < 0 {
		return nil, named.noFile()
	}
	return &r.Assets[i], nil
}

// readCompetences takes those that there are.
func (r *markdownReader) readCompetences(listed []scalar) {
	var numbers []string
	for _, one := range listed {
		numbers = append(numbers, one.text)
		if !competences.Known(one.text) {
			r.Warn(manifestName, "content.competence_unknown", "Name", one.text)
		}
	}
	r.Competences = competences.Sorted(numbers)
}

// readPicture takes the picture of the course.
func (r *markdownReader) readPicture(p pictureEntry) error {
	if p.File.text == "" {
		return nil
	}
	asset, err := r.asset(p.File)
	if err != nil {
		return err
	}
	r.Picture.Path = asset.Path
	if p.Alt.plain.text != decorative {
		r.Picture.Alt = p.Alt.texts(r.Languages[0])
	}
	return nil
}
