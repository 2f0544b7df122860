package admin_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestTrainerCannotSeePeople(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Person("ana@example.org", access.RoleLearner)
	s.Person("tudor@example.org", access.RoleTrainer)
	tudor := s.As("tudor@example.org")
	for _, path := range []string{
		"/admin/people", "/admin/people?q=ana", "/admin/people/invitations", personPath(ana), "/admin/tracks",
		"/admin/tracks/digital-literacy/enrol", "/admin/imports", "/admin/certificates", "/admin/settings",
	} {
		tudor.Get(path).Check(t, http.StatusForbidden, nil, []string{"ana@example.org", "<table"})
	}
	tudor.Get("/teach")
	tudor.Post(personPath(ana)+"/disable", nil).Check(t, http.StatusForbidden, nil, nil)
	person, err := s.People.Person(t.Context(), access.Operator(), ana.UserID)
	webtest.Must(t, err)
	if person.Disabled {
		t.Error("a trainer has suspended somebody")
	}
}

func TestTrainerCannotMakeThemselvesTheTrainerOfACourse(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	actor := s.Person("tudor@example.org", access.RoleTrainer)
	tudor := s.As("tudor@example.org")
	tudor.Get("/teach")
	tudor.Post(personPath(actor)+"/courses", webtest.Form("course", "digital-literacy-basics")).Check(t, http.StatusForbidden, nil, nil)
	tudor.Get("/teach/courses/digital-literacy-basics").Check(t, http.StatusForbidden, nil, nil)
}

func TestLearnerCannotMakeThemselvesAnAdministrator(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	actor := s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	ana.Get("/account")
	ana.Post(personPath(actor)+"/role", webtest.Form("role", "administrator")).Check(t, http.StatusForbidden, nil, nil)
	ana.Post("/admin/people/invitations", webtest.Form("email", "me@example.org", "role", "administrator", "locale", "en")).
		Check(t, http.StatusForbidden, nil, nil)
	person, err := s.People.Person(t.Context(), access.Operator(), actor.UserID)
	webtest.Must(t, err)
	if person.Role != access.RoleLearner {
		t.Errorf("they are %s now", person.Role)
	}
}

func TestLearnerCannotImport(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	ana.Get("/account")
	packed := webtest.Zip(t, map[string]string{"01-a/01-b.en.md": "# B\n\nText.\n"})
	ana.Upload("/admin/imports", "package", "course.zip", packed, nil).Check(t, http.StatusForbidden, nil, nil)
	imports, err := s.Imports.Imports(t.Context(), access.Operator())
	webtest.Must(t, err)
	if len(imports) != 0 {
		t.Errorf("%d imports", len(imports))
	}
}

func TestNameOfAnUploadLeadsNowhere(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	admin.Get("/admin/imports")
	packed := webtest.Zip(t, map[string]string{"01-a/01-b.en.md": "# B\n\nText.\n"})
	for name, kept := range map[string]string{
		"../../etc/cron.zip":                  "cron.zip",
		`..\..\windows\system.zip`:            "system.zip",
		"<b>bold</b>.zip":                     "b&gt;.zip",
		strings.Repeat("ș", 3000) + "end.zip": "șend.zip",
	} {
		taken := admin.Upload("/admin/imports", "package", name, packed, nil)
		s.RunImport(idIn(taken))
		page := admin.Get(taken.Header.Get("Location"))
		page.Check(t, http.StatusOK, []string{kept + "</h1>", "done"}, []string{"<b>", "..", strings.Repeat("ș", 200)})
	}
}

func TestUploadThatIsTooLargeIsRefusedUnread(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	admin.Get("/admin/tracks/digital-literacy/enrol")
	list := []byte("email\n" + strings.Repeat("somebody@example.org\n", 100_000))
	admin.Upload("/admin/tracks/digital-literacy/roster", "file", "people.csv", list, nil).
		Check(t, http.StatusRequestEntityTooLarge, []string{"At most 2 MB"}, nil)
}

func TestSuspendedPersonIsNotEnrolledByAList(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	ana := s.Person("ana@example.org", access.RoleLearner)
	s.Person("admin@example.org", access.RoleAdministrator)
	webtest.Must(t, s.People.Disable(t.Context(), access.Operator(), ana.UserID))
	admin := s.As("admin@example.org")
	admin.Get("/admin/tracks/digital-literacy/enrol")
	admin.Post("/admin/tracks/digital-literacy/enrol", webtest.Form("email", "ana@example.org")).
		Check(t, http.StatusUnprocessableEntity, []string{"Nobody here has this address"}, nil)
	admin.Upload("/admin/tracks/digital-literacy/roster", "", "", nil, map[string]string{"list": "email\nana@example.org\n"}).
		Check(t, http.StatusOK, []string{"1 row left out"}, nil)
}

func TestRevokingNeedsTheTokenOfAPage(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	code := s.Certify(s.Person("ana@example.org", access.RoleLearner))
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	admin.Post("/admin/certificates/"+code+"/revoke", webtest.Form("reason", "Forged")).Check(t, http.StatusForbidden, nil, nil)
	s.Guest().Get("/verify/"+code).Check(t, http.StatusOK, []string{"genuine"}, []string{"Forged"})
}

func TestReasonOfARevocationIsNoMarkup(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	code := s.Certify(s.Person("ana@example.org", access.RoleLearner))
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	admin.Get("/admin/certificates/" + code)
	page := admin.Follow(admin.Post("/admin/certificates/"+code+"/revoke", webtest.Form("reason", "<script>alert(1)</script>")))
	page.Check(t, http.StatusOK, []string{"&lt;script&gt;"}, []string{"<script>alert"})
}
