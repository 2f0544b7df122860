package admin_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

// TestAPackageThatFindsNoRoomIsNotTaken and the site goes on.
func TestAPackageThatFindsNoRoomIsNotTaken(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	admin.Get("/admin/imports")
	uploads := filepath.Join(s.Objects, ".uploads")
	webtest.Must(t, os.Rename(uploads, uploads+".away"))
	packed := webtest.Zip(t, map[string]string{"1.en.md": "# One\n\nText.\n"})
	admin.Upload("/admin/imports", "package", "little.zip", packed, nil).Check(t, http.StatusServiceUnavailable,
		[]string{"The form was not saved", "choose it again", "little.zip"}, []string{"Please choose a file."})
	admin.Get("/admin/imports").Check(t, http.StatusOK, []string{"Nothing has been imported here yet"}, nil)
	webtest.Must(t, os.Rename(uploads+".away", uploads))
	admin.Follow(admin.Upload("/admin/imports", "package", "little.zip", packed, nil)).Check(t, http.StatusOK, []string{"little.zip"}, nil)
}
