package importers

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"vatra/content/pack"
	"vatra/content/pack/packtest"
	"vatra/lms/fault"
	"vatra/lms/lang"
)

// fullCourse uses everything that a manifest can say.
var fullCourse = map[string]string{
	"course.yaml": `vatra: 1
code: town-hall
title: {ro: Primăria, en: Town hall, sq: Bashkia}
summary: {ro: "Despre primărie."}
languages: [ro, en]
licence: CC BY 4.0
attribution: {title: Town hall, author: Ana, source: "https://example.org"}
modules:
  - folder: 02-safety
    title: {ro: Siguranță, en: Safety}
  - folder: 01-papers
quizzes:
  - {key: Final, file: quizzes/final, title: {ro: Test final, sq: Testi}, time_limit: 30m, attempts: 3, pass_mark: 70, shuffle: true,
     grade: last, review: closed, draw: [{tag: law, count: 2}, {tag: mail, count: 1}]}
  - {key: check, file: quizzes/check.md, after: 02-safety/01-phishing}
  - {key: check-2, file: quizzes/check2, after: 02-safety/01-phishing.md}
  - {key: safety, file: quizzes/safety, after: 02-safety, minutes: 12}
assets:
  - {path: images/map.png, licence: CC0 1.0, author: Ion}
`,
	"LICENSE":                     "Permission is hereby granted, free of charge, to any person obtaining a copy",
	"02-safety/01-phishing.ro.md": "---\ntitle: Phishing\nsummary: Pe scurt.\nminutes: 9\ncompletion: question\ntitles: {sq: Fishing, bg: Фишинг}\n---\n\n# Phishing\n\nText.\n",
	"02-safety/01-phishing.en.md": "---\ntitle: The hook\n---\nText.\n",
	"02-safety/2-passwords.ro.md": "# Parole\n\nText.\n",
	"02-safety/10-end.ro.md":      "# Sfârșit\n",
	"02-safety/10-end.en.md":      "Text without a heading.\n",
	"01-papers/deep/01-files.md":  "# Fișiere\n\n![map](../../images/map.png)\n",
	"01-papers/01-files.ro.md":    "# Alte fișiere\n",
	"quizzes/final.ro.md":         "---\ntitle: Test\nsummary: Ultimul.\n---\n**Q?**\n\n- [x] a\n",
	"quizzes/final.en.md":         "# Final test\n\n**Q?**\n\n- [x] a\n",
	"quizzes/check.md":            "# Verificare\n\n**Q?**\n",
	"quizzes/check2.ro.md":        "# Verificare 2\n\n**Q?**\n",
	"quizzes/safety.ro.md":        "# Siguranță\n\n**Q?**\n",
	"quizzes/unused.ro.md":        "# Nefolosit\n",
	"02-safety/1-phishing.bg.md":  "# Фишинг\n",
	"images/map.png":              "x",
	"images/map.ro.png":           "y",
	"tools/run.exe":               "x",
	"notes.txt":                   "x",
}

