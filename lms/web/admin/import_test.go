package admin_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestAnAdministratorImportsACourse(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	admin.Get("/admin/imports").Check(t, http.StatusOK, []string{"at most 500 MB", "Nothing has been imported here yet"}, []string{"http-equiv"})
	packed := webtest.Zip(t, map[string]string{
		"01-a/01-b.en.md": "# B\n\n![x](gone.png)\n\n**Two and two?**\n\n- [x] Four\n- [ ] Five\n",
	})
	for name, wrong := range map[string]string{"": "Please choose a file", "notes.pdf": "Please choose a .zip or .imscc file"} {
		admin.Upload("/admin/imports", "package", name, packed, nil).Check(t, http.StatusUnprocessableEntity, []string{wrong}, nil)
	}
	taken := admin.Upload("/admin/imports", "package", `C:\Kurse\little.zip`, packed, nil)
	admin.Follow(taken).Check(t, http.StatusOK, []string{
		"<h1>little.zip</h1>", `<meta http-equiv="refresh" content="3">`, "waiting", "The package has arrived",
	}, []string{"What was imported"})
	admin.Get("/admin/imports").Check(t, http.StatusOK, []string{">little.zip</a>", "Ana Ștefănescu"}, []string{"http-equiv"})

	s.RunImport(idIn(taken))
	done := admin.Get(taken.Header.Get("Location"))
	done.Check(t, http.StatusOK, []string{
		"done", "Markdown texts", "One right choice: 1", "The image “gone.png” is not in the package",
		`href="/courses/`, `href="/admin/tracks?course=`,
	}, []string{"http-equiv", "renews itself"})

	manifest := "vatra: 1\ncode: town\ntitle: Town\nlanguages: [en]\n"
	fresh := s.Imported("town.zip", webtest.Zip(t, map[string]string{"course.yaml": manifest, "01-a/01-hall.en.md": "# The hall\n\nOne.\n"}))
	admin.Get("/admin/imports/"+fresh).Check(t, http.StatusOK,
		[]string{"This is now version 1 of town.", "Everything was imported."}, nil)
	replaced := s.Imported("other.zip", webtest.Zip(t, map[string]string{"course.yaml": manifest, "01-a/01-yard.en.md": "# The yard\n\nTwo.\n"}))
	admin.Get("/admin/imports/"+replaced).Check(t, http.StatusOK, []string{
		"This is now version 2 of town.", `<th scope="row">The hall</th>`, "Version 1 of the course had this lesson",
	}, []string{"Everything was imported."})

	broken := admin.Upload("/admin/imports", "package", "broken.zip", []byte("no archive"), nil)
	s.RunImport(idIn(broken))
	admin.Get(broken.Header.Get("Location")).Check(t, http.StatusOK, []string{"failed", "Import another package"}, []string{"http-equiv"})
	admin.Get("/admin/imports/none").Check(t, http.StatusNotFound, []string{"There is no such import"}, nil)
}

// idIn is the last piece of the address that an answer leads to.
func idIn(a webtest.Answer) string {
	where := a.Header.Get("Location")
	return where[strings.LastIndex(where, "/")+1:]
}

func TestAnImportThatWasGivenUpIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	id := s.HandedIn("town.zip", webtest.Zip(t, map[string]string{"01-hall.en.md": "# The hall\n\nOne.\n"}))
	page := "/admin/imports/" + id
	admin.Get(page).Check(t, http.StatusOK, []string{"waiting"}, []string{page + "/again"})
	for _, statement := range []string{
		`UPDATE imports SET status = 'running'`, `UPDATE river_job SET state = 'discarded', finalized_at = now()`,
	} {
		_, err := s.DB.Pool.Exec(t.Context(), statement)
		webtest.Must(t, err)
	}
	_, _, err := s.Imports.FindLost(t.Context())
	webtest.Must(t, err)
	admin.Get(page).Check(t, http.StatusOK, []string{
		"failed", "was tried several times", `action="` + page + `/again"`, "Try again with the same package",
	}, []string{"http-equiv", "under way"})
	admin.Follow(admin.Post(page+"/again", nil)).Check(t, http.StatusOK, []string{"waiting"}, []string{"was tried several times"})
	admin.Follow(admin.Post(page+"/again", nil)).Check(t, http.StatusOK, []string{"waiting", "cannot be tried again"}, nil)
	s.RunImport(id)
	admin.Get(page).Check(t, http.StatusOK, []string{"done", "What was imported"}, nil)
}

func TestWhatIsLeftForPackagesIsTold(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	admin.Get("/admin/imports").Check(t, http.StatusOK,
		[]string{"Your packages take 0 B of 5 GB; 5 GB are left."}, nil)
	packed := webtest.Zip(t, map[string]string{"01-hall.en.md": "# The hall\n\nOne.\n"})
	admin.Follow(admin.Upload("/admin/imports", "package", "town.zip", packed, nil))
	_, err := s.DB.Pool.Exec(t.Context(), `UPDATE imports SET size = 4999999900`)
	webtest.Must(t, err)
	admin.Get("/admin/imports")
	admin.Upload("/admin/imports", "package", "town.zip", packed, nil).Check(t, http.StatusUnprocessableEntity, []string{
		"and 100 B are left to you: you have used 5 GB of 5 GB", `href="#field-package"`,
	}, nil)
}
