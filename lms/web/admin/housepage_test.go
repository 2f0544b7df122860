package admin_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/pages"
	"vatra/lms/web/webtest"
)

func TestAnAdministratorWritesAPageOfTheHouse(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("admin@example.org", access.RoleAdministrator)
	admin, guest := s.As("admin@example.org"), s.Guest()
	admin.Get("/admin/settings").Check(t, http.StatusOK, []string{`<a href="/admin/pages">`}, nil)
	admin.Get("/admin/pages").Check(t, http.StatusOK, []string{`href="/admin/pages/contact/sr"`, s.Says("pages.built_in")}, []string{s.Says("pages.own")})
	const path = "/admin/pages/contact/en"
	admin.Get(path).Check(t, http.StatusOK, []string{"Never send us your password", `name="version" value="0"`, s.Says("pages.reads")}, nil)

	text := "## At the counter\n\nRoom 3, **{site}**.\n\n<script>alert(1)</script>"
	admin.Post(path, webtest.Form("source", text, "version", "0", "do", "preview")).Check(t, http.StatusOK,
		[]string{s.Says("pages.would_read"), "At the counter</h2>", "Room 3, <strong>Vatra</strong>", s.Says("pages.left_out"), "&lt;script&gt;"}, []string{"<script>alert"})
	guest.Get("/pages/contact").Check(t, http.StatusOK, nil, []string{"Room 3"})

	admin.Follow(admin.Post(path, webtest.Form("source", text, "version", "0", "do", "save"))).Check(t, http.StatusOK,
		[]string{s.Says("pages.saved"), s.Says("pages.left_out"), `name="version" value="1"`}, nil)
	guest.Get("/pages/contact").Check(t, http.StatusOK, []string{"<h1>Contact</h1>", "Room 3, <strong>Vatra</strong>"}, []string{"alert(1)</", "Never send us"})
	admin.Get("/admin/pages").Check(t, http.StatusOK, []string{s.Says("pages.own")}, nil)
	admin.Get("/admin/security").Check(t, http.StatusOK, []string{"Pages of the site: Contact, English"}, nil)
	romanian := s.Guest()
	romanian.Header.Set("Accept-Language", "ro")
	romanian.Get("/pages/contact").Check(t, http.StatusOK, []string{"Nu ne trimiteți niciodată parola"}, []string{"Room 3"})

	admin.Post(path, webtest.Form("source", "", "version", "1", "do", "save"))
	guest.Get("/pages/contact").Check(t, http.StatusOK, []string{"Never send us your password"}, []string{"Room 3"})
	admin.Get("/admin/pages/imprint/en").Check(t, http.StatusNotFound, nil, nil)
	admin.Get("/admin/pages/contact/de").Check(t, http.StatusNotFound, nil, nil)
}

func TestNothingTypedInAPageIsLost(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	const path = "/admin/pages/terms/mk"
	admin.Get(path)
	save := func(text, version string) webtest.Answer {
		return admin.Post(path, webtest.Form("source", text, "version", version, "do", "save"))
	}
	admin.Follow(save("Прво.", "0"))
	save("Второ.", "0").Check(t, http.StatusConflict, []string{
		s.Says("pages.changed_meanwhile"), ">Второ.</textarea>", ">Прво.</pre>", `name="version" value="1"`,
	}, nil)
	admin.Follow(save("Второ.", "1")).Check(t, http.StatusOK, []string{">Второ.</textarea>"}, []string{"Прво."})
	long := strings.Repeat("ш", pages.SourceMax+1)
	save(long, "2").Check(t, http.StatusUnprocessableEntity, []string{long + "</textarea>", s.Says("people.text_long", "Max", pages.SourceMax), `href="#field-source"`}, nil)
	save("x", "").Check(t, http.StatusUnprocessableEntity, nil, nil)
	dear := s.Person("ana@example.org", access.RoleTrainer)
	s.Train(dear)
	s.As("ana@example.org").Get(path).Check(t, http.StatusForbidden, nil, []string{"Второ"})
}
