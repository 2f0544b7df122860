package markdown

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"vatra/content/pack"
	"vatra/lms/fault"
	"vatra/lms/lang"
)

const aManifest = `vatra: 1
code: town-hall
title:
  ro: Primăria
  en: Town hall
languages: [ro, en]
`

func TestManifestValuesAreTakenAsWritten(t *testing.T) {
	t.Parallel()
	m, err := parseManifest(`vatra: "1"
title: 2024
languages: [sr-latn]
licence: 1.0
attribution:
  author: >
    Ana
    and Ion
quizzes:
  - {key: a, file: q, pass_mark: 66.50, time_limit: 1h30m, shuffle: true, attempts: 2}
`)
	if err != nil {
		t.Fatal(err)
	}
	quiz := m.Quizzes[0]
	limit, _ := quiz.seconds()
	got := fmt.Sprintln(m.Title.texts("sr-Latn"), lang.Tag(m.Languages[0].text), m.Licence.text, m.Attribution.Author.text,
		quiz.PassMark.text, limit, quiz.Shuffle, *quiz.Attempts)
	if want := "map[sr-Latn:2024] sr-Latn 1.0 Ana and Ion 66.50 5400 true 2\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// FuzzManifest asserts that any text is taken or refused with a line, and never ends the program.
func FuzzManifest(f *testing.F) {
	for _, seed := range []string{
		aManifest, "", "vatra: 1", "- a\n- b", "a: [", "a: &b *b", "{", "? ? ?", "a: !!binary x", "title: |\n  x\n", "\xff", "a:\n\t- b", "'", "\"\\",
		aManifest + "quizzes:\n  - {key: a, file: q, time_limit: 1h, draw: [{tag: x, count: 2}]}\n", "<<: {a: b}", "[[[[]]]]", "a: 1\n---\nb: 2", "--- ---",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data string) {
		m, err := parseManifest(data)
		if err == nil {
			if len(m.Languages) == 0 || len(m.Title.texts("en")) == 0 {
				t.Fatal("taken without a title or a language")
			}
			return
		}
		fault, ok := errors.AsType[*fault.Error](err)
		if !ok || !strings.HasPrefix(fault.Key, "content.manifest_") {
			t.Fatalf("not told to the author: %v", err)
		}
		if line, _ := fault.Args["Line"].(int); line < 1 || line > strings.Count(data, "\n")+strings.Count(data, "\r")+2 {
			t.Fatalf("line %d of %d", line, len(slices.Collect(strings.Lines(data))))
		}
	})
}

func TestAPictureOfACourseSaysWhatItShows(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"picture: {file: a.svg, alt: {ro: Harta}}": "map[ro:Harta]", "picture: {file: a.svg, alt: Harta}": "map[ro:Harta]",
		"picture: {file: a.svg, alt: decorative}": "map[ro:decorative]", "": "map[]",
		"picture: {file: a.svg}": "content.manifest_missing_key", "picture: {alt: Harta}": "content.manifest_missing_key",
		"picture: a.svg": "content.manifest_type", "picture: {file: a.svg, alt: {xx-123456789: Harta}}": "content.manifest_value",
	} {
		m, err := parseManifest(aManifest + line + "\n")
		got := ""
		if told, refused := fault.As(err); refused {
			got = told.Key
		} else {
			got = fmt.Sprint(map[string]string(m.Picture.Alt.texts("ro")))
		}
		if got != want {
			t.Errorf("%q is %s, want %s", line, got, want)
		}
	}
}

func TestAQuizOpensAndClosesAtAMoment(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"opens: 2027-01-10 08:00, closes: 2027-01-31T23:59+02:00": "", "closes: 31.01.2027": "closes 8 31.01.2027",
		"opens: 2027-02-30 08:00": "opens 8 2027-02-30 08:00", "closes: 20270131": "closes 8 20270131",
	} {
		_, err := parseManifest(aManifest + "quizzes:\n  - {key: a, file: q, " + line + "}\n")
		got := ""
		if told, refused := fault.As(err); refused {
			got = fmt.Sprint(told.Args["Name"], " ", told.Args["Line"], " ", told.Args["Value"])
		}
		if got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}

func TestACompetenceThatThereIsNotIsTold(t *testing.T) {
	t.Parallel()
	m, err := parseManifest(aManifest + "competences: [4.2, 9.9, 1.1, 4.2]\n")
	if err != nil {
		t.Fatal(err)
	}
	r := markdownReader{Package: &pack.Package{}}
	r.readCompetences(m.Competences)
	if got := fmt.Sprint(r.Competences, len(r.Warnings)); got != "[1.1 4.2] 1" || r.Warnings[0].Key != "content.competence_unknown" {
		t.Errorf("%s, %v", got, r.Warnings)
	}
}
