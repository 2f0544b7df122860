package machine_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"image/png"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/lms/web/webtest"
)

// sitemap is one as the protocol has it (https://www.sitemaps.org/protocol.html), or an index of them.
type sitemap struct {
	XMLName xml.Name
	Pages   []struct {
		Loc    string      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 loc"`
		Others []otherPage `xml:"http://www.w3.org/1999/xhtml link"`
	} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	Parts []struct {
		Loc string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 loc"`
	} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemap"`
}

type otherPage struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	URL  string `xml:"href,attr"`
}

func readSitemap(t *testing.T, r *webtest.Reader, path string) (sitemap, []string) {
	t.Helper()
	answer := r.Get(path)
	answer.Check(t, http.StatusOK, []string{"<?xml version=\"1.0\" encoding=\"UTF-8\"?>"}, nil)
	if answer.Header.Get("Content-Type") != "application/xml; charset=utf-8" || answer.Header.Get("Set-Cookie") != "" {
		t.Errorf("headers: %v", answer.Header)
	}
	var read sitemap
	webtest.Must(t, xml.Unmarshal([]byte(answer.Body), &read))
	var places []string
	for _, page := range read.Pages {
		places = append(places, page.Loc)
	}
	return read, places
}

func TestTheSitemapListsWhatIsForEverybodyInEachLanguage(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	webtest.Must(t, draft(t, s, "unfinished"))
	guest := s.Guest()
	read, places := readSitemap(t, guest, "/sitemap.xml")
	for _, path := range []string{"/", "/courses", "/courses/little", "/tracks/digital-literacy", "/pages/privacy", "/verify"} {
		for _, tag := range []string{"ro", "bg", "en", "sq", "mk", "sr"} {
			if !slices.Contains(places, s.URL+"/"+tag+path) {
				t.Errorf("/%s%s is missing", tag, path)
			}
		}
	}
	for _, page := range read.Pages {
		own := slices.ContainsFunc(page.Others, func(o otherPage) bool {
			return o.Rel == "alternate" && o.URL == page.Loc && strings.HasPrefix(page.Loc, s.URL+"/"+o.Lang+"/")
		})
		if len(page.Others) != 6 || !own {
			t.Errorf("%s has beside it %v", page.Loc, page.Others)
		}
		guest.Get(strings.TrimPrefix(page.Loc, s.URL)).Check(t, http.StatusOK, []string{`<link rel="canonical" href="` + page.Loc + `">`}, nil)
	}
	for _, hidden := range []string{"unfinished", "/learning", "/account", "/lessons/"} {
		if strings.Contains(strings.Join(places, " "), hidden) {
			t.Errorf("%s is nothing for search engines", hidden)
		}
	}
}

// draft is a course that is not published.
func draft(t *testing.T, s *webtest.Site, code string) error {
	course := uuid.New()
	_, err := s.DB.Pool.Exec(t.Context(), `INSERT INTO courses (id, code) VALUES ($1, $2)`, course, code)
	if err == nil {
		_, err = s.DB.Pool.Exec(t.Context(), `INSERT INTO course_versions (id, course_id, number, languages, titles)
			VALUES ($1, $2, 1, '{en}', '{"en": "Unfinished"}')`, uuid.New(), course)
	}
	return err
}