func TestMarkdownWithaManifest(t *testing.T) {
	t.Parallel()
	p := opened(t, packtest.Folder(t, fullCourse))
	wantText(t, "the course", fmt.Sprint(p.Format, " ", p.Code, " ", wordings(p.Titles), "; ", wordings(p.Summaries), " ", p.Languages, p.Licence, p.Attribution),
		"markdown town-hall en=Town hall ro=Primăria sq=Bashkia; ro=Despre primărie. [ro en]CC-BY-4.0{Town hall Ana https://example.org}")
	wantText(t, "the outline", outline(p), `
safety en=Safety ro=Siguranță
  page phishing bg=Фишинг en=The hook ro=Phishing sq=Fishing
  quiz check ro=Verificare
  quiz check-2 ro=Verificare 2
  page passwords ro=Parole
  page end en=End ro=Sfârșit
  quiz safety ro=Siguranță
papers ro=Papers
  page papers-01-files ro=Alte fișiere
  page papers-01-files-2 ro=Fișiere
quizzes ro=Quizzes
  page unused ro=Nefolosit
  quiz final en=Final test ro=Test final sq=Testi`)
	wantText(t, "the report", warnings(p), `
01-papers/01-files.ro.md: content.text_missing Language=en
01-papers/deep/01-files.md: content.text_missing Language=en
02-safety/1-phishing.bg.md: content.language_not_listed Language=bg
02-safety/2-passwords.ro.md: content.text_missing Language=en
quizzes/check.md: content.text_missing Language=en
quizzes/check2.ro.md: content.text_missing Language=en
quizzes/safety.ro.md: content.text_missing Language=en
quizzes/unused.ro.md: content.entry_not_listed
quizzes/unused.ro.md: content.text_missing Language=en
tools/run.exe: content.entry_unknown`)

	lesson := lessonByKey(t, p, "phishing")
	if lesson.Minutes != 9 || lesson.Completion != "question" {
		t.Errorf("the lesson takes %d minutes and asks for %s", lesson.Minutes, lesson.Completion)
	}
	if took := [3]int{lessonByKey(t, p, "final").Minutes, lessonByKey(t, p, "safety").Minutes, lessonByKey(t, p, "check").Minutes}; took != [3]int{30, 12, 0} {
		t.Errorf("a quiz with a time limit, one with minutes and one with neither take %v minutes", took)
	}
	if got, want := lesson.Texts["ro"], (pack.Text{
		Title: "Phishing", Summary: "Pe scurt.", Source: "Text.\n", Syntax: "markdown", Entry: "02-safety/01-phishing.ro.md",
	}); !reflect.DeepEqual(got, want) {
		t.Errorf("the text is %+v", got)
	}
	if got := lesson.Texts["sq"]; got.Source != "" || got.Title != "Fishing" {
		t.Errorf("the title alone is %+v", got)
	}
	quiz := lessonByKey(t, p, "final").Quiz
	want := pack.Quiz{
		Titles: lang.Texts{"ro": "Test final", "sq": "Testi", "en": "Final test"}, TimeLimit: 1800, Attempts: 3, PassMark: "70", Shuffle: true,
		Grade: "last", Review: "closed", Draws: []pack.Draw{{Tag: "law", Count: 2}, {Tag: "mail", Count: 1}},
		Sources: map[string]pack.QuizSource{
			"ro": {Format: "markdown", Entry: "quizzes/final.ro.md", Data: []byte("**Q?**\n\n- [x] a\n")},
			"en": {Format: "markdown", Entry: "quizzes/final.en.md", Data: []byte("**Q?**\n\n- [x] a\n")},
		},
	}
	wantText(t, "the quiz", asJSON(t, quiz), asJSON(t, want))
	if got := textOfLesson(t, p, "final", "ro").Summary; got != "Ultimul." {
		t.Errorf("the quiz is summed up as %q", got)
	}
	if plain := lessonByKey(t, p, "check").Quiz; plain.PassMark != "" || plain.Grade != "" || plain.Review != "" || plain.TimeLimit != 0 {
		t.Errorf("a quiz of which nothing is said is %+v", plain)
	}
	var assets []string
	for _, a := range p.Assets {
		assets = append(assets, fmt.Sprint(a.Path, " ", a.MediaType, " ", a.Lang, " ", a.Licence, " ", a.Attribution.Author, " ", a.Size))
	}
	wantText(t, "the assets", strings.Join(assets, "\n"), "images/map.png image/png  CC0-1.0 Ion 1\nimages/map.ro.png image/png ro CC-BY-4.0 Ana 1\nnotes.txt text/plain  CC-BY-4.0 Ana 1")
}

