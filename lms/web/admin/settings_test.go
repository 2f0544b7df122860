package admin_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestAnAdministratorChangesTheSettings(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	admin.Get("/admin/settings").Check(t, http.StatusOK, []string{`value="open" checked`}, nil)
	admin.Post("/admin/settings", webtest.Form("site_name", "", "registration", "maybe", "second_step", "cats", "default_locale", "xx", "issuer_name", "Primăria")).Check(t,
		http.StatusUnprocessableEntity, []string{
			"Please fill in this field", "Please choose who must have a second step", "Please choose who may open an account", "Please choose one of the languages", `value="Primăria"`,
		}, nil)
	saved := webtest.Form("site_name", "Școala Vatra", "registration", "closed", "second_step", "nobody", "default_locale", "bg", "issuer_name", "Primăria")
	admin.Follow(admin.Post("/admin/settings", saved)).Check(t, http.StatusOK,
		[]string{"The settings were saved", "Școala Vatra", `value="closed" checked`, `<option value="bg" selected`}, nil)
	guest := s.Guest()
	guest.Get("/register").Check(t, http.StatusOK, []string{"No new accounts are being opened"}, []string{`name="email"`})
	for _, path := range []string{"/", "/login"} {
		guest.Get(path).Check(t, http.StatusOK, nil, []string{`href="/register"`})
	}
	refused := guest.Post("/register", webtest.Form("name", "Dan Pop", "email", "dan@example.org", "password", webtest.Password))
	if !strings.Contains(refused.Body, "No new accounts are being opened") {
		t.Errorf("%d: an account was opened in a closed house", refused.Status)
	}
}

func TestWhatCannotBePrintedIsToldAtItsField(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	admin.Get("/admin/settings").Check(t, http.StatusOK, []string{`name="issuer_name"`}, nil)
	odd := webtest.Form("site_name", "Vatra", "registration", "open", "second_step", "nobody", "default_locale", "ro", "issuer_name", "Primăria 🔥")
	admin.Post("/admin/settings", odd).Check(t, http.StatusUnprocessableEntity,
		[]string{s.Says("certificate.name_unprintable", "Characters", "🔥"), `href="#field-issuer_name"`, `value="Primăria 🔥"`}, nil)
	admin.Post("/admin/tracks/new", webtest.Form("code", "fire", "name_en", "Fire", "name_ro", "火", "hours", "3")).Check(t, http.StatusUnprocessableEntity,
		[]string{s.Says("certificate.name_unprintable", "Characters", "火"), `href="#field-name_ro"`}, nil)
}