func TestALongSitemapComesInParts(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	for n := range 150 {
		webtest.Must(t, draft(t, s, "course-"+strconv.Itoa(n)))
	}
	_, err := s.DB.Pool.Exec(t.Context(), `UPDATE course_versions SET status = 'published', published_at = now()`)
	webtest.Must(t, err)
	guest := s.Guest()
	index, _ := readSitemap(t, guest, "/sitemap.xml")
	if index.XMLName.Local != "sitemapindex" || len(index.Parts) != 2 {
		t.Fatalf("it is a %s of %d parts", index.XMLName.Local, len(index.Parts))
	}
	var all []string
	for _, part := range index.Parts {
		read, places := readSitemap(t, guest, strings.TrimPrefix(part.Loc, s.URL))
		if read.XMLName.Local != "urlset" || len(places) > 600 {
			t.Errorf("%s is a %s of %d", part.Loc, read.XMLName.Local, len(places))
		}
		all = append(all, places...)
	}
	slices.Sort(all)
	if pages := len(slices.Compact(all)); pages < 150*6 || pages != len(all) {
		t.Errorf("%d pages, of which %d are there once", len(all), pages)
	}
	for _, part := range []string{"0", "3", "-1", "x", "99999999999999999999"} {
		guest.Get("/sitemap.xml?part="+part).Check(t, http.StatusNotFound, nil, nil)
	}
}

func TestRobotsAreToldWhereToBeginAndWhereNotToGo(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	told := s.Guest().Get("/robots.txt")
	told.Check(t, http.StatusOK, nil, nil)
	for _, line := range []string{
		"User-agent: *", "Sitemap: " + s.URL + "/sitemap.xml", "Disallow: /learning", "Disallow: /account", "Disallow: /certificates",
		"Disallow: /attempts", "Disallow: /admin", "Disallow: /teach", "Disallow: /api",
	} {
		if !strings.Contains("\n"+told.Body, "\n"+line+"\n") {
			t.Errorf("it does not say %q: %s", line, told.Body)
		}
	}
	for line := range strings.Lines(told.Body) {
		closed, found := strings.CutPrefix(strings.TrimSpace(line), "Disallow: ")
		for _, open := range []string{"/", "/bg/", "/courses/x", "/tracks/x", "/pages/help", "/verify/X", "/static/x", "/assets/x", "/sitemap.xml", "/login"} {
			if found && strings.HasPrefix(open, closed) {
				t.Errorf("%s closes %s", closed, open)
			}
		}
	}
}

func TestTheSiteHasANameAndIconsOnAHomeScreen(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	guest := s.Guest()
	page := guest.Get("/bg/")
	page.Check(t, http.StatusOK, []string{
		`<link rel="manifest" href="/bg/manifest.webmanifest">`, `<link rel="apple-touch-icon" href="/static/`,
		`<meta name="theme-color" content="#15323d" media="(prefers-color-scheme: dark)">`,
	}, nil)
	if !strings.Contains(page.Header.Get("Content-Security-Policy"), "manifest-src 'self'") {
		t.Error("browsers may not read the manifest")
	}
	answer := s.Guest().Get("/bg/manifest.webmanifest")
	if answer.Header.Get("Content-Type") != "application/manifest+json" || answer.Header.Get("Set-Cookie") != "" {
		t.Errorf("headers: %v", answer.Header)
	}
	var manifest struct {
		Name, Lang, Description, Display string
		StartURL                         string `json:"start_url"`
		Icons                            []struct{ Src, Sizes, Type, Purpose string }
	}
	webtest.Must(t, json.Unmarshal([]byte(answer.Body), &manifest))
	if manifest.Name != "Vatra" || manifest.Lang != "bg" || manifest.StartURL != "/" || !strings.Contains(manifest.Description, "курс") {
		t.Errorf("it says %+v", manifest)
	}
	masked := 0
	for _, icon := range manifest.Icons {
		file := guest.Get(icon.Src)
		file.Check(t, http.StatusOK, nil, nil)
		if icon.Type != "image/png" {
			continue
		}
		drawn, err := png.DecodeConfig(bytes.NewReader([]byte(file.Body)))
		if size := strconv.Itoa(drawn.Width) + "x" + strconv.Itoa(drawn.Height); err != nil || size != icon.Sizes || len(file.Body) > 16<<10 {
			t.Errorf("%s is %s, %d bytes: %v", icon.Src, size, len(file.Body), err)
		}
		if icon.Purpose == "maskable" && icon.Sizes == "512x512" {
			masked++
		}
	}
	if masked != 1 {
		t.Error("no icon may be masked")
	}
}
