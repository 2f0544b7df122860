package web_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"

	"vatra/lms/access"
)

func TestTrainerCannotSeePeople(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.person("ana@example.org", access.RoleLearner)
	s.person("tudor@example.org", access.RoleTrainer)
	tudor := s.as("tudor@example.org")
	for _, path := range []string{
		"/admin/people", "/admin/people?q=ana", "/admin/people/invitations", personPath(ana), "/admin/tracks",
		"/admin/tracks/digital-literacy/enrol", "/admin/imports", "/admin/certificates", "/admin/settings",
	} {
		tudor.get(path).check(t, http.StatusForbidden, nil, []string{"ana@example.org", "<table"})
	}
	tudor.get("/teach")
	tudor.post(personPath(ana)+"/disable", nil).check(t, http.StatusForbidden, nil, nil)
	person, err := s.People.Person(t.Context(), access.Operator(), ana.UserID)
	must(t, err)
	if person.Disabled {
		t.Error("a trainer has suspended somebody")
	}
}

func TestLearnerCannotFollowOthers(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(readingCourse())
	dan := s.person("dan@example.org", access.RoleLearner)
	s.certify(dan)
	s.person("ana@example.org", access.RoleLearner)
	ana := s.as("ana@example.org")
	ana.get("/").check(t, http.StatusOK, nil, []string{`href="/teach"`, `href="/admin`})
	for _, path := range []string{"/teach", "/teach/courses/digital-literacy-basics", "/teach/courses/digital-literacy-basics/learners.csv"} {
		ana.get(path).check(t, http.StatusForbidden, nil, []string{"dan@example.org"})
	}
}

func TestTrainerCannotMakeThemselvesTheTrainerOfACourse(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(readingCourse())
	actor := s.person("tudor@example.org", access.RoleTrainer)
	tudor := s.as("tudor@example.org")
	tudor.get("/teach")
	tudor.post(personPath(actor)+"/courses", form("course", "digital-literacy-basics")).check(t, http.StatusForbidden, nil, nil)
	tudor.get("/teach/courses/digital-literacy-basics").check(t, http.StatusForbidden, nil, nil)
}

func TestLearnerCannotImport(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("ana@example.org", access.RoleLearner)
	ana := s.as("ana@example.org")
	ana.get("/account")
	packed := zipOf(t, map[string]string{"01-a/01-b.en.md": "# B\n\nText.\n"})
	ana.upload("/admin/imports", "package", "course.zip", packed, nil).check(t, http.StatusForbidden, nil, nil)
	imports, err := s.Imports.Imports(t.Context())
	must(t, err)
	if len(imports) != 0 {
		t.Errorf("%d imports", len(imports))
	}
}

func TestLearnerCannotMakeThemselvesAnAdministrator(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	actor := s.person("ana@example.org", access.RoleLearner)
	ana := s.as("ana@example.org")
	ana.get("/account")
	ana.post(personPath(actor)+"/role", form("role", "administrator")).check(t, http.StatusForbidden, nil, nil)
	ana.post("/admin/people/invitations", form("email", "me@example.org", "role", "administrator", "locale", "en")).
		check(t, http.StatusForbidden, nil, nil)
	person, err := s.People.Person(t.Context(), access.Operator(), actor.UserID)
	must(t, err)
	if person.Role != access.RoleLearner {
		t.Errorf("they are %s now", person.Role)
	}
}

func TestRevokingNeedsTheTokenOfAPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(readingCourse())
	code := s.certify(s.person("ana@example.org", access.RoleLearner))
	s.person("admin@example.org", access.RoleAdministrator)
	admin := s.as("admin@example.org")
	admin.post("/admin/certificates/"+code+"/revoke", form("reason", "Forged")).check(t, http.StatusForbidden, nil, nil)
	s.guest().get("/verify/"+code).check(t, http.StatusOK, []string{"genuine"}, []string{"Forged"})
}

func TestReasonOfARevocationIsNoMarkup(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(readingCourse())
	code := s.certify(s.person("ana@example.org", access.RoleLearner))
	s.person("admin@example.org", access.RoleAdministrator)
	admin := s.as("admin@example.org")
	admin.get("/admin/certificates/" + code)
	page := admin.follow(admin.post("/admin/certificates/"+code+"/revoke", form("reason", "<script>alert(1)</script>")))
	page.check(t, http.StatusOK, []string{"&lt;script&gt;"}, []string{"<script>alert"})
}

func TestNameIsNoFormulaInASpreadsheet(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(readingCourse())
	ana := s.person("ana@example.org", access.RoleLearner)
	must(t, s.People.ChangeName(t.Context(), ana, "+40 Ana"))
	s.certify(ana)
	s.Train(s.person("tudor@example.org", access.RoleTrainer), "digital-literacy-basics")
	s.as("tudor@example.org").get("/teach/courses/digital-literacy-basics/learners.csv").
		check(t, http.StatusOK, []string{"'+40 Ana,ana@example.org"}, nil)
}

func TestNameOfAnUploadLeadsNowhere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("admin@example.org", access.RoleAdministrator)
	admin := s.as("admin@example.org")
	admin.get("/admin/imports")
	packed := zipOf(t, map[string]string{"01-a/01-b.en.md": "# B\n\nText.\n"})
	for name, kept := range map[string]string{
		"../../etc/cron.zip":                  "cron.zip",
		`..\..\windows\system.zip`:            "system.zip",
		"<b>bold</b>.zip":                     "b&gt;.zip",
		strings.Repeat("ș", 3000) + "end.zip": "șend.zip",
	} {
		taken := admin.upload("/admin/imports", "package", name, packed, nil)
		s.runImport(idIn(taken))
		page := admin.get(taken.Header.Get("Location"))
		page.check(t, http.StatusOK, []string{kept + "</h1>", "done"}, []string{"<b>", "..", strings.Repeat("ș", 200)})
	}
}

func TestUploadThatIsTooLargeIsRefusedUnread(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("admin@example.org", access.RoleAdministrator)
	admin := s.as("admin@example.org")
	admin.get("/admin/tracks/digital-literacy/enrol")
	list := []byte("email\n" + strings.Repeat("somebody@example.org\n", 100_000))
	admin.upload("/admin/tracks/digital-literacy/roster", "file", "people.csv", list, nil).
		check(t, http.StatusRequestEntityTooLarge, []string{"At most 2 MB"}, nil)
}

func TestPackedRequestsAreRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var packed bytes.Buffer
	bomb := gzip.NewWriter(&packed)
	_, err := bomb.Write(bytes.Repeat([]byte("a"), 8<<20))
	must(t, err)
	must(t, bomb.Close())
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/login", &packed)
	must(t, err)
	request.Header.Set("Content-Encoding", "gzip")
	request.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	s.guest().send(request).check(t, http.StatusUnprocessableEntity, []string{"could not be understood"}, nil)
}

func TestSuspendedPersonIsNotEnrolledByAList(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ana := s.person("ana@example.org", access.RoleLearner)
	s.person("admin@example.org", access.RoleAdministrator)
	must(t, s.People.Disable(t.Context(), access.Operator(), ana.UserID))
	admin := s.as("admin@example.org")
	admin.get("/admin/tracks/digital-literacy/enrol")
	admin.post("/admin/tracks/digital-literacy/enrol", form("email", "ana@example.org")).
		check(t, http.StatusUnprocessableEntity, []string{"Nobody here has this address"}, nil)
	admin.upload("/admin/tracks/digital-literacy/roster", "", "", nil, map[string]string{"list": "email\nana@example.org\n"}).
		check(t, http.StatusOK, []string{"1 row left out"}, nil)
}
