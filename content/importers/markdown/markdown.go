// Package markdown reads packages of Markdown files, with course.yaml or without. See content/FORMAT.md.
package markdown

import (
	"maps"
	"path"
	"slices"
	"strings"

	"vatra/content/pack"
	"vatra/lms/fault"
	"vatra/lms/lang"
)

// markdownReader reads a package of Markdown files. Its layout is one of: a manifest and files with a language suffix; one
// folder a language with the same files in each; or bare folders, whose names give order and titles.
type markdownReader struct {
	*pack.Package
	manifest *manifest       // nil without course.yaml
	folders  bool            // the outermost folder of a text is its language
	pages    []*page         // in natural order
	shared   map[string]bool // headings that are no titles
	readme   string          // the title that a README gives the package
}

// page is a lesson, or the questions of a quiz, in all of its languages. Its path is without language and ending.
type page struct {
	path  string
	texts map[string]*pageText
	quiz  bool // a quiz of the manifest has taken it
}

// pageText is one Markdown file.
type pageText struct {
	entry *pack.Entry
	front frontMatter
	markdownText
}

// Read reads the package as one of Markdown: its course, its modules and lessons, its assets, and what it could not take.
func Read(p *pack.Package) error {
	r := &markdownReader{Package: p}
	if err := r.readManifest(); err != nil {
		return err
	}
	texts := r.sort()
	r.folders = r.detectFolders(texts)
	r.readTexts(texts)
	if len(r.pages) == 0 {
		return nil
	}
	r.orderLanguages()
	if len(r.Languages) > pack.MaxLanguages { // every lesson would be told to be missing in nearly all of them
		return fault.New(fault.Invalid, "content.too_many_languages", "Limit", pack.MaxLanguages)
	}
	if err := r.describe(); err != nil {
		return err
	}
	if err := r.readModules(); err != nil {
		return err
	}
	r.index()
	return nil
}

func (r *markdownReader) readManifest() error {
	e := r.Entry(manifestName)
	if e == nil {
		return nil
	}
	if e.Size > maxYAMLSize {
		return (&yamlProblem{key: "content.manifest_too_large", line: 1}).fault()
	}
	data, err := e.Read()
	if err != nil {
		return err
	}
	text, warning := decodeText(data)
	if warning != "" {
		return (&yamlProblem{key: "content.manifest_syntax", line: 1}).fault()
	}
	r.manifest, err = parseManifest(text)
	return err
}

// sort takes the assets out of the entries and gives the texts of lessons.
func (r *markdownReader) sort() []*pack.Entry {
	var texts, about []*pack.Entry
	for _, e := range r.Entries() {
		switch {
		case e.Path == manifestName:
		case IsAbout(e.Path):
			about = append(about, e)
		case IsText(e.Path):
			texts = append(texts, e)
		case !r.AddAsset(e):
			r.Warn(e.Path, "content.entry_unknown")
		}
	}
	r.readAbout(about)
	return texts
}

// IsText reports, by its ending, whether a file is Markdown.
func IsText(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".md", ".markdown", ".mdown":
		return true
	}
	return false
}

// detectFolders decides whether every text lies in a folder named for a language. A manifest must know the languages,
// and none of these folders may be one of its modules.
func (r *markdownReader) detectFolders(texts []*pack.Entry) bool {
	if len(texts) == 0 {
		return false
	}
	for _, e := range texts {
		top, _, nested := strings.Cut(e.Path, "/")
		if !nested || lang.Tag(top) == "" {
			return false
		}
		if r.manifest != nil && (!r.manifest.hasLanguage(lang.Tag(top)) || r.manifest.hasFolder(top)) {
			return false
		}
	}
	return true
}

func (m *manifest) hasLanguage(tag string) bool {
	return slices.ContainsFunc(m.Languages, func(s scalar) bool { return lang.Tag(s.text) == tag })
}

func (m *manifest) hasFolder(folder string) bool {
	return slices.ContainsFunc(m.Modules, func(e moduleEntry) bool { return e.Folder.path() == folder })
}

// place gives the path of a page without language and ending, and its language if its name tells.
func (r *markdownReader) place(p string) (neutral, tag string) {
	if r.folders {
		top, rest, _ := strings.Cut(p, "/")
		return strings.TrimSuffix(rest, path.Ext(rest)), lang.Tag(top)
	}
	neutral, tag = pack.SplitLanguage(p)
	return strings.TrimSuffix(neutral, path.Ext(neutral)), tag
}

