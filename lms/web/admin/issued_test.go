package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestAnAdministratorRevokesAndReinstates(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	ana := s.Person("ana@example.org", access.RoleLearner)
	code := s.Certify(ana)
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	page := "/admin/certificates/" + code

	for _, query := range []string{"", "stefanescu", code, strings.ToLower(code[:9])} {
		admin.Get("/admin/certificates?q="+url.QueryEscape(query)).Check(t, http.StatusOK, []string{code, "Ana Ștefănescu", "valid"}, nil)
	}
	admin.Get("/admin/certificates?q=nobody").Check(t, http.StatusOK, []string{"No certificate matches this search"}, []string{code})

	admin.Get(page).Check(t, http.StatusOK, []string{"Certificate of Ana Ștefănescu", "Revoke this certificate", personPath(ana)},
		[]string{"<details class=\"confirm\" open>", "Make it valid again"})
	admin.Post(page+"/revoke", webtest.Form("reason", " ")).Check(t, http.StatusUnprocessableEntity,
		[]string{`<details class="confirm" open>`, `<a href="#field-reason">`}, nil)
	admin.Follow(admin.Post(page+"/revoke", webtest.Form("reason", "Issued in error"))).Check(t, http.StatusOK,
		[]string{"The certificate was revoked", "Issued in error", "(Ana Ștefănescu)", "Make it valid again"}, []string{"Revoke now"})
	s.Guest().Get("/verify/"+code).Check(t, http.StatusOK, []string{"Revoked – no longer valid", "Issued in error"}, []string{"(Ana Ștefănescu)"})
	admin.Post(page+"/revoke", webtest.Form("reason", "Twice")).Check(t, http.StatusConflict, []string{"Issued in error"}, nil)
	admin.Follow(admin.Post(page+"/reinstate", webtest.Form("reason", "It was right"))).Check(t, http.StatusOK,
		[]string{"The certificate is valid again", "It was right", "Issued in error", "Revoke now"}, nil)
}