func TestMarkdownInFoldersOfLanguages(t *testing.T) {
	t.Parallel()
	p := opened(t, packtest.Folder(t, map[string]string{
		"README.md":           "# The course\n\nAbout.",
		"ro/1.1 Files.md":     "<!--\nCO_OP_TRANSLATOR_METADATA:\n{}\n-->\n# Fișiere\n\n![m](../../translated_images/map." + strings.Repeat("0f", 32) + ".ro.png)\n",
		"ro/1.2 Mail.md":      "# Poștă\n\nText. <!-- CO_OP_TRANSLATOR_METADATA: x -->\n",
		"ro/1.10 Quiz.md":     "# Test\n",
		"ro/2.1 Quiz.md":      "# Test\n",
		"en/1.1 Files.md":     "# Files\n\n[next](1.2%20Mail.md) ![m](images/map.png)\n",
		"en/1.2 Mail.md":      "# Mail\n",
		"en/1.10 Quiz.md":     "# Quiz\n",
		"en/2.1 Quiz.md":      "# Quiz\n",
		"bg/1.1 Files.md":     "# Файлове\n",
		"images/map.png":      "x",
		"en/images/other.png": "x",
	}))
	if !slices.Equal(p.Languages, []string{"en", "ro", "bg"}) {
		t.Errorf("languages %v: the names of the files are English, and Bulgarian has the fewest texts", p.Languages)
	}
	wantText(t, "the outline", outline(p), `
course en=The course
  page files bg=Файлове en=Files ro=Fișiere
  page mail en=Mail ro=Poștă
  page 1-10-quiz en=Quiz ro=Test
  page 2-1-quiz en=Quiz ro=Test`)
	wantText(t, "the report", warnings(p), `
README.md: content.entry_about
en/1.10 Quiz.md: content.text_missing Language=bg
en/1.2 Mail.md: content.text_missing Language=bg
en/2.1 Quiz.md: content.text_missing Language=bg`)
	if got := textOfLesson(t, p, "mail", "ro").Source; got != "Text. " {
		t.Errorf("the text is %q", got)
	}
	if found, ok := p.Resolve("en/1.1 Files.md", "1.2%20Mail.md"); !ok || found.Lesson != "mail" {
		t.Errorf("the next lesson is %+v", found)
	}
}

