package admin_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"vatra/lms/access"
	"vatra/lms/clamav/clamtest"
	"vatra/lms/web/webtest"
)

// TestAnInfectedPackageIsNotKept nor one of which nobody can say whether it is.
func TestAnInfectedPackageIsNotKept(t *testing.T) {
	t.Parallel()
	s, scanner := webtest.Scanned(t)
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	lesson := map[string]string{"01-a/01-b.en.md": "# B\n\nText.\n"}
	clean := webtest.Zip(t, lesson)
	lesson["01-a/virus.txt"] = clamtest.Virus()
	infected := webtest.Zip(t, lesson)
	const none = "Nothing has been imported here yet"

	admin.Get("/admin/imports")
	admin.Upload("/admin/imports", "package", "sick.zip", infected, nil).Check(t, http.StatusUnprocessableEntity, []string{
		"The virus scanner found “" + clamtest.Find + "” in this file", `href="#field-package"`, none,
	}, nil)
	large := make([]byte, clamtest.StreamMaxLength+1)
	admin.Upload("/admin/imports", "package", "large.zip", large, nil).Check(t, http.StatusServiceUnavailable,
		[]string{"send it again in a few minutes", "large.zip"}, nil)
	nothingIsKept(t, s)
	admin.Get("/admin/imports").Check(t, http.StatusOK, []string{none}, []string{"sick.zip", "large.zip"})

	admin.Follow(admin.Upload("/admin/imports", "package", "well.zip", clean, nil)).Check(t, http.StatusOK, []string{"well.zip"}, nil)
	scanner.Stop()
	admin.Get("/admin/imports")
	for _, packed := range [][]byte{infected, clean} {
		admin.Upload("/admin/imports", "package", "later.zip", packed, nil).Check(t, http.StatusServiceUnavailable,
			[]string{"send it again in a few minutes", "later.zip"}, []string{clamtest.Find, "clamd"})
	}
	admin.Get("/admin/imports").Check(t, http.StatusOK, []string{"well.zip"}, []string{"later.zip"})
}

// nothingIsKept looks into the folder of objects, and into that of files on their way there.
func nothingIsKept(t *testing.T, s *webtest.Site) {
	t.Helper()
	webtest.Must(t, filepath.WalkDir(s.Objects, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			t.Errorf("%s is kept", path)
		}
		return err
	}))
}
