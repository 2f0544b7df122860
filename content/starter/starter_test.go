package starter_test

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"vatra/content/markup"
	"vatra/content/starter"
)

// Addresses in the lessons are examples of what not to answer: none may be a link to write to.
func TestNoAddressOfAStarterCourseCanBeWrittenTo(t *testing.T) {
	t.Parallel()
	for _, folder := range starter.Folders() {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			noAddressCanBeWrittenTo(t, starter.Course(folder))
		})
	}
}

func noAddressCanBeWrittenTo(t *testing.T, course fs.FS) {
	t.Helper()
	rendered := 0
	err := fs.WalkDir(course, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".md" {
			return err
		}
		source, err := fs.ReadFile(course, name)
		if err != nil {
			return err
		}
		renderer := markup.Renderer{
			Resolve: func(string) (markup.Resolved, bool) { return markup.Resolved{}, false }, Entry: name,
		}
		html, _ := renderer.Render(string(source), markup.SyntaxMarkdown)
		if strings.Contains(html, "mailto:") {
			t.Errorf("%s has a live address", name)
		}
		rendered++
		return nil
	})
	if err != nil || rendered == 0 {
		t.Fatalf("rendered %d texts, %v", rendered, err)
	}
}

// TestNoLineEndsWithinAWord is of titles and of what lessons and quizzes say: U+2011, the hyphen that does not break, holds "e-mail" and
// "l-ați" together. In English only the first of the two is such a word, and a word of four parts may be parted, or it would not fit a
// telephone. What is typed as it stands is spared: code, addresses, names of files, keys, and answers that count.
func TestNoLineEndsWithinAWord(t *testing.T) {
	t.Parallel()
	for _, folder := range starter.Folders() {
		course := starter.Course(folder)
		err := fs.WalkDir(course, ".", func(name string, _ fs.DirEntry, err error) error {
			if err != nil || path.Ext(name) != ".md" && name != "course.yaml" || name == "LICENSE.md" {
				return err
			}
			source, err := fs.ReadFile(course, name)
			if err != nil {
				return err
			}
			for tag, text := range written(name, string(source)) {
				if found := parted(tag, text); found != "" {
					t.Errorf("%s/%s parts %q", folder, name, found)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

var (
	translated = regexp.MustCompile(`(?m)^\s+(\w\w):\s+(.*)$`)
	named      = regexp.MustCompile(`(?m)^(?:title|summary):\s+(.*)$`)
	asTyped    = regexp.MustCompile("(?m)```[^`]*```|`[^`\\n]*`|\\{[^}\\n]*\\}|\\]\\([^)\\n]*\\)|<[^>\\n]*>|^[ \\t]*- \\[=\\][^>\\n]*$|" +
		`[^\s\](]*[\pL\d][.@/_\\][\pL\d][^\s\])]*|[\pL\d]+(?:-[\pL\d]+){3,}`)
	partedWord = regexp.MustCompile(`\pL+-\pL+`)
	partedMail = regexp.MustCompile(`(?:^|[^\pL\d-])(\pL-\pL+)`)
)

// written are the words of a file by their language.
func written(name, source string) map[string]string {
	texts := map[string]string{}
	front := source
	if path.Ext(name) == ".md" {
		tag := strings.TrimPrefix(path.Ext(strings.TrimSuffix(name, ".md")), ".")
		front = frontMatter.FindString(source)
		texts[tag] = source[len(front):]
		for _, found := range named.FindAllStringSubmatch(front, -1) {
			texts[tag] += "\n" + found[1]
		}
	}
	for _, found := range translated.FindAllStringSubmatch(front, -1) {
		texts[found[1]] += "\n" + found[2]
	}
	return texts
}

// parted is a word that may end a line in its midst; empty where there is none.
func parted(tag, text string) string {
	text = asTyped.ReplaceAllString(text, " ")
	if tag == "en" {
		return partedMail.FindString(text)
	}
	return partedWord.FindString(text)
}

// Easy to read: Inclusion Europe, Information for all, asks for short sentences of easy words.
func TestFirstStepsIsEasyToRead(t *testing.T) {
	t.Parallel()
	const longestSentence, longestLesson = 12, 250 // words
	course := starter.Course(starter.FirstSteps)
	lessons, err := fs.Glob(course, "[0-9]*/*.md")
	if err != nil || len(lessons) == 0 {
		t.Fatalf("%d lessons, %v", len(lessons), err)
	}
	for _, name := range lessons {
		source, err := fs.ReadFile(course, name)
		if err != nil {
			t.Fatal(err)
		}
		words := 0
		for _, sentence := range sentences(string(source)) {
			long := len(strings.Fields(sentence.text))
			if long > longestSentence {
				t.Errorf("%s: %d words: %s", name, long, sentence.text)
			}
			if !sentence.picture {
				words += long
			}
		}
		if words > longestLesson {
			t.Errorf("%s has %d words", name, words)
		}
	}
}

// Whoever doubts what a lesson says of a law finds at its end which law that is and where it is kept.
func TestLessonsTellTheSourceOfEachLawTheyName(t *testing.T) {
	t.Parallel()
	named := 0
	for _, folder := range starter.Folders() {
		course := starter.Course(folder)
		lessons, err := fs.Glob(course, "[0-9]*/*.md")
		if err != nil || len(lessons) == 0 {
			t.Fatalf("%d lessons of %s, %v", len(lessons), folder, err)
		}
		for _, name := range lessons {
			source, err := fs.ReadFile(course, name)
			if err != nil {
				t.Fatal(err)
			}
			told := append(sources.Split(string(source), 2), "") // with no source where it has no such heading
			for _, act := range actNumber.FindAllString(told[0], -1) {
				named++
				if !strings.Contains(told[1], act) {
					t.Errorf("%s/%s names %s, which is not among its sources", folder, name, act)
				}
			}
		}
	}
	if named == 0 {
		t.Error("no lesson names a law")
	}
}

// actNumber is how an act of law is named: 544/2001, or in the Union 2024/1689.
var actNumber = regexp.MustCompile(`\b(\d{1,4}/(19|20)\d{2}|20\d{2}/\d{3,4})\b`)

var (
	frontMatter = regexp.MustCompile(`(?s)\A---\n.*?\n---\n`)
	notWords    = regexp.MustCompile(`\]\([^)]*\)|\{#[^}]*\}|\[[ x]\]|[\\#>*!\[]|^\d+\.`)
	sentenceEnd = regexp.MustCompile(`[.!?:…]+["”“»]?(\s|$)`)
)

// sentence is one of a lesson, or of what a picture is described by to those who do not see it.
type sentence struct {
	text    string
	picture bool
}

// sources is the heading that a lesson's sources stand under, in each language.
var sources = regexp.MustCompile(`\n## (Sources|Surse|Източници|Burimet|Извори)\n`)

// sentences are those of a lesson but of its sources.
func sentences(source string) (all []sentence) {
	source = frontMatter.ReplaceAllString(source, "")
	source = sources.Split(source, 2)[0]
	for line := range strings.Lines(source) {
		picture := strings.HasPrefix(line, "![")
		line = strings.TrimLeft(notWords.ReplaceAllString(strings.TrimSpace(line), " "), " -")
		for _, text := range sentenceEnd.Split(line, -1) {
			all = append(all, sentence{text, picture})
		}
	}
	return all
}