func TestMarkdownInBareFolders(t *testing.T) {
	t.Parallel()
	p := opened(t, packtest.Folder(t, map[string]string{
		"LICENSE.md":                "# License\n\nCC0 1.0 Universal",
		"SOURCE.txt":                "example.org/course @1\nLicence: CC0",
		"CONTRIBUTING.md":           "# How to help",
		"Module-10/1_Last.md":       "# The last one, on paper\n\nIt is the last lesson of the course and it has some words of English in it.\n",
		"Module-2/Sprint-1/2_b.md":  "Second\n======\n\nText.\n",
		"Module-2/Sprint-1/10_c.md": "```\n# no heading\n```\n\n## Nor this\n",
		"Module-2/Sprint-1/01_a.md": "Intro first.\n\n# A *nice* `title` & more {#id}\n",
		"Module-2/1_Guide One.md":   "# Guide\n\nOne.\n",
		"Module-2/2_Guide Two.md":   "# Guide\n\nTwo.\n",
		"Module-2/3_Foreign.md":     "---\nlayout: page\nnav_order: 3\ntitle: From elsewhere\ndescription: In short\ntags: [a, b]\n---\n\nText.\n",
		"Module-2/4_Ruler.md":       "---\n\nA line above.\n",
		"Module-2/5_Broken.md":      "---\ntitle: [\n---\nText.\n",
		"Module-2/README.md":        "# Read me as a lesson\n",
		"1_At the root.md":          "Text.\n",
	}))
	if p.Licence != "CC0-1.0" || p.Attribution.Source != "example.org/course @1" || p.Code != "my-course" || !slices.Equal(p.Languages, []string{"en"}) {
		t.Errorf("%s %s %s %v", p.Licence, p.Attribution.Source, p.Code, p.Languages)
	}
	wantText(t, "the outline", outline(p), `
course en=My course
  page at-the-root en=At the root
module-2 en=Module-2
  page guide-one en=Guide One
  page guide-two en=Guide Two
  page foreign en=From elsewhere
  page ruler en=Ruler
  page broken en=Broken
  page readme en=Read me as a lesson
module-2-sprint-1 en=Module-2 / Sprint-1
  page a en=A nice title & more
  page b en=Second
  page c en=C
module-10 en=Module-10
  page last en=The last one, on paper`)
	wantText(t, "the report", warnings(p), `
CONTRIBUTING.md: content.entry_about
Module-2/5_Broken.md: content.front_syntax Line=2 Name=[ Value=`)
	for key, want := range map[string]string{
		"b":         "Text.\n",                                           // the heading that is the title now
		"a":         "Intro first.\n\n# A *nice* `title` & more {#id}\n", // it stands below something
		"guide-one": "# Guide\n\nOne.\n",                                 // it is not the title
		"ruler":     "---\n\nA line above.\n",                            // a line, no front matter
		"foreign":   "Text.\n",
	} {
		if got := textOfLesson(t, p, key, "en").Source; got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if got := textOfLesson(t, p, "foreign", "en").Summary; got != "In short" {
		t.Errorf("summed up as %q", got)
	}
}

func TestACourseWithoutaManifestHasATitleAllTheSame(t *testing.T) {
	t.Parallel()
	const text = "# First lesson\n\nThis lesson is in English, as one sees from the words that it is made of.\n"
	for _, test := range []struct {
		folder, title, code string
		files               map[string]string
	}{
		{"digital-services-en", "Digital services", "digital-services-en", map[string]string{"1.md": text}},
		{"security101-en-ro", "Security101", "security101-en-ro", map[string]string{"en/1.md": text, "ro/1.md": "# Prima lecție"}},
		{"Digital Services_EN", "Digital Services", "digital-services-en", map[string]string{"1.md": text}},
		{"services.pt_BR", "Services", "services-pt-br", map[string]string{"1.pt-BR.md": text}},
		{"how-to-do-it", "How to do it", "how-to-do-it", map[string]string{"1.md": text}}, // which is in no Italian
		{"en", "En", "en", map[string]string{"1.md": text}},
		{"services-en", "Buying", "buying", map[string]string{"1.md": text, "README.md": "# Buying\n"}},
		{"services-en", "Buying", "buying", map[string]string{"1.md": text, "README.md": "---\ntitle: Buying\n---\n# Read me\n"}},
		{"services-en", "Buying", "buying", map[string]string{"1.md": text, "Index.md": "# Buying\n\nWelcome.\n"}},
		{"services-en", "Buying", "buying", map[string]string{"1.md": text, "README.md": "# Buying\n", "index.md": "# Welcome\n"}},
		{"services-en", "Services", "services-en", map[string]string{"1.md": text, "README.md": "Text.\n", "index.md": "Text.\n", "a/index.md": "# A\n"}},
	} {
		made := packtest.Folder(t, test.files)
		folder := filepath.Join(filepath.Dir(made), test.folder)
		if err := os.Rename(made, folder); err != nil {
			t.Fatal(err)
		}
		p := opened(t, folder)
		if got := p.Titles[p.Languages[0]]; got != test.title || p.Code != test.code {
			t.Errorf("%s %v: it is called %q and %s, want %q and %s", test.folder, slices.Sorted(maps.Keys(test.files)), got, p.Code, test.title, test.code)
		}
	}
}

func TestMarkdownThatCannotBeRead(t *testing.T) {
	t.Parallel()
	p := opened(t, packtest.Folder(t, map[string]string{
		"1 good.md":     "\uFEFF# Good\r\n\r\nText.\r\n",
		"2 utf16.md":    string([]byte{0xFF, 0xFE, '#', 0, ' ', 0, 0x1B, 0x02, 'i', 0, '\n', 0}), // # țara without its rest
		"3 binary.md":   "PNG\x00\x01",
		"4 windows.md":  "# Primaria oraului \xba\n",
		"5 empty.md":    " \n\n",
		"6 large.md":    strings.Repeat("word ", 1<<20),
		"7 twice.en.md": "# Twice\n",
		"7 twice.md":    "# Twice again\n\nThis text is in English, and that is the language which the guess must find here.\n",
	}))
	wantText(t, "the report", warnings(p), `
3 binary.md: content.text_is_binary
4 windows.md: content.text_not_utf8
5 empty.md: content.text_empty
6 large.md: content.text_too_large Limit=4
7 twice.md: content.text_twice Other=7 twice.en.md`)
	if got := textOfLesson(t, p, "good", "en"); got.Title != "Good" || got.Source != "Text.\n" {
		t.Errorf("the good one is %+v", got)
	}
	if got := textOfLesson(t, p, "utf16", "en").Title; got != "ți" {
		t.Errorf("the one in UTF-16 is called %q", got)
	}
}

func TestAPackageWithoutLessonsIsRefused(t *testing.T) {
	t.Parallel()
	for _, files := range []map[string]string{
		{"map.png": "x"}, {"README.md": "# x"}, {"course.yaml": aManifest}, {"page.html": "<p>x"}, {},
	} {
		refused(t, packtest.Folder(t, files), "content.package_empty", "my-course")
	}
}

func TestAFolderAroundAnArchiveNamesTheArchive(t *testing.T) {
	t.Parallel()
	_, err := Open(t.Context(), packtest.Folder(t, map[string]string{
		"SOURCE.txt": "example.org", "README.md": "# x", "map.png": "x", "old/Course 1.zip": "x", "Ally.IMSCC": "x",
	}))
	packtest.Refused(t, err, "content.package_archive", "my-course")
	if told, _ := errors.AsType[*fault.Error](err); told.Args["Archive"] != "Ally.IMSCC" {
		t.Errorf("it names %v", told.Args["Archive"])
	}
}

func TestAPackageWhoseLessonsWereRefusedSaysWhy(t *testing.T) {
	t.Parallel()
	for what, test := range map[string]struct {
		files  map[string]string
		file   string
		reason fault.Message
	}{
		"too large": {
			map[string]string{"README.md": " ", "a.zip": "x", "page.html": "x", "1 large.md": strings.Repeat("word ", 1<<20)},
			"1 large.md",
			fault.Message{Key: "content.text_too_large", Args: map[string]any{"Limit": 4}},
		},
		"two": {
			map[string]string{"a/2.md": "\xba\n", "a/10.md": " "}, "a/2.md", fault.Message{Key: "content.text_not_utf8"},
		},
		"a language that the manifest leaves out": {
			map[string]string{"course.yaml": "vatra: 1\ntitle: T\nlanguages: [en]\n", "1.bg.md": "# x"},
			"1.bg.md",
			fault.Message{Key: "content.language_not_listed", Args: map[string]any{"Language": "bg"}},
		},
		"a cartridge": {
			map[string]string{
				"imsmanifest.xml": `<manifest><metadata><schema>IMS Common Cartridge</schema></metadata><resources>` +
					`<resource identifier="s" type="associatedcontent/x" href="settings.xml"><file href="settings.xml"/></resource>` +
					`<resource identifier="a" type="imsbasiclti_xmlv1p0"><file href="tool.xml"/></resource></resources></manifest>`,
				"settings.xml": "<x/>", "tool.xml": "<x/>", "what.exe": "x",
			},
			"tool.xml",
			fault.Message{Key: "content.lti"},
		},
	} {
		_, err := Open(t.Context(), packtest.Folder(t, test.files))
		packtest.Refused(t, err, "content.package_refused", "my-course")
		told, _ := errors.AsType[*fault.Error](err)
		if told.Args["File"] != test.file || !reflect.DeepEqual(told.Args["Reason"], test.reason) {
			t.Errorf("%s: it says %v", what, told.Args)
		}
	}
}

func TestLessonFrontMatterIsStrictWithaManifest(t *testing.T) {
	t.Parallel()
	p := opened(t, packtest.Folder(t, map[string]string{
		"course.yaml": "vatra: 1\ntitle: T\nlanguages: [en]\n",
		"a/1.md":      "---\ntitle: One\nauthor: Ana\n---\nText.\n",
		"a/2.md":      "---\ntitle: Two\nminutes: soon\n---\nText.\n",
		"a/3.md":      "---\ntitle: Three\ncompletion: never\nminutes: 4\n---\nText.\n",
		"a/4.md":      "---\ntitle: Four\ntitles: {english: x}\n---\nText.\n",
		"a/5.md":      "---\ntitle: " + strings.Repeat("x", 9000) + "\n---\n# Five\n",
		"a/6.md":      "---\ntitle: Six\nkind: practice\nminutes: 60\n---\nText.\n",
		"a/7.md":      "---\ntitle: Seven\nkind: quiz\n---\nText.\n",
		"a/8.md":      "---\ntitle: Eight\nkind: reading\n---\nText.\n",
	}))
	wantText(t, "the report", warnings(p), `
a/1.md: content.front_unknown_key Line=3 Name=author Value=
a/2.md: content.front_value Line=3 Name=minutes Value=soon
a/3.md: content.front_value Line=3 Name=completion Value=never
a/4.md: content.front_value Line=3 Name=titles Value=english
a/5.md: content.front_syntax Line=2 Name= Value=
a/7.md: content.front_value Line=3 Name=kind Value=quiz`)
	for key, kind := range map[string]string{"1": "page", "6": "practice", "7": "page", "8": "page"} {
		if lesson := lessonByKey(t, p, key); lesson.Kind != kind {
			t.Errorf("lesson %s is a %s", key, lesson.Kind)
		}
	}
	if lesson := lessonByKey(t, p, "3"); lesson.Completion != "" || lesson.Minutes != 4 {
		t.Errorf("a lesson with one wrong value is %+v", lesson)
	}
	if got := textOfLesson(t, p, "5", "en").Title; got != "Five" {
		t.Errorf("called %q", got)
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	data, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
