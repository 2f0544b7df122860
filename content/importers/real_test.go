//go:build real

package importers

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"vatra/content/pack"
)

// realData is the folder of a course that nobody here wrote: in VATRA_SHARED, or beside the module.
func realData(t *testing.T, name string) string {
	t.Helper()
	shared := os.Getenv("VATRA_SHARED")
	if shared == "" {
		dir, err := filepath.Abs("../../shared") // beside the root of the module, where the folder of this package is
		if err != nil {
			t.Fatal(err)
		}
		shared = dir
	}
	name = filepath.Join(shared, "data", name)
	if _, err := os.Stat(name); err != nil {
		t.Fatalf("there is no real course at %s: VATRA_SHARED names the folder that holds data/", name)
	}
	return name
}

// onDisk lists the files below dir whose names end in one of endings.
func onDisk(t *testing.T, dir string, endings ...string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && slices.Contains(endings, strings.ToLower(path.Ext(name))) {
			relative, err := filepath.Rel(dir, name)
			files = append(files, filepath.ToSlash(relative))
			return err
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(files)
	return files
}

func TestRealDITAPOpensWhole(t *testing.T) {
	t.Parallel()
	dir := realData(t, "ditap-digital-services-en")
	p := opened(t, dir)

	pages := slices.DeleteFunc(onDisk(t, dir, ".md"), func(name string) bool { return name == "LICENSE.md" })
	var entries []string
	for _, module := range p.Modules {
		for _, lesson := range module.Lessons {
			text := lesson.Texts["en"]
			entries = append(entries, text.Entry)
			if strings.TrimSpace(text.Source) == "" || text.Title == "" || strings.TrimSpace(text.Title) != text.Title || len(lesson.Texts) != 1 {
				t.Errorf("%s: %q with %d bytes in %d languages", text.Entry, text.Title, len(text.Source), len(lesson.Texts))
			}
		}
	}
	slices.Sort(entries)
	if len(pages) != 67 || !slices.Equal(entries, pages) {
		t.Errorf("%d lessons of %d pages", len(entries), len(pages))
	}
	images := onDisk(t, dir, ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
	var assets []string
	for _, asset := range p.Assets {
		assets = append(assets, asset.Path)
		if !strings.HasPrefix(asset.MediaType, "image/") {
			t.Errorf("%s is %s", asset.Path, asset.MediaType)
		}
	}
	slices.Sort(assets)
	if len(images) != 63 || !slices.Equal(assets, images) {
		t.Errorf("%d assets of %d images", len(assets), len(images))
	}
	if p.Titles["en"] != "Ditap digital services" || p.Code != "ditap-digital-services-en" {
		t.Errorf("called %v and %s", p.Titles, p.Code)
	}
	if p.Licence != "CC0-1.0" || !strings.HasPrefix(p.Attribution.Source, "github.com/usds/") || !slices.Equal(p.Languages, []string{"en"}) {
		t.Errorf("licence %q, source %q, languages %v", p.Licence, p.Attribution.Source, p.Languages)
	}
	if report := warnings(p); report != "" {
		t.Errorf("not all of it was taken:\n%s", report)
	}
}

// TestRealDITAPLooksAsItsAuthorsMeant looks at the odd names and links of the source one by one.
func TestRealDITAPLooksAsItsAuthorsMeant(t *testing.T) {
	t.Parallel()
	p := opened(t, realData(t, "ditap-digital-services-en"))
	if first, last := p.Modules[0], p.Modules[len(p.Modules)-1]; first.Titles["en"] != "Module-0 / Self-Paced Materials" ||
		last.Titles["en"] != "Module-5 / Sprint-2 / Self-Paced Materials" {
		t.Errorf("from %q to %q", first.Titles["en"], last.Titles["en"])
	}
	titles := map[string]string{}
	seen := map[string]string{}
	for _, module := range p.Modules {
		for _, lesson := range module.Lessons {
			text := lesson.Texts["en"]
			titles[text.Entry] = text.Title
			if other := seen[text.Title]; other != "" && !strings.Contains(text.Title, "SWOT") { // that one is there twice
				t.Errorf("%s and %s are both called %q", other, text.Entry, text.Title)
			}
			seen[text.Title] = text.Entry
		}
	}
	for entry, want := range map[string]string{
		"Module-0/Self-Paced Materials/1_Program Pre-Assessment.md":                                   "Digital IT Acquisition Professional (DITAP) Program Pre-Assessment",
		"Module-3/In-Class Materials/2_Module 3 Facilitator Guide .md":                                "Module 3 Facilitator Guide",
		"Module-2/Sprint-4/In-Class Materials/2_Case Study: Far 10 Integration.md":                    "FAR 10 Integration Assignments",
		"Module-1/Sprint-1/In-Class Materials/1_Case Study: Introducing Casey and the CRM Project.md": "Case Study: Introducing Casey and the CRM Project",
		"Module-2/Sprint-2/In-Class Materials/1_Case Study: Mapping Casey’s Stakeholders.md":          "Module 2 Sprint 1 Case Study Facilitator Guide",
	} {
		if titles[entry] != want {
			t.Errorf("%s is called %q, want %q", entry, titles[entry], want)
		}
	}
	found, ok := p.Resolve("Module-1/Sprint-2/Self-Paced Materials/1_Digital Service Methods, Roles, and Sources of Supply.md",
		"https://github.com/usds/ditap-curriculum-update/raw/8f3e293242f3e2cbfa72b51da4263da664fccac8/3_Curriculum/"+
			"3B_DITAP-Core-Curriculum/Module-1/Module-1-Media/ux-design-paradox-comic_lg_source%202.jpg")
	if !ok || found.Asset == nil || path.Base(found.Asset.Path) != "ux-design-paradox-comic_lg_source 2.jpg" {
		t.Errorf("the comic is %+v", found.Asset)
	}
}

// TestRealDITAPIsTheSameFromAZip packs the folder as an author would, folder and all.
func TestRealDITAPIsTheSameFromAZip(t *testing.T) {
	t.Parallel()
	dir := realData(t, "ditap-digital-services-en")
	name := filepath.Join(t.TempDir(), "download.zip")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(file)
	err = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		relative, err := filepath.Rel(filepath.Dir(dir), p)
		if err != nil {
			return err
		}
		to, err := w.Create(filepath.ToSlash(relative))
		if err != nil {
			return err
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		_, err = to.Write(data)
		return err
	})
	if err := errors.Join(err, w.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
	folder, zipped := opened(t, dir), opened(t, name)
	if folder.Digest != zipped.Digest {
		t.Error("the digest is another")
	}
	if !reflect.DeepEqual(plainPackage(zipped), plainPackage(folder)) {
		t.Errorf("the course of the zip is\n%s\nof the folder\n%s", outline(zipped), outline(folder))
	}
	r, err := zipped.Assets[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil || int64(len(data)) != zipped.Assets[0].Size {
		t.Errorf("the first image has %d bytes of %d: %v", len(data), zipped.Assets[0].Size, err)
	}
}

// plainPackage is a package without where it was read from.
func plainPackage(p *pack.Package) pack.Package {
	plain := pack.Package{
		Format: p.Format, Digest: p.Digest, Code: p.Code, Titles: p.Titles, Summaries: p.Summaries, Languages: p.Languages,
		Licence: p.Licence, Attribution: p.Attribution, Modules: p.Modules, Assets: slices.Clone(p.Assets), Warnings: p.Warnings,
	}
	for i := range plain.Assets {
		plain.Assets[i].Open = nil
	}
	return plain
}

func TestRealSecurity101IsOneCourseInThreeLanguages(t *testing.T) {
	t.Parallel()
	dir := realData(t, "security101-en-ro-bg")
	p := opened(t, dir)
	if !slices.Equal(p.Languages, []string{"en", "bg", "ro"}) || p.Titles["en"] != "Security101" {
		t.Errorf("%v in %v", p.Titles, p.Languages)
	}
	lessons, texts := 0, map[string]int{}
	for _, module := range p.Modules {
		for _, lesson := range module.Lessons {
			lessons++
			for tag, text := range lesson.Texts {
				texts[tag]++
				if path.Dir(text.Entry) != tag || path.Base(text.Entry) != path.Base(lesson.Texts["en"].Entry) {
					t.Errorf("%s is the %s of %s", text.Entry, tag, lesson.Key)
				}
				if strings.Contains(text.Source, "CO_OP_TRANSLATOR_METADATA") || strings.TrimSpace(text.Source) == "" {
					t.Errorf("%s begins %.60q", text.Entry, text.Source)
				}
			}
		}
	}
	for _, tag := range []string{"en", "ro", "bg"} {
		if want := len(onDisk(t, filepath.Join(dir, tag), ".md")); want != 32 || texts[tag] != want {
			t.Errorf("%d texts in %s of %d", texts[tag], tag, want)
		}
	}
	if lessons != 32 || len(p.Assets) != len(onDisk(t, dir, ".png", ".jpg")) || p.Licence != "CC0-1.0" {
		t.Errorf("%d lessons, %d assets, licence %q", lessons, len(p.Assets), p.Licence)
	}
	if titles := lessonByKey(t, p, "the-cia-triad-and-other-key-concepts").Texts; titles["ro"].Title != "Triada CIA și alte concepte cheie" ||
		titles["bg"].Title != "Триадата на ЦРУ и други ключови концепции" {
		t.Errorf("the first is called %q and %q", titles["ro"].Title, titles["bg"].Title)
	}
}

// TestRealSecurity101FindsItsPictures knows that the pictures of the translations were left out of the source, so that the
// originals stand in, and that two pictures lie on another site.
func TestRealSecurity101FindsItsPictures(t *testing.T) {
	t.Parallel()
	p := opened(t, realData(t, "security101-en-ro-bg"))
	for link, want := range map[string]string{
		"../../translated_images/ciatriad.0cf01e809b3845866bec11e829aac615e19a7b2a2897a4aafeb8000955a3f4b5.ro.png": "images/ciatriad.png",
		"/images/ciatriad.png":       "images/ciatriad.png",
		"images/1-1_placeholder.png": "images/1-1_placeholder.png",
	} {
		if found, ok := p.Resolve("ro/1.1 The CIA triad and other key concepts.md", link); !ok || found.Asset.Path != want {
			t.Errorf("%s is %+v", link, found.Asset)
		}
	}
	wantText(t, "the report", warnings(p), "")
}

func TestRealCartridgeOpensWithItsReport(t *testing.T) {
	t.Parallel()
	p := opened(t, realData(t, "common-cartridge-ally/allyworkshop.imscc"))
	if p.Format != pack.FormatCartridge || p.Titles["en"] != "Ally: Accessibility Workshop" || p.Licence != "CC-BY-SA-4.0" {
		t.Errorf("%s %v %s", p.Format, p.Titles, p.Licence)
	}
	kinds := map[string]int{}
	var titles []string
	for _, module := range p.Modules {
		titles = append(titles, module.Titles["en"])
		for _, lesson := range module.Lessons {
			kinds[lesson.Kind]++
			if text := lesson.Texts["en"]; text.Title == "" || strings.TrimSpace(text.Source) == "" {
				t.Errorf("%s is empty: %+v", lesson.Key, text)
			}
		}
	}
	wantText(t, "the modules", strings.Join(titles, "\n"), `
Part 1: Overview: Accessibility and ALLY
Part 2: "Before" courses
Part 3: "After" courses
More on Accessibility
Further material`)
	// The source has 12 pages, two of them unpublished, 4 topics, and 26 files, three of them documents no page links to.
	if kinds["page"] != 10 || kinds["topic"] != 4 || kinds["file"] != 3 || len(p.Assets) != 26 {
		t.Errorf("kinds %v, %d assets", kinds, len(p.Assets))
	}
	wantText(t, "the report", warnings(p), `
course_settings/canvas_export.txt: content.resource_settings
i1541996d0705f00211859d352c6162a6.xml: content.resource_settings
i3a30940b99132ec342cd9170be655799.xml: content.resource_settings
i8a5c87ec2f8cbf0dbf390d6fdeea7100.xml: content.resource_settings
ib336f4af62658fe151a18dac155d5e1e.xml: content.resource_settings
ic56eb2b688115ca5c2787c05c9a04bf5.xml: content.entry_not_placed
iccb5899acefc1f50d070cb40a9349ad0.xml: content.lti
imsmanifest.xml: content.item_without_resource Title=Badge: ALLY Badge
wiki_content/ally-explained-video.html: content.page_unpublished
wiki_content/ally-for-students.html: content.entry_not_placed
wiki_content/page-for-testing-ally.html: content.entry_not_placed
wiki_content/rtc-accessibilty-advisory-committee.html: content.entry_not_placed
wiki_content/the-time-is-now.html: content.entry_not_placed
wiki_content/what-ally-does.html: content.page_unpublished`)
}
