package content_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vatra/content/importers"
	"vatra/content/markup"
	"vatra/content/media"
	"vatra/content/pack"
)

func TestLinksLeadIntoTheCourse(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, data := range map[string][]byte{
		"01-start/01-first.md":       []byte("# First\n\n![Map of the town](../images/town%20map.png)\n\n[handout](/files/plan.pdf) [photo](photo.png)\n"),
		"02-safety/01-phishing.md":   []byte("# Phishing\n\nText of the lesson.\n"),
		"images/town map.png":        asPNG(t, scene(1000, 500)),
		"01-start/photo.png":         asPNG(t, scene(30, 20)),
		"files/plan.pdf":             []byte("%PDF-1.7\n%%EOF\n"),
		"03-more/01-not-stored.md":   []byte("# More\n\n![A](broken.png)\n"),
		"03-more/broken.png":         asPNG(t, scene(10, 10)),
		"03-more/02-also-a-page.md":  []byte("# Also\n\nText.\n"),
		"03-more/images/nothing.txt": []byte("x"),
	} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pkg, err := importers.Open(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pkg.Close() })
	store, _ := assetStore(t)
	links := pack.NewLinks(pkg)
	stored := map[string]media.Asset{}
	for _, a := range pkg.Assets {
		if a.Path == "03-more/broken.png" {
			continue
		}
		r, err := a.Open()
		if err != nil {
			t.Fatal(err)
		}
		asset, err := store.PutAsset(t.Context(), r, a.Path)
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Close()
		stored[a.Path] = asset
		links.Add(a.Path, asset)
	}
	lesson := ""
	for _, module := range pkg.Modules {
		for _, l := range module.Lessons {
			for _, text := range l.Texts {
				if text.Entry == "02-safety/01-phishing.md" {
					lesson = l.Key
				}
			}
		}
	}
	const entry = "01-start/01-first.md"
	image := markup.AssetLink(stored["images/town map.png"].SHA256, "town map.png")
	for link, want := range map[string]string{
		"../images/town%20map.png":                       image,
		"../images/town map.png":                         image,
		"/images/town%20map.png?raw=true":                image,
		"https://e.org/blob/main/x/town%20map.png?raw=1": image,
		"photo.png":                                        markup.AssetLink(stored["01-start/photo.png"].SHA256, "photo.png"),
		"../files/plan.pdf":                                markup.AssetLink(stored["files/plan.pdf"].SHA256, "plan.pdf"),
		"../02-safety/01-phishing.md":                      "lesson:" + lesson,
		"../02-safety/01-phishing.md#What%20to%20do":       "lesson:" + lesson + "#c-what-to-do",
		"../02-safety/nowhere.md":                          "",
		"../../../../etc/passwd":                           "",
		"../03-more/broken.png":                            "",
		"https://e.org/town-map.pdf":                       "",
		"#place":                                           "",
		"javascript:alert(1)":                              "",
		"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAA": "",
	} {
		got, ok := links.From(entry)(link)
		if ok != (want != "") || ok && got.Link != want {
			t.Errorf("%s leads to %+v, %v; want %q", link, got, ok, want)
		}
	}
	r := markup.Renderer{Resolve: links.From(entry), Entry: entry}
	html, warnings := r.Render("![Map of the town](../images/town%20map.png)", markup.SyntaxMarkdown)
	if want := `srcset="asset:` + stored["images/town map.png"].Variants[0].SHA256 + `/town%20map-480.`; len(warnings) > 0 || !strings.Contains(html, want) {
		t.Errorf("got %s, %v; want %s", html, warnings, want)
	}
}
