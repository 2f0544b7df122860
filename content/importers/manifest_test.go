package importers

import (
	"errors"
	"strings"
	"testing"

	"vatra/content/pack/packtest"
	"vatra/lms/fault"
)

const aManifest = `vatra: 1
code: town-hall
title:
  ro: Primăria
  en: Town hall
languages: [ro, en]
`

// TestManifestFaults shows that whoever writes a manifest by hand is told the line.
func TestManifestFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		manifest, key, name string
		line                int
	}{
		"an unknown key":            {aManifest + "titel: x\n", "unknown_key", "titel", 7},
		"an unknown key inside":     {aManifest + "modules:\n  - folder: 01-a\n    titel: x\n", "unknown_key", "titel", 9},
		"an unknown key deep":       {aManifest + "quizzes:\n- {key: a, file: q, draw: [{tag: x, number: 2}]}\n", "unknown_key", "number", 8},
		"the same key twice":        {aManifest + "code: other\n", "duplicate_key", "code", 7},
		"a list for a text":         {aManifest + "licence: [a, b]\n", "type", "", 7},
		"a text for a list":         {aManifest + "modules: 01-a\n", "type", "", 7},
		"a word for a number":       {aManifest + "quizzes:\n  - key: a\n    file: q\n    attempts: many\n", "type", "", 10},
		"a list of everything":      {"- vatra: 1\n- code: x\n", "type", "", 1},
		"a broken line":             {aManifest + "licence: \"open\n", "syntax", "", 7},
		"two documents":             {aManifest + "---\nvatra: 1\n", "syntax", "", 7},
		"an anchor":                 {aManifest + "licence: &l CC0\nsummary: *l\n", "alias", "", 7},
		"a tag":                     {aManifest + "licence: !!str x\n", "alias", "", 7},
		"no version":                {strings.Replace(aManifest, "vatra: 1\n", "", 1), "missing_key", "vatra", 1},
		"another version":           {strings.Replace(aManifest, "vatra: 1", "vatra: 2", 1), "value", "vatra", 1},
		"a code that is no slug":    {strings.Replace(aManifest, "town-hall", "Town Hall", 1), "value", "code", 2},
		"no languages":              {strings.Replace(aManifest, "languages: [ro, en]\n", "", 1), "missing_key", "languages", 1},
		"no title":                  {"vatra: 1\nlanguages: [ro]\n", "missing_key", "title", 1},
		"no such language":          {strings.Replace(aManifest, "[ro, en]", "[ro, xx9]", 1), "value", "languages", 6},
		"a title in no language":    {strings.Replace(aManifest, "  en:", "  english:", 1), "value", "title, summary", 5},
		"a module without a folder": {aManifest + "modules:\n  - title: A\n", "missing_key", "modules.folder", 1},
		"a quiz without a file":     {aManifest + "quizzes:\n  - key: a\n", "missing_key", "quizzes.file", 1},
		"two quizzes of one key":    {aManifest + "quizzes:\n  - {key: a, file: q}\n  - {key: a, file: r}\n", "value", "key", 9},
		"a time without a unit":     {aManifest + "quizzes:\n  - {key: a, file: q, time_limit: 30}\n", "value", "time_limit", 8},
		"less than no time":         {aManifest + "quizzes:\n  - {key: a, file: q, time_limit: -5m}\n", "value", "time_limit", 8},
		"more than a day":           {aManifest + "quizzes:\n  - {key: a, file: q, time_limit: 24h1s}\n", "value", "time_limit", 8},
		"no attempt":                {aManifest + "quizzes:\n  - {key: a, file: q, attempts: 0}\n", "value", "attempts", 8},
		"fewer than none":           {aManifest + "quizzes:\n  - {key: a, file: q, attempts: -1}\n", "value", "attempts", 8},
		"more than all":             {aManifest + "quizzes:\n  - {key: a, file: q, pass_mark: 101}\n", "value", "pass_mark", 8},
		"a rule for no grade":       {aManifest + "quizzes:\n  - {key: a, file: q, grade: worst}\n", "value", "grade", 8},
		"a draw of none":            {aManifest + "quizzes:\n  - {key: a, file: q, draw: [{tag: x, count: 0}]}\n", "value", "draw", 8},
		"lists without end":         {strings.Repeat("[", 100_000), "too_large", "", 1},
		"more than anybody writes":  {aManifest + strings.Repeat("# x\n", 100_000), "too_large", "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Open(t.Context(), packtest.Folder(t, map[string]string{"course.yaml": test.manifest, "a/1.md": "# x"}))
			f, ok := errors.AsType[*fault.Error](err)
			if !ok || f.Kind != fault.Invalid || f.Key != "content.manifest_"+test.key {
				t.Fatalf("got %v, want %s", err, test.key)
			}
			if f.Args["Line"] != test.line || test.name != "" && f.Args["Name"] != test.name || f.Args["Entry"] != "course.yaml" {
				t.Errorf("told %v, want line %d and %q", f.Args, test.line, test.name)
			}
		})
	}
}

func TestManifestNamesOnlyWhatIsThere(t *testing.T) {
	t.Parallel()
	for name, more := range map[string]string{
		"02-b":        "modules:\n  - folder: 01-a\n  - folder: 02-b\n",
		"q/final":     "quizzes:\n  - {key: a, file: q/final}\n",
		"03-c":        "quizzes:\n  - {key: a, file: 01-a/1, after: 03-c}\n",
		"map.png":     "assets:\n  - {path: map.png, licence: CC0-1.0}\n",
		"../map.png":  "assets:\n  - {path: ../map.png, licence: CC0-1.0}\n",
		"01-a/1.jpeg": "quizzes:\n  - {key: a, file: 01-a/1.jpeg}\n",
	} {
		_, err := Open(t.Context(), packtest.Folder(t, map[string]string{"course.yaml": aManifest + more, "01-a/1.md": "# x", "01-a/2.md": "# y"}))
		f, ok := errors.AsType[*fault.Error](err)
		if !ok || f.Key != "content.manifest_missing_file" || f.Args["Name"] != name {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
