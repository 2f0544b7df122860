package ui_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// irreversible is all that red leads to: what nothing brings back, or what everybody sees at once.
var irreversible = []string{
	"dossier.delete_button", "f.Summary", "factors.remove_now", "factors.staff_reset", "factors.staff_reset_now", "staff.revoke",
	"staff.revoke_now",
}

var red = regexp.MustCompile(`(?:class="danger"[^>]*>\{ \w+\.T\("([\w.]+)"|@ui\.Careful\((?:m\.T\("([\w.]+)"|([\w.]+)))`)

func TestRedIsForWhatCannotBeUndone(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../*/*.templ")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d views, %v", len(files), err)
	}
	var found []string
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range red.FindAllStringSubmatch(string(text), -1) {
			found = append(found, match[1]+match[2]+match[3])
		}
	}
	slices.Sort(found)
	if !slices.Equal(found, irreversible) {
		t.Errorf("red leads to\n%q, not to\n%q", found, irreversible)
	}
}
