// Package pack owns packages: courses as somebody wrote them, in a folder or an archive, read under guard and not yet
// stored. It holds what all formats of packages share: the archive and its limits, natural order, keys, licences, the
// language of a text, and how links are resolved. What a format looks like is for content/importers.
package pack

import (
	"cmp"
	"context"
	"io"
	"path"
	"strings"
	"time"

	"vatra/content"
	"vatra/content/media"
	"vatra/lms/fault"
	"vatra/lms/lang"
)

// The formats of packages, as Package.Format names them.
const (
	FormatMarkdown  = "markdown"
	FormatCartridge = "common-cartridge"
)

// The formats in which questions stand in a package, as QuizSource.Format names them.
const (
	SourceMarkdown = "markdown"
	SourceQTI12    = "qti1.2"
)

// What is read of a package.
const (
	MaxMinutes  = 24 * 60 // that a lesson may take
	MaxTextSize = 4 << 20 // bytes of a text

	MaxTexts     = 32 << 20 // bytes of all texts: they are in memory together
	MaxLanguages = 100
	MaxLessons   = 10_000
)

// Package is a course as somebody wrote it, read from a folder or an archive and not yet stored. Its assets are read
// from there on demand, until Close.
type Package struct {
	Format      string
	Digest      string // SHA-256 over the paths and contents of all entries: the same package again has the same digest
	Code        string // a slug: the manifest's, else made from the title
	Titles      lang.Texts
	Summaries   lang.Texts
	Languages   []string // BCP 47; the manifest's order, else the language with the most texts first
	Licence     string   // an SPDX identifier where the licence is known, else its words
	Attribution content.Attribution
	Competences []string // that it trains, see competences
	Picture     Picture  // without a path: none
	Note        string   // what its publisher says of the version that is made of it
	Modules     []Module
	Assets      []Asset
	Warnings    []fault.Warning
	Zone        *time.Location // in which its moments are meant; nil: UTC

	source *archive
	links  *linkIndex
	warned map[string]int // how often, by key
	texts  int64          // bytes of texts that were read
}

// Module is a module; Key is a slug, unique in the package.
type Module struct {
	Key     string
	Titles  lang.Texts
	Lessons []Lesson
}

// Lesson is a lesson. Key is a slug, unique in the package. Kind is page, practice, quiz, topic, file or link; Completion is
// ByReading or ByQuestion, and empty when the package does not say: whether a lesson asks anything is known once its text
// is taken apart. Minutes is 0 when the package does not say. Quiz is set when Kind is quiz.
type Lesson struct {
	Key        string
	Kind       string
	Completion string
	Minutes    int
	Texts      map[string]Text
	Quiz       *Quiz
}

// Text is a lesson in one language. Source is in Syntax, "markdown" or "html", and is not sanitised. Entry is the
// path in the package that relative links start from. A text with an empty Source gives only the title in that language.
//
// A text that was written place by place says so in Parts, whose sum its Source is: the n-th is the same place in every language,
// and one that is empty is not translated.
type Text struct {
	Title   string
	Summary string
	Source  string
	Parts   []Part
	Syntax  string
	Entry   string
}

// Part is a place of a text: some of its source, or a question, which has a key.
type Part struct {
	Key    string
	Source string
}

// Quiz is a quiz: its settings and, by language, the questions as they were found. Opens and Closes are as Moment reads them, and
// empty where it is never closed; TimeLimit is in seconds, 0 is none; Attempts 0 is unlimited; PassMark is a decimal per cent; Grade is best, last, first or average; Review is during,
// after, closed or never. The last three are empty where the package does not say: what holds then is not for a package
// to know.
type Quiz struct {
	Titles    lang.Texts
	Opens     string
	Closes    string
	TimeLimit int
	Attempts  int
	PassMark  string
	Shuffle   bool
	Grade     string
	Review    string
	Draws     []Draw
	Sources   map[string]QuizSource
}

// Draw asks for Count random questions that carry Tag.
type Draw struct {
	Tag   string
	Count int
}

// QuizSource is the questions of a quiz in one language; Format is "markdown" or "qti1.2". Parts are as in Text, each a question,
// and Data is empty then.
type QuizSource struct {
	Format string
	Entry  string
	Data   []byte
	Parts  []Part
}

