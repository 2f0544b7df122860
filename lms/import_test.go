package lms_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"vatra/content"
	"vatra/lms"
	"vatra/lms/fault"
	"vatra/lms/i18n"
)

func TestFailedImportSaysWhyAndDoneImportShowsItsCourse(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	admin := s.person("admin@primarie.example", lms.RoleAdministrator)
	id, err := s.imports.Submit(t.Context(), admin, "curs.zip", strings.NewReader("no archive at all"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.imports.Run(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	failed, err := s.imports.Import(t.Context(), id)
	if err != nil || failed.Status != lms.ImportFailed || failed.ErrorKey == "" {
		t.Errorf("%+v %v", failed, err)
	}
}

// TestFailedImportKeepsTheReasonWithinItsReason reads both from the database, as the page of the import does.
func TestFailedImportKeepsTheReasonWithinItsReason(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	admin := s.person("admin@primarie.example", lms.RoleAdministrator)
	for want, files := range map[string]map[string]string{
		"Nicio lecție din „curs” nu a putut fi preluată. 1.md: Textul este prea mare. Dimensiunea maximă: 4 MB.": {
			"1.md": strings.Repeat("word ", 1<<20),
		},
		"Nicio lecție din „Curs” nu a putut fi preluată. proba.md: Nicio întrebare a testului nu a putut fi preluată, " +
			"așa că testul a fost lăsat deoparte.": {
			"course.yaml": "vatra: 1\ntitle: Curs\nlanguages: [ro]\nquizzes: [{key: q, file: proba.md}]\n",
			"proba.md":    "# Probă\n\nFără întrebări.\n",
		},
	} {
		var packed bytes.Buffer
		archive := zip.NewWriter(&packed)
		for name, text := range files {
			file, err := archive.CreateHeader(&zip.FileHeader{Name: name}) // not packed: it would be taken for a bomb
			if err == nil {
				_, err = file.Write([]byte(text))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := archive.Close(); err != nil {
			t.Fatal(err)
		}
		id, err := s.imports.Submit(t.Context(), admin, "curs.zip", &packed)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.imports.Run(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		failed, err := s.imports.Import(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		got := i18n.For("ro").Message(fault.Message{Key: failed.ErrorKey, Args: failed.ErrorArgs})
		if got != want {
			t.Errorf("it says\n%s, want\n%s", got, want)
		}
	}
}

func TestSurveySaysWhatTheImportWillSay(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"01-files.en.md": "# Files\n\nA text.\n\n<video autoplay></video><object>x</object>\n\n![](map.png)\n\n![a](none.png)\n\n[go](javascript:x)\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pkg, err := content.OpenPackage(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer pkg.Close()
	surveyed, err := lms.Survey(pkg)
	if err != nil {
		t.Fatal(err)
	}
	installed := s.install(dir)
	if !reflect.DeepEqual(surveyed.Warnings, installed.Warnings) || !slices.ContainsFunc(surveyed.Warnings,
		func(w content.Warning) bool { return w.Key == "content.link_refused" }) {
		t.Errorf("surveyed %v\ninstalled %v", surveyed.Warnings, installed.Warnings)
	}
}
