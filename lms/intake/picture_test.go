package intake_test

import (
	"strings"
	"testing"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/schooltest"
)

func TestAPictureOfACourseIsASmallImage(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	install := func(picture, drawing string) (url, told string) {
		t.Helper()
		report := s.Install(packtest.Folder(t, map[string]string{
			"course.yaml": "vatra: 1\ncode: salut\ntitle: Salut\nlanguages: [ro]\n" + picture, "1/1.md": "Unu.\n",
			"images/cover.svg": drawing, "images/cover.pdf": "%PDF-1.7\n%%EOF\n",
		}))
		state, err := s.Reading.Course(t.Context(), access.Guest("ro"), "salut")
		if err != nil {
			t.Fatal(err)
		}
		if state.Version.Picture != nil {
			url = state.Version.Picture.URL()
		}
		for _, warning := range report.Warnings {
			told += warning.Key
		}
		return url, told
	}
	const small = `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="16"><script>alert(1)</script><path d="M0 0h48v16z"/></svg>`
	large := strings.Replace(small, "M0 0", "M0 0"+strings.Repeat(" 1 1", 20_000), 1)
	for name, one := range map[string]struct{ picture, drawing, shown, told string }{
		"none":         {"", small, "", ""},
		"a small one":  {"picture: {file: images/cover.svg, alt: decorative}\n", small, "/cover.svg", ""},
		"a large one":  {"picture: {file: images/cover.svg, alt: decorative}\n", large, "", "content.picture_unfit"},
		"no image":     {"picture: {file: images/cover.pdf, alt: decorative}\n", small, "", "content.picture_unfit"},
		"one with alt": {"picture: {file: images/cover.svg, alt: {ro: Harta}}\n", small, "/cover.svg", ""},
	} {
		url, told := install(one.picture, one.drawing)
		if !strings.HasSuffix(url, one.shown) || (url == "") != (one.shown == "") || told != one.told {
			t.Errorf("%s: %q is shown, and told %q", name, url, told)
		}
	}
}