// Asset is a file of the package that lessons show or offer. MediaType is what its name says; Lang is the language
// in its name, as in map.ro.png, or empty. Size is in bytes. One that the store has already is Stored, and is not opened.
type Asset struct {
	Path        string
	MediaType   string
	Lang        string
	Licence     string
	Attribution content.Attribution
	Size        int64
	Open        func() (io.ReadCloser, error)
	Stored      *media.Asset
}

// Picture is the picture of the course: the path of an asset, and what it shows, by language; nothing where it only adorns.
type Picture struct {
	Path string
	Alt  lang.Texts
}

// Link is where a link of a lesson leads inside the package: to an asset, or to the lesson with that key.
type Link struct {
	Asset  *Asset
	Lesson string
}

// Open opens the folder or archive called name as a package of which nothing is read yet. One that is hostile is
// Invalid, one that is not there NotFound. It reads every entry once, to be sure of it and for the digest.
func Open(ctx context.Context, name string) (*Package, error) {
	source, err := openArchive(ctx, name, packageLimits)
	if err != nil {
		return nil, err
	}
	return &Package{Digest: source.digest, Titles: lang.Texts{}, Summaries: lang.Texts{}, source: source}, nil
}

// Made is a package that stands in no archive and no folder: whoever made it has filled in all that is exported, and LinkLesson
// comes next.
func Made(p Package) *Package {
	p.IndexLinks()
	return &p
}

// Close releases the archive or folder; assets cannot be opened any more.
func (p *Package) Close() error {
	if p.source == nil {
		return nil
	}
	return p.source.Close()
}

// Entry is the entry at a path, or nil.
func (p *Package) Entry(path string) *Entry { return p.source.byPath[path] }

// Entries are all entries in their natural order.
func (p *Package) Entries() []*Entry { return p.source.entries }

// SourceName is what the folder or file is called, without its ending.
func (p *Package) SourceName() string { return p.source.name }

// Warn adds to the report what is not as it should be in an entry. Of each key it keeps one warning more than fault.Log does,
// so that the report tells of the others.
func (p *Package) Warn(entry, key string, args ...any) {
	if p.warned == nil {
		p.warned = map[string]int{}
	}
	if p.warned[key]++; p.warned[key] > fault.MostOfAKind+1 {
		return
	}
	p.Warnings = append(p.Warnings, fault.Warn(entry, key, args...))
}

// ReadText reads a text of the package whole, as one of those that stay in memory. One that cannot be taken has a warning, and
// is not ok.
func (p *Package) ReadText(e *Entry) (data []byte, ok bool) {
	switch {
	case e.Size > MaxTextSize:
		p.Warn(e.Path, "content.text_too_large", "Limit", MaxTextSize>>20)
		return nil, false
	case p.texts+e.Size > MaxTexts:
		p.Warn(e.Path, "content.texts_too_large", "Limit", MaxTexts>>20)
		return nil, false
	}
	p.texts += e.Size
	data, err := e.Read()
	if err != nil { // it could be read a moment ago, for the digest
		p.Warn(e.Path, "content.entry_unreadable")
	}
	return data, err == nil
}

// NameUnnamed fills in what a package does not say of itself: a title in its first language, and a code. Without a title it is
// called after its folder. There the code keeps the language that the title leaves out: the same course may also come in
// another one.
func (p *Package) NameUnnamed(title, code string) {
	if len(p.Titles) == 0 && title == "" {
		title = TitleFromName(withoutLanguages(p.source.name, p.Languages))
		code = cmp.Or(code, Slug(TitleFromName(p.source.name)))
	}
	if len(p.Titles) == 0 {
		p.Titles[p.Languages[0]] = title
	}
	text, _ := p.Titles.In("en", p.Languages...)
	p.Code = cmp.Or(p.Code, code, Slug(text), Slug(p.source.name), "course-"+p.Digest[:8])
}

// AddAsset takes a file that lessons may show or offer; it reports whether the kind of file is one of those.
func (p *Package) AddAsset(e *Entry) bool {
	mediaType, known := media.Types[strings.ToLower(path.Ext(e.Path))]
	if !known {
		return false
	}
	_, lang := SplitLanguage(e.Path)
	p.Assets = append(p.Assets, Asset{Path: e.Path, MediaType: mediaType, Lang: lang, Size: e.Size, Open: e.open})
	return true
}
