package markdown

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"

	"vatra/content"
	"vatra/content/markup"
	"vatra/content/pack"
	"vatra/lms/lang"
)

// frontMatter is what a Markdown file says of its lesson before the text.
type frontMatter struct {
	Title      scalar  `yaml:"title"`
	Titles     wording `yaml:"titles"` // in further languages
	Summary    scalar  `yaml:"summary"`
	Minutes    scalar  `yaml:"minutes"`
	Completion scalar  `yaml:"completion"`
	Kind       scalar  `yaml:"kind"` // reading, when left out, or practice
}

// foreignFront is what is taken of front matter that was written for another program.
type foreignFront struct {
	Title       scalar `yaml:"title"`
	Summary     scalar `yaml:"summary"`
	Description scalar `yaml:"description"`
}

// readFront reads a file's front matter: strictly where a manifest shows that the file was written for this form, else
// only what is known. A problem is a warning, since the text itself can be taken.
func (r *markdownReader) readFront(text *pageText) {
	if strings.TrimSpace(text.yaml) == "" {
		return
	}
	var front frontMatter
	var problem *yamlProblem
	switch {
	case len(text.yaml) > maxFrontSize:
		problem = &yamlProblem{key: "content.manifest_too_large", line: 1}
	case r.manifest != nil:
		problem = decodeYAML(text.yaml, &front, yaml.Strict())
	default:
		var foreign foreignFront
		problem = decodeYAML(text.yaml, &foreign)
		front.Title, front.Summary = foreign.Title, foreign.Summary
		if front.Summary.text == "" {
			front.Summary = foreign.Description
		}
	}
	if problem == nil {
		problem = front.check()
	}
	if problem != nil {
		const fence = 1 // the line above the YAML
		r.Warn(text.entry.Path, problem.frontKey(), problem.args(fence)...)
	}
	text.front = front
}

// readMinutes gives 0 where nothing is said.
func readMinutes(said scalar) (minutes int, unreadable bool) {
	if said.text == "" {
		return 0, false
	}
	minutes, err := strconv.Atoi(said.text)
	if err != nil || minutes < 0 || minutes > pack.MaxMinutes {
		return 0, true
	}
	return minutes, false
}

// kindReading is what a lesson is of which nothing is said, in the words of an author.
const kindReading = "reading"

// check finds what is wrong with the values and takes it out.
func (f *frontMatter) check() (problem *yamlProblem) {
	if _, unreadable := readMinutes(f.Minutes); unreadable {
		problem = f.Minutes.wrong("minutes")
		f.Minutes = scalar{}
	}
	if !slices.Contains([]string{"", content.ByReading, content.ByQuestion}, f.Completion.text) {
		problem = f.Completion.wrong("completion")
		f.Completion = scalar{}
	}
	if !slices.Contains([]string{"", kindReading, content.KindPractice}, f.Kind.text) {
		problem = f.Kind.wrong("kind")
		f.Kind = scalar{}
	}
	for tag, title := range f.Titles.byLang {
		if lang.Tag(tag) == "" {
			problem = &yamlProblem{key: "content.manifest_value", name: "titles", text: tag, line: title.line}
		}
	}
	return problem
}

// lesson makes a lesson of a page; its key comes later.
func (r *markdownReader) lesson(in *page) pack.Lesson {
	lesson := pack.Lesson{Kind: content.KindPage, Texts: map[string]pack.Text{}}
	titles := lang.Texts{}
	for _, tag := range sortedKeys(in.texts) {
		text := in.texts[tag]
		title, source := r.title(in, text)
		lesson.Texts[tag] = pack.Text{
			Title: title, Summary: text.front.Summary.text, Source: source, Syntax: markup.SyntaxMarkdown, Entry: text.entry.Path,
		}
		for other, t := range text.front.Titles.texts(tag) {
			titles[other] = t
		}
	}
	main := r.first(in)
	for tag, title := range titles {
		if _, written := lesson.Texts[tag]; !written {
			lesson.Texts[tag] = pack.Text{Title: title, Syntax: markup.SyntaxMarkdown, Entry: main.entry.Path}
		}
	}
	lesson.Minutes, _ = readMinutes(main.front.Minutes)
	lesson.Completion = main.front.Completion.text
	if main.front.Kind.text == content.KindPractice {
		lesson.Kind = content.KindPractice
	}
	r.warnUntranslated(in, main)
	return lesson
}

// title gives the title of a text, and the text without the heading that says the same.
func (r *markdownReader) title(in *page, text *pageText) (title, source string) {
	title, source = text.front.Title.text, text.source
	switch {
	case title == "" && (text.heading == "" || r.shared[text.heading]):
		title = pack.TitleFromName(pack.Stem(in.path + ".md"))
	case title == "":
		title = text.heading
	}
	if text.body > 0 && strings.EqualFold(title, text.heading) {
		source = strings.TrimLeft(source[text.body:], "\n")
	}
	return title, source
}

// sharedHeadings finds the headings that several pages begin with and that so tell nothing, where the names of the files
// do tell. In translations the names are those of the original, so there the headings stay.
func (r *markdownReader) sharedHeadings() map[string]bool {
	names := map[string][]string{}
	for _, in := range r.pages {
		for _, text := range in.texts {
			if text.heading != "" && text.front.Title.text == "" {
				names[text.heading] = append(names[text.heading], pack.TitleFromName(pack.Stem(in.path+".md")))
			}
		}
	}
	shared := map[string]bool{}
	if len(r.Languages) > 1 {
		return shared
	}
	for heading, titles := range names {
		slices.Sort(titles)
		if len(titles) > 1 && len(slices.Compact(titles)) > 1 {
			shared[heading] = true
		}
	}
	return shared
}

func (r *markdownReader) warnUntranslated(in *page, main *pageText) {
	for _, tag := range r.Languages {
		if in.texts[tag] == nil {
			r.Warn(main.entry.Path, "content.text_missing", "Language", tag)
		}
	}
}
