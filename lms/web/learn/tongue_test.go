package learn_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestAPublicPageHasAnAddressInEachLanguage(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	for _, path := range []string{"/", "/courses", "/courses/little", "/tracks", "/tracks/digital-literacy", "/pages/help", "/verify"} {
		for _, tag := range []string{"bg", "mk"} {
			robot := s.Guest()
			robot.Header.Set("Accept-Language", "sq")
			page := robot.Get("/" + tag + path)
			page.Check(t, http.StatusOK, []string{
				`<html lang="` + tag + `">`, `<link rel="canonical" href="` + s.URL + "/" + tag + path + `">`,
				`<input type="hidden" name="next" value="` + path + `">`,
			}, nil)
			if page.Header.Get("Content-Language") != tag {
				t.Errorf("%s is in %q", path, page.Header.Get("Content-Language"))
			}
			again := robot.Ask(http.MethodGet, "/"+tag+path, http.Header{"If-None-Match": {page.Header.Get("ETag")}})
			other := robot.Ask(http.MethodGet, "/sr"+path, http.Header{"If-None-Match": {page.Header.Get("ETag")}})
			if again.Status != http.StatusNotModified || other.Status != http.StatusOK {
				t.Errorf("asked again %s is %d, and in Serbian %d", path, again.Status, other.Status)
			}
		}
		plain := s.Guest()
		plain.Header.Set("Accept-Language", "sq")
		plain.Get(path).Check(t, http.StatusOK, []string{`<html lang="sq">`, `<link rel="canonical" href="` + s.URL + "/sq" + path + `">`}, nil)
	}
	s.Guest().Get("/courses?q=harta").Check(t, http.StatusOK, []string{`<link rel="canonical" href="` + s.URL + `/en/courses">`}, nil)
}

func TestWhoeverComesByAnAddressInALanguageKeepsTheirOwn(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner, "ro")
	in := func(tag string) []string { return []string{`<html lang="` + tag + `">`} }

	// Who has chosen none goes on in that of the address.
	visitor := s.Guest()
	visitor.Header.Set("Accept-Language", "sq")
	visitor.Get("/bg/courses").Check(t, http.StatusOK, in("bg"), nil)
	visitor.Get("/tracks").Check(t, http.StatusOK, in("bg"), nil)
	// The choice is theirs, and stands by every later link.
	visitor.Get("/bg/courses")
	visitor.Follow(visitor.Post("/language", webtest.Form("next", "/courses", "locale", "mk"))).Check(t, http.StatusOK, in("mk"), nil)
	visitor.Get("/bg/courses").Check(t, http.StatusOK, in("bg"), nil)
	visitor.Get("/courses").Check(t, http.StatusOK, in("mk"), nil)

	ana := s.As("ana@example.org")
	ana.Get("/bg/courses").Check(t, http.StatusOK, in("bg"), []string{"canonical", "x-default"})
	ana.Get("/courses").Check(t, http.StatusOK, in("ro"), nil)
}

func TestOnlyPublicPagesHaveAnAddressInALanguage(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	for _, path := range []string{"/bg/learning", "/bg/account", "/xx/courses", "/bg/bg/courses", "/bg/static/x/app.css", "/BG/courses", "/bg/courses/nosuch"} {
		ana.Get(path).Check(t, http.StatusNotFound, nil, []string{"canonical", "hreflang"})
	}
	guest := s.Guest()
	guest.Get("/bg/login").Check(t, http.StatusNotFound, nil, nil)
	guest.Get("/login").Check(t, http.StatusOK, nil, []string{"canonical", "hreflang"})
	for next, to := range map[string]string{
		"/bg/courses?q=a": "/courses?q=a", "/bg//evil.example": "/", "/bg": "/", "/bg/\\evil.example": "/", "https://evil.example/bg/": "/",
	} {
		guest.Get("/courses")
		if sent := guest.Post("/language", webtest.Form("next", next, "locale", "ro")); sent.Header.Get("Location") != to {
			t.Errorf("after %s the way leads to %q", next, sent.Header.Get("Location"))
		}
	}
}

func TestATitleSaysItsLanguage(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.Guest().Get("/courses/little").Check(t, http.StatusOK, []string{
		`<title lang="ro">Curs mic – Vatra</title>`, `<meta name="description" lang="ro" content="Despre puțin.">`,
	}, nil)
	s.Guest().Get("/bg/courses/little").Check(t, http.StatusOK, []string{
		"<title>Малък курс – Vatra</title>", `<meta name="description" content="За малко.">`,
		`<meta property="og:title" content="Малък курс">`, `<meta property="og:url" content="` + s.URL + `/bg/courses/little">`,
	}, nil)
}

func TestACourseIsShownByItsPicture(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	files := webtest.LittleCourse()
	files["course.yaml"] = strings.Replace(files["course.yaml"], "modules:",
		"picture: {file: images/map.svg, alt: {ro: Harta comunei, bg: Картата на общината}}\nmodules:", 1)
	s.InstallFiles(files)
	s.Person("ana@example.org", access.RoleLearner, "bg")
	ana := s.As("ana@example.org")
	ana.Get("/courses/little/lessons/start")
	picture := []string{`<img class="picture" src="/assets/`, `/map.svg" alt="Картата на общината" height="10" width="10" loading="lazy">`}
	for _, path := range []string{"/courses", "/courses/little", "/learning", "/"} {
		ana.Get(path).Check(t, http.StatusOK, picture, nil)
	}
	s.Guest().Get("/courses/little").Check(t, http.StatusOK, []string{`alt="Harta comunei" lang="ro"`}, nil)
}