// readTexts makes pages of the files that can be read as text, files of one name together.
func (r *markdownReader) readTexts(entries []*pack.Entry) {
	byPath := map[string]*page{}
	var untagged []*pageText
	for _, e := range entries {
		text := r.readText(e)
		if text == nil {
			continue
		}
		neutral, tag := r.place(e.Path)
		if tag == "" && r.manifest != nil {
			tag = lang.Tag(r.manifest.Languages[0].text)
		}
		if r.manifest != nil && !r.manifest.hasLanguage(tag) {
			r.Warn(e.Path, "content.language_not_listed", "Language", tag)
			continue
		}
		in := byPath[neutral]
		if in == nil {
			in = &page{path: neutral, texts: map[string]*pageText{}}
			byPath[neutral] = in
			r.pages = append(r.pages, in)
		}
		if tag == "" {
			untagged = append(untagged, text)
		}
		if other := in.texts[tag]; other != nil {
			r.Warn(e.Path, "content.text_twice", "Other", other.entry.Path)
			continue
		}
		in.texts[tag] = text
	}
	r.At("")
	r.tagUntagged(untagged)
	slices.SortFunc(r.pages, func(a, b *page) int { return pack.CompareNatural(a.path, b.path) })
}

// tagUntagged guesses the language of the files whose names do not tell, all together: a short one alone tells little.
func (r *markdownReader) tagUntagged(texts []*pageText) {
	if len(texts) == 0 {
		return
	}
	var sample strings.Builder
	for _, text := range texts {
		if sample.WriteString(text.source); sample.Len() > pack.EnoughToGuess {
			break
		}
	}
	known := map[string]int{}
	for _, in := range r.pages {
		for tag := range in.texts {
			if tag != "" {
				known[tag]++
			}
		}
	}
	guess := pack.GuessLanguage(sample.String(), pack.ByNumber(known, nil)...)
	for _, in := range r.pages {
		text := in.texts[""]
		if text == nil {
			continue
		}
		delete(in.texts, "")
		if other := in.texts[guess]; other != nil {
			r.Warn(text.entry.Path, "content.text_twice", "Other", other.entry.Path)
			continue
		}
		in.texts[guess] = text
	}
}

func (r *markdownReader) readText(e *pack.Entry) *pageText {
	data, ok := r.ReadText(e)
	if !ok {
		return nil
	}
	source, warning := decodeText(data)
	if warning != "" {
		r.Warn(e.Path, warning)
		return nil
	}
	text := &pageText{entry: e, markdownText: parseMarkdown(source)}
	if strings.TrimSpace(text.source) == "" {
		r.Warn(e.Path, "content.text_empty")
		return nil
	}
	r.readFront(text)
	return text
}

// orderLanguages takes the manifest's order, else the language with the most texts first, and of two with as many the one
// that the files are named in: translations keep the names of the original.
func (r *markdownReader) orderLanguages() {
	if r.manifest != nil {
		for _, s := range r.manifest.Languages {
			if tag := lang.Tag(s.text); !slices.Contains(r.Languages, tag) {
				r.Languages = append(r.Languages, tag)
			}
		}
		return
	}
	texts, original := map[string]int{}, map[string]int{}
	for _, in := range r.pages {
		name := pack.TitleFromName(pack.Stem(in.path + ".md"))
		for tag, text := range in.texts {
			texts[tag]++
			if strings.EqualFold(text.heading, name) {
				original[tag]++
			}
		}
	}
	r.Languages = pack.ByNumber(texts, original)
}

// first is the text in the first of the package's languages that the page has.
func (r *markdownReader) first(in *page) *pageText {
	for _, tag := range r.Languages {
		if text := in.texts[tag]; text != nil {
			return text
		}
	}
	return in.texts[sortedKeys(in.texts)[0]]
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// index makes links to assets and from lesson to lesson findable.
func (r *markdownReader) index() {
	r.IndexLinks()
	for _, module := range r.Modules {
		for _, lesson := range module.Lessons {
			for _, text := range lesson.Texts {
				// Authors also link to the lesson as such: the file without its language.
				neutral, _ := r.place(text.Entry)
				r.LinkLesson(text.Entry, lesson.Key)
				r.LinkLesson(neutral+path.Ext(text.Entry), lesson.Key)
			}
		}
	}
}
