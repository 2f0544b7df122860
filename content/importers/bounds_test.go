package importers

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"vatra/content/pack"
	"vatra/content/pack/packtest"
	"vatra/lms/fault"
)

// TestNoPackageCostsMoreThanItsLength: each of these is some kilobytes, or a few megabytes, and took gigabytes or minutes.
func TestNoPackageCostsMoreThanItsLength(t *testing.T) { //nolint:paralleltest // it counts what is allocated
	title := strings.Repeat("A long title ", 20)
	nest := func(depth int) string {
		return strings.Repeat(`<item><title>`+title+`</title><item identifierref="a"><title>`+title+`</title></item>`, depth) + strings.Repeat("</item>", depth)
	}
	var again strings.Builder
	for i := range 30_000 {
		fmt.Fprintf(&again, `<item identifierref="a"><title>Again %d</title></item>`, i)
	}
	cartridge := func(items, resources string) map[string]string {
		return map[string]string{"a.html": "<title>A</title><p>Text.", "imsmanifest.xml": `<manifest><metadata><schema>IMS Common Cartridge</schema></metadata>
			<organizations><organization><item>` + items + `</item></organization></organizations>
			<resources><resource identifier="a" type="webcontent" href="a.html"/>` + resources + `</resources></manifest>`}
	}
	spoken := map[string]string{}
	for i := range 26 * 26 { // a quarter of these are languages (ISO 639-1)
		spoken[fmt.Sprintf("%d.%c%c.md", i, 'a'+i%26, 'a'+i/26)] = "Text.\n"
	}
	for name, c := range map[string]struct {
		files     map[string]string
		key       string
		mostBytes int
	}{
		"deep items":              {cartridge(nest(2500), ""), "content.manifest_too_large", 400 << 20},
		"items as deep as is let": {cartridge(nest(90), ""), "", 100 << 20},
		"one resource again":      {cartridge(again.String(), ""), "", 200 << 20},
		"links without a file":    {cartridge("", strings.Repeat(`<resource type="webcontent" href="https://a.b"/>`, 20_000)), "content.too_many_lessons", 300 << 20},
		"many attributes":         {cartridge("", "<resource "+strings.Repeat("a='' ", 500_000)+"/>"), "content.manifest_too_large", 400 << 20},
		"comments at the head":    {map[string]string{"1.md": strings.Repeat("<!---->", 400_000) + "\n# A\n\nText.\n"}, "", 100 << 20},
		"a language for each":     {spoken, "content.too_many_languages", 100 << 20},
		"a page of tags": {func() map[string]string {
			f := cartridge(`<item identifierref="a"/>`, "")
			f["a.html"] = strings.Repeat("<p>", 1_000_000)
			return f
		}(), "content.package_refused", 100 << 20},
	} {
		t.Run(name, func(t *testing.T) {
			dir := packtest.Folder(t, c.files)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			p, err := Open(t.Context(), dir)
			runtime.ReadMemStats(&after)
			switch {
			case err == nil:
				defer func() { _ = p.Close() }()
				if c.key != "" {
					t.Errorf("it was taken")
				}
				if len(p.Warnings) > 3*fault.MostOfAKind {
					t.Errorf("it has %d warnings", len(p.Warnings))
				}
			case c.key == "":
				t.Errorf("it was refused: %v", err)
			default:
				packtest.Refused(t, err, c.key, "")
			}
			if made := int(after.TotalAlloc - before.TotalAlloc); made > c.mostBytes {
				t.Errorf("%d MB were made", made>>20)
			}
		})
	}
}

// TestTitlesOfModulesInModulesStayTitles however many stand around them.
func TestTitlesOfModulesInModulesStayTitles(t *testing.T) {
	t.Parallel()
	p := opened(t, packtest.Folder(t, map[string]string{
		"a.html": "<title>A</title><p>Text.", "imsmanifest.xml": `<manifest><metadata><schema>IMS Common Cartridge</schema></metadata><organizations><organization><item>` +
			strings.Repeat(`<item><title>Part of the whole</title>`, 60) + `<item identifierref="a"/>` + strings.Repeat("</item>", 60) +
			`</item></organization></organizations><resources><resource identifier="a" type="webcontent" href="a.html"/></resources></manifest>`,
	}))
	title := p.Modules[0].Titles[p.Languages[0]]
	if n := len([]rune(title)); !strings.HasPrefix(title, "Part of the whole / Part") || n > 301 {
		t.Errorf("the title has %d letters: %s", n, title)
	}
}

// TestTextsThatAreTooMuchTogetherAreLeftOut one by one, with the first of them taken.
func TestTextsThatAreTooMuchTogetherAreLeftOut(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for i := range 1 + pack.MaxTexts/pack.MaxTextSize {
		files[fmt.Sprintf("%02d.md", i)] = "# Text\n" + strings.Repeat("x", pack.MaxTextSize-7)
	}
	p := opened(t, packtest.Folder(t, files))
	if n := len(p.Modules[0].Lessons); n != pack.MaxTexts/pack.MaxTextSize {
		t.Errorf("%d lessons were taken", n)
	}
	wantText(t, "warnings", warnings(p), "08.md: content.texts_too_large Limit=32")
}

// TestANameThatManyFilesHaveTellsNothing: a link is not compared with thousands of files, one for one.
func TestANameThatManyFilesHaveTellsNothing(t *testing.T) {
	t.Parallel()
	files := map[string]string{"1.md": "# One\n\nText.\n"}
	for i := range 150 {
		files[fmt.Sprintf("p%d/map.png", i)] = "x"
	}
	for i := range 50 {
		files[fmt.Sprintf("q%d/plan.png", i)] = "x"
	}
	p := opened(t, packtest.Folder(t, files))
	if _, ok := p.Resolve("1.md", "elsewhere/map.png"); ok {
		t.Error("one of 150 files was chosen by its name alone")
	}
	if found, ok := p.Resolve("1.md", "there/q7/plan.png"); !ok || found.Asset.Path != "q7/plan.png" {
		t.Errorf("it led to %+v", found.Asset)
	}
	if _, ok := p.Resolve("1.md", "p7/map.png"); !ok {
		t.Error("a file is not found by its path")
	}
}
