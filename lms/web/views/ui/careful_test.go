package ui_test

import (
	"io/fs"
	"os"
	"path"
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
	var found []string
	views := os.DirFS("..")
	err := fs.WalkDir(views, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".templ" {
			return err
		}
		text, err := fs.ReadFile(views, name)
		for _, match := range red.FindAllStringSubmatch(string(text), -1) {
			found = append(found, match[1]+match[2]+match[3])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(found)
	if !slices.Equal(found, irreversible) {
		t.Errorf("red leads to\n%q, not to\n%q", found, irreversible)
	}
}
