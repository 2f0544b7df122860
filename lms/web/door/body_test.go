package door_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestTheAddressDoesNotSpeakForTheBody(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	guest := s.Guest()
	guest.Get("/login")
	address := "/login?" + url.Values{"email": {"ana@example.org"}, "password": {webtest.Password}}.Encode()
	if in := guest.Post(address, nil); in.Status == http.StatusSeeOther {
		t.Error("a password in the address logs in")
	}
	if in := guest.Post("/login?email=other%40example.org", webtest.Form("email", "ana@example.org", "password", webtest.Password)); in.Status != http.StatusSeeOther {
		t.Errorf("what the form says counts less than its address: %d", in.Status)
	}
	ana := s.As("ana@example.org")
	ana.Get("/account")
	ana.Upload("/account/name?name=Wrong", "", "", nil, map[string]string{"name": "Ana Right"})
	if page := ana.Get("/account"); !strings.Contains(page.Body, "Ana Right") {
		t.Error("a form in parts counts less than its address")
	}
}

// TestBytesThatAreNoText puts them into paths, queries and forms. None is the server's fault.
func TestBytesThatAreNoText(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("boss@example.org", access.RoleAdministrator)
	boss, guest := s.As("boss@example.org"), s.Guest()
	for _, strange := range []string{"%ff", "a%00b", "%c3%28", "%ed%a0%80"} {
		for _, path := range []string{
			"/courses/" + strange, "/courses/x/lessons/" + strange, "/tracks/" + strange, "/verify/" + strange, "/verify?code=" + strange,
			"/api/certificates/" + strange, "/confirm/" + strange, "/login?next=" + strange, "/receipts?receipt=" + strange, "/assets/" + strange + "/x",
			"/admin/people?q=" + strange, "/admin/people?role=" + strange, "/admin/certificates?q=" + strange, "/admin/tracks/" + strange,
			"/teach/courses/" + strange, "/attempts/" + strange, "/courses/x?lang=" + strange, "/" + strange,
		} {
			for _, r := range []*webtest.Reader{guest, boss} {
				if got := r.Ask(http.MethodGet, path, nil); got.Status >= 500 {
					t.Errorf("%s: status %d", path, got.Status)
				}
			}
		}
		text, err := url.PathUnescape(strange)
		webtest.Must(t, err)
		guest.Get("/register")
		for path, form := range map[string]url.Values{
			"/register": webtest.Form("name", text, "email", "x@example.org", "password", webtest.Password),
			"/login":    webtest.Form("email", text, "password", text), "/reset": webtest.Form("email", text),
			"/language": webtest.Form("locale", text, "next", text),
		} {
			if got := guest.Post(path, form); got.Status >= 500 {
				t.Errorf("%q sent to %s: status %d", text, path, got.Status)
			}
		}
		boss.Get("/admin/settings")
		for path, form := range map[string]url.Values{
			"/account/name":                       webtest.Form("name", text),
			"/admin/people/invitations":           webtest.Form("email", text, "role", text, "locale", text),
			"/admin/tracks/new":                   webtest.Form("code", text, "hours", text, "name_en", text),
			"/admin/settings":                     webtest.Form("site_name", text, "registration", text),
			"/admin/tracks/" + strange + "/enrol": webtest.Form("email", text),
		} {
			if got := boss.Post(path, form); got.Status >= 500 {
				t.Errorf("%q sent to %s: status %d", text, path, got.Status)
			}
		}
	}
}
