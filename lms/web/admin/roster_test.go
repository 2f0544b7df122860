package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestAnAdministratorEnrolsPeople(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	for _, email := range []string{"ana@example.org", "dan@example.org", "eva@example.org"} {
		s.Person(email, access.RoleLearner)
	}
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	const page = "/admin/tracks/digital-literacy/enrol"
	const roster = "/admin/tracks/digital-literacy/roster"
	admin.Get(page).Check(t, http.StatusOK, []string{"Enrol people", `enctype="multipart/form-data"`, "at most 2 MB"}, nil)
	admin.Post(page, webtest.Form("email", "who@example.org")).Check(t, http.StatusUnprocessableEntity,
		[]string{`value="who@example.org"`, "Nobody here has this address"}, nil)
	admin.Follow(admin.Post(page, webtest.Form("email", "Ana@Example.org"))).Check(t, http.StatusOK, []string{"Ana@Example.org is enrolled"}, nil)
	admin.Follow(admin.Post(page, webtest.Form("email", "ana@example.org"))).Check(t, http.StatusOK, []string{"was enrolled already"}, nil)

	list := "email;name\nana@example.org;Ana\ndan@example.org;Dan\nwho@example.org;Who\n"
	for way, report := range map[string]webtest.Answer{
		"a file":     admin.Upload(roster, "file", "people.csv", []byte(list), nil),
		"a paste":    admin.Upload(roster, "", "", nil, map[string]string{"list": strings.Replace(list, "dan", "eva", 1)}),
		"plain form": admin.Post(roster, url.Values{"list": {list}, "csrf": {webtest.FormToken.FindStringSubmatch(admin.Last.Body)[1]}}),
	} {
		t.Log(way)
		report.Check(t, http.StatusOK, []string{
			"1 row left out", "Nobody here has this address", ">4</td><th scope=\"row\">who@example.org</th>", "was enrolled already",
		}, nil)
	}
	admin.Upload(roster, "file", "people.csv", []byte("name\nAna\n"), nil).Check(t, http.StatusUnprocessableEntity,
		[]string{`<a href="#field-file">CSV file: The first line must name the columns`}, nil)
	admin.Upload(roster, "", "", nil, nil).Check(t, http.StatusUnprocessableEntity, []string{"choose a file or paste a list"}, nil)
}
