package intake_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"vatra/content/importers"
	"vatra/content/pack"
	"vatra/content/pack/packtest"
	"vatra/lms/schooltest"
)

// TestEachEntryIsToldBeforeItsWorkAndNoneAfterIt: of an import that does not come to its end the last one is named.
func TestEachEntryIsToldBeforeItsWorkAndNoneAfterIt(t *testing.T) {
	t.Parallel()
	dir := packtest.Folder(t, map[string]string{
		"course.yaml": "vatra: 1\ntitle: {en: Two languages}\nlanguages: [en, ro]\nlicence: CC0-1.0\n",
		"01-a.en.md":  "# Heart\n\nWell.\n\n**How much?**\n\n- [x] Much\n- [ ] Little\n",
		"01-a.ro.md":  "# Inimă\n\nBine.\n\n**Cât?**\n\n- [x] Mult\n- [ ] Puțin\n",
		"a.png":       "no picture",
	})
	var told []string
	ctx := pack.Watch(t.Context(), func(entry string) {
		if len(told) == 0 || told[len(told)-1] != entry {
			told = append(told, entry)
		}
	})
	pkg, err := importers.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer pkg.Close()
	if want := []string{
		"01-a.en.md", "01-a.ro.md", "a.png", "course.yaml", "", // all are looked through
		"course.yaml", "01-a.en.md", "01-a.ro.md", "", // texts are taken apart
	}; !slices.Equal(told, want) {
		t.Errorf("opening it told %q", told)
	}
	told = nil
	if _, err := schooltest.New(t).Installer.Install(ctx, pkg, uuid.Nil, nil); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"01-a.en.md", "01-a.ro.md", "", // questions are found
		"a.png", "", // files are stored
		"01-a.en.md", "01-a.ro.md", // texts are rendered
	}
	if len(told) < len(want) || !slices.Equal(told[:len(want)], want) {
		t.Fatalf("installing it told %q", told)
	}
	// The question is rendered in both languages, whichever comes first, and then the whole is published.
	questions := told[len(want):]
	if !slices.Contains(questions, "01-a.en.md") || questions[len(questions)-1] != "" {
		t.Errorf("with its question it told %q", questions)
	}
}
