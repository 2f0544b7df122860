package importers

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"vatra/content/pack"
	"vatra/content/pack/packtest"
	"vatra/lms/lang"
)

// opened opens a package that must be one.
func opened(t testing.TB, name string) *pack.Package {
	t.Helper()
	p, err := Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

// outline writes a package down as an author would sketch it.
func outline(p *pack.Package) string {
	var b strings.Builder
	for _, module := range p.Modules {
		fmt.Fprintf(&b, "%s %s\n", module.Key, wordings(module.Titles))
		for _, lesson := range module.Lessons {
			titles := lang.Texts{}
			for tag, text := range lesson.Texts {
				titles[tag] = text.Title
			}
			fmt.Fprintf(&b, "  %s %s %s\n", lesson.Kind, lesson.Key, wordings(titles))
		}
	}
	return b.String()
}

func wordings(texts lang.Texts) string {
	var parts []string
	for _, tag := range slices.Sorted(maps.Keys(texts)) {
		parts = append(parts, tag+"="+texts[tag])
	}
	return strings.Join(parts, " ")
}

// warnings writes them down, one a line and in order.
func warnings(p *pack.Package) string {
	var lines []string
	for _, w := range p.Warnings {
		line := w.Entry + ": " + w.Key
		for _, name := range slices.Sorted(maps.Keys(w.Args)) {
			line += fmt.Sprintf(" %s=%v", name, w.Args[name])
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func wantText(t *testing.T, what, got, want string) {
	t.Helper()
	if got, want = strings.TrimSpace(got), strings.TrimSpace(want); got != want {
		t.Errorf("%s is\n%s\nwant\n%s", what, got, want)
	}
}

// textOfLesson gives a lesson's text by its key.
func textOfLesson(t *testing.T, p *pack.Package, key, tag string) pack.Text {
	t.Helper()
	return lessonByKey(t, p, key).Texts[tag]
}

func lessonByKey(t *testing.T, p *pack.Package, key string) pack.Lesson {
	t.Helper()
	for _, module := range p.Modules {
		for _, lesson := range module.Lessons {
			if lesson.Key == key {
				return lesson
			}
		}
	}
	t.Fatalf("no lesson %q in\n%s", key, outline(p))
	return pack.Lesson{}
}

func TestLinksOfAPackage(t *testing.T) {
	t.Parallel()
	hash := strings.Repeat("0a", 32)
	p := opened(t, packtest.Folder(t, map[string]string{
		"a/1.md":                "# One",
		"a/2 Next.ro.md":        "# Doi",
		"b/3.md":                "# Three",
		"a/near.png":            "x",
		"images/map.png":        "x",
		"images/Big Map.png":    "x",
		"images/diagram.png":    "x",
		"b/media/same.png":      "x",
		"images/same.png":       "x",
		"images/what? (1).png":  "x",
		"docs/form.pdf":         "x",
		"images/țară.png":       "x",
		"images/50% of it.jpeg": "x",
	}))
	for _, test := range []struct{ entry, link, want string }{
		{"a/1.md", "near.png", "a/near.png"},
		{"a/1.md", "./near.png", "a/near.png"},
		{"a/1.md", "../images/map.png", "images/map.png"},
		{"a/1.md", "/images/map.png", "images/map.png"},
		{"a/1.md", "images/map.png", "images/map.png"},                // as if from the root
		{"a/1.md", "IMAGES/Map.PNG", "images/map.png"},                // a system without capitals
		{"a/1.md", "..\\images\\map.png", "images/map.png"},           // a system with its own slashes
		{"a/1.md", "../images/Big%20Map.png", "images/Big Map.png"},   // escaped
		{"a/1.md", "../images/Big Map.png", "images/Big Map.png"},     // not escaped
		{"a/1.md", "../images/map.png?raw=true#x", "images/map.png"},  // as copied from an address
		{"a/1.md", "../images/what? (1).png", "images/what? (1).png"}, // a name that looks like a query
		{"a/1.md", "../images/what%3F%20(1).png", "images/what? (1).png"},
		{"a/1.md", "../images/50% of it.jpeg", "images/50% of it.jpeg"}, // only looks like an escape
		{"a/1.md", "../images/t\u0326ara\u0306.png", "images/țară.png"}, // another normal form
		{"a/1.md", "media/old/map.png", "images/map.png"},               // moved since
		{"a/1.md", "../../translated/diagram." + hash + ".ro.png", "images/diagram.png"},
		{"a/1.md", "https://raw.example.org/x/main/images/Big%20Map.png", "images/Big Map.png"},
		{"a/1.md", "//example.org/map.png?raw=true", "images/map.png"},
		{"a/1.md", "https://example.org/b/media/same.png", "b/media/same.png"}, // the folders agree
		{"b/3.md", "same.png", "b/media/same.png"},                             // the nearer one
		{"a/1.md", "../docs/form.pdf", "docs/form.pdf"},
		{"a/1.md", "https://example.org/docs/form.pdf", ""}, // their form, not ours
		{"a/1.md", "https://example.org/other.png", ""},
		{"a/1.md", "other.png", ""},
		{"a/1.md", "#top", ""},
		{"a/1.md", "", ""},
		{"a/1.md", "mailto:a@example.org", ""},
		{"a/1.md", "../b/3.md", "lesson 3"},
		{"b/3.md", "../a/1.md#part", "lesson 1"},
		{"a/1.md", "2%20Next.ro.md", "lesson next"},
		{"a/1.md", "2 Next.md", "lesson next"}, // whichever language
		{"a/1.md", "4.md", ""},
	} {
		got := ""
		if found, ok := p.Resolve(test.entry, test.link); ok && found.Asset != nil {
			got = found.Asset.Path
		} else if ok {
			got = "lesson " + found.Lesson
		}
		if got != test.want {
			t.Errorf("%s → %q is %q, want %q", test.entry, test.link, got, test.want)
		}
	}
}

func TestNaturalOrder(t *testing.T) {
	t.Parallel()
	want := []string{
		"1.2 b.md", "1.10 a.md", "01_x/1.md", "1_x/2.md", "02_y.md", "2_z.md", "10_a.md", "100.md",
		"99999999999999999999998.md", "99999999999999999999999.md",
		"a.md", "B.md", "c/1.md", "Sprint-2/x.md", "Sprint-10/x.md",
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, pack.CompareNatural)
	if !slices.Equal(got, want) {
		t.Errorf("ordered as\n%s", strings.Join(got, "\n"))
	}
}

func TestTitlesFromNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"1_Program Pre-Assessment": "Program Pre-Assessment",
		"2_Module 3 Guide ":        "Module 3 Guide",
		"1.2 Common threats":       "Common threats",
		"02-open-data_basics":      "Open data basics",
		"03. țara mea":             "țara mea",
		"Sprint-2":                 "Sprint-2",
		"2024 report":              "2024 report",
		"10":                       "10",
		"01-":                      "01",
		"01-școala":                "Școala",
	} {
		if got := pack.TitleFromName(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

func TestSlugs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Primăria digitală, pas cu pas":  "primaria-digitala-pas-cu-pas",
		"Şcoală — Țară":                  "scoala-tara",
		"Дигиталната община":             "digitalnata-obshtina",
		"Ѓорѓи и Ќе":                     "gorgi-i-ke",
		"Љубав, њега, џеп, ђак":          "ljubav-njega-dzhep-djak",
		"Çdo ditë":                       "cdo-dite",
		"Who’s Who of It's":              "whos-who-of-its",
		"--a__b..c--":                    "a-b-c",
		"学习":                             "",
		"":                               "",
		strings.Repeat("abcdefghi ", 12): strings.TrimSuffix(strings.Repeat("abcdefghi-", 8), "-"),
	} {
		if got := pack.Slug(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	keys := pack.Keys{}
	var got []string
	for _, candidates := range [][]string{{"a"}, {"a", "b"}, {"a", "b"}, {"", "a"}, {""}, {"", ""}} {
		got = append(got, keys.Take("item", candidates...))
	}
	if want := []string{"a", "b", "a-2", "a-3", "item", "item-2"}; !slices.Equal(got, want) {
		t.Errorf("took %v, want %v", got, want)
	}
}

func TestLanguageOfAName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][2]string{
		"01-files.ro.md":     {"01-files.md", "ro"},
		"a/b.pt-BR.md":       {"a/b.md", "pt-BR"},
		"a/b.sr_latn.md":     {"a/b.md", "sr-Latn"},
		"map.EN.png":         {"map.png", "en"},
		"1.1 The triad.md":   {"1.1 The triad.md", ""},
		"notes.old.md":       {"notes.old.md", ""},
		"draft.v2.md":        {"draft.v2.md", ""},
		"plain.md":           {"plain.md", ""},
		".ro.md":             {".ro.md", ""},
		"archive.zz-nope.md": {"archive.zz-nope.md", ""},
	} {
		if rest, tag := pack.SplitLanguage(name); rest != want[0] || tag != want[1] {
			t.Errorf("%q is %q and %q, want %q", name, rest, tag, want)
		}
	}
}

func TestLicences(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"CC Attribution Share Alike - http://creativecommons.org/licenses/by-sa/4.0":                     "CC-BY-SA-4.0",
		"[CC BY](https://creativecommons.org/licenses/by/4.0/)":                                          "CC-BY-4.0",
		"# License\n\nCC0 1.0 Universal":                                                                 "CC0-1.0",
		"waives rights through the CC0 1.0 Universal public\ndomain dedication":                          "CC0-1.0",
		"Permission is hereby granted, free of charge, to any\nperson obtaining a copy of this software": "MIT",
		"Apache License\n   Version 2.0, January 2004":                                                   "Apache-2.0",
		"CC-BY-NC-SA-3.0": "CC-BY-NC-SA-3.0",
		"cc by-nd 2.5":    "CC-BY-ND-2.5",
		"Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International": "CC-BY-NC-SA-4.0",
		"Creative Commons Attribution":                                            "CC-BY",
		"GNU GENERAL PUBLIC LICENSE Version 3":                                    "GPL-3.0",
		"All rights\nreserved by us":                                              "All rights reserved by us",
	} {
		if got := pack.LicenceName(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
