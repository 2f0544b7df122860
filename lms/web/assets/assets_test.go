package assets_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"vatra/lms/web/assets"
)

// What goes to every reader on the first visit, compressed.
const (
	styleBudget  = 7 << 10
	scriptBudget = 5 << 10
)

func TestAssetsAreSmall(t *testing.T) {
	t.Parallel()
	set, err := assets.Load()
	if err != nil {
		t.Fatal(err)
	}
	everywhere, heaviest := 0, 0 // a page loads app.js and at most one more script
	for _, name := range set.Names() {
		file := fileOf(t, set, name)
		t.Logf("%s: %d bytes, %d brotli, %d gzip", name, len(file.Plain), len(file.Brotli), len(file.Gzip))
		if strings.HasSuffix(name, ".css") && len(file.Gzip) > styleBudget {
			t.Errorf("%s weighs %d bytes", name, len(file.Gzip))
		}
		switch {
		case name == "app.js":
			everywhere = len(file.Gzip)
		case strings.HasSuffix(name, ".js"):
			heaviest = max(heaviest, len(file.Gzip))
		}
	}
	if everywhere+heaviest > scriptBudget {
		t.Errorf("the scripts of a page weigh %d bytes", everywhere+heaviest)
	}
}

func TestCompressedAssetsAreTheSame(t *testing.T) {
	t.Parallel()
	set, err := assets.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range set.Names() {
		file := fileOf(t, set, name)
		unpacked, err := io.ReadAll(brotli.NewReader(bytes.NewReader(file.Brotli)))
		if err != nil || !bytes.Equal(unpacked, file.Plain) {
			t.Errorf("%s in brotli: %v", name, err)
		}
		gz, err := gzip.NewReader(bytes.NewReader(file.Gzip))
		if err != nil {
			t.Fatal(err)
		}
		if unpacked, err = io.ReadAll(gz); err != nil || !bytes.Equal(unpacked, file.Plain) {
			t.Errorf("%s in gzip: %v", name, err)
		}
		if _, found := set.File("0000000000000000", name); found {
			t.Errorf("%s is found by another hash", name)
		}
	}
}

func TestNothingComesFromElsewhere(t *testing.T) {
	t.Parallel()
	set, err := assets.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range set.Names() {
		text := strings.ReplaceAll(string(fileOf(t, set, name).Plain), "http://www.w3.org/", "")
		for _, foreign := range []string{"http:", "https:", "url(", "@import", "data:"} {
			if strings.Contains(text, foreign) {
				t.Errorf("%s holds %q", name, foreign)
			}
		}
	}
}

func fileOf(t *testing.T, set *assets.Set, name string) *assets.File {
	t.Helper()
	parts := strings.Split(set.URL(name), "/")
	file, found := set.File(parts[2], parts[3])
	if !found {
		t.Fatalf("%s is not at its own address", name)
	}
	return file
}
