package content

import (
	"context"
	"io"

	"vatra/lms/fault"
)

// The formats of packages, as Package.Format names them.
const (
	FormatMarkdown  = "markdown"
	FormatCartridge = "common-cartridge"
)

// Package is a course as somebody wrote it, read from a folder or an archive and not yet stored. Its assets are read
// from there on demand, until Close.
type Package struct {
	Format      string
	Digest      string // SHA-256 over the paths and contents of all entries: the same package again has the same digest
	Code        string // a slug: the manifest's, else made from the title
	Titles      Texts
	Summaries   Texts
	Languages   []string // BCP 47; the manifest's order, else the language with the most texts first
	Licence     string   // an SPDX identifier where the licence is known, else its words
	Attribution Attribution
	Tracks      []string
	Modules     []PackageModule
	Assets      []PackageAsset
	Warnings    []Warning

	source *archive
}

// PackageModule is a module; Key is a slug, unique in the package.
type PackageModule struct {
	Key     string
	Titles  Texts
	Lessons []PackageLesson
}

// PackageLesson is a lesson. Key is a slug, unique in the package. Kind is page, quiz, topic, file or link; Completion is
// read, question or quiz; Minutes is 0 when the package does not say. Quiz is set when Kind is quiz.
type PackageLesson struct {
	Key        string
	Kind       string
	Completion string
	Minutes    int
	Texts      map[string]PackageText
	Quiz       *PackageQuiz
}

// PackageText is a lesson in one language. Source is in Syntax, "markdown" or "html", and is not sanitised. Entry is the
// path in the package that relative links start from. A text with an empty Source gives only the title in that language.
type PackageText struct {
	Title   string
	Summary string
	Source  string
	Syntax  string
	Entry   string
}

// PackageQuiz is a quiz: its settings and, by language, the questions as they were found. TimeLimit is in seconds, 0 is
// none; Attempts 0 is unlimited; PassMark is a decimal per cent; Grade is best, last, first or average; Review is during,
// after, closed or never.
type PackageQuiz struct {
	Titles    Texts
	TimeLimit int
	Attempts  int
	PassMark  string
	Shuffle   bool
	Grade     string
	Review    string
	Draws     []PackageDraw
	Sources   map[string]QuizSource
}

// PackageDraw asks for Count random questions that carry Tag.
type PackageDraw struct {
	Tag   string
	Count int
}

// QuizSource is the questions of a quiz in one language; Format is "markdown" or "qti1.2".
type QuizSource struct {
	Format string
	Entry  string
	Data   []byte
}

// PackageAsset is a file of the package that lessons show or offer. Size is in bytes.
type PackageAsset struct {
	Path        string
	MediaType   string
	Licence     string
	Attribution Attribution
	Size        int64
	Open        func() (io.ReadCloser, error)
}

// Warning says why an entry of a package, or a part of it, was not taken as it stands. Key and Args are a message of the
// catalogue.
type Warning struct {
	Entry string         `json:"entry"`
	Key   string         `json:"key"`
	Args  map[string]any `json:"args,omitempty"`
}

// PackageLink is where a link of a lesson leads inside the package: to an asset, or to the lesson with that key.
type PackageLink struct {
	Asset  *PackageAsset
	Lesson string
}

// Close releases the archive or folder; assets cannot be opened any more.
func (p *Package) Close() error { return p.source.Close() }

// OpenPackage reads the folder or archive at path and detects its format. What it cannot take of it stands in Warnings;
// a package that is hostile, or of which nothing can be taken, is Invalid, and one that is not there NotFound.
func OpenPackage(_ context.Context, path string) (*Package, error) {
	return nil, fault.New(fault.Invalid, "content.package_unknown", "Entry", path)
}

// Resolve finds what a link in the text at entry leads to inside the package.
func (p *Package) Resolve(_, link string) (PackageLink, bool) {
	for i := range p.Assets {
		if p.Assets[i].Path == link {
			return PackageLink{Asset: &p.Assets[i]}, true
		}
	}
	return PackageLink{}, false
}
